"""The client's demand on the room screen: the question and the contract, with the client's accord alone."""

from __future__ import annotations

from groups.errors import Refused, Stale

from ....models.demand import Demand
from ....models.unsealed import unsealed
from ....rulebook.moves.projecting import AskAccord, ProjectDemand, WithdrawDemand
from ....rulebook.rules import showing
from ...registry import by_driver, by_either, command
from ...touches import NOTHING
from ...transaction import Transaction
from .authoring import this_round
from .contract import in_force


@command(by_driver, touches=NOTHING)
def ask_accord(transaction: Transaction) -> None:
    """Ask the client, on that one's page, whether the demand may be put on the room screen."""
    transaction.move(AskAccord())
    _demand(transaction)


# The words' name is nobody's to keep: whoever guesses them could try it.
@command(by_either, touches=NOTHING, secret=("wording",))
def project_demand(transaction: Transaction, *, wording: str) -> None:
    """Put the demand on the room screen: the client agrees to these words, or says so aloud and who drives notes it."""
    transaction.move(ProjectDemand(transaction.participant_id))
    # Reworded while the button was pressed: nobody has agreed to these words.
    if _demand(transaction).wording != wording:
        raise Stale


@command(by_either, touches=NOTHING)
def withdraw_demand(transaction: Transaction) -> None:
    """Take the demand off the room screen, or decline to have it there."""
    transaction.move(WithdrawDemand(transaction.participant_id))


def _demand(transaction: Transaction) -> Demand:
    """What would be shown. Raises Refused while there is nothing, or the contract is not settled."""
    here = this_round(transaction)
    contract = in_force(here)
    accepted = {str(one) for one in contract.acceptances.values_list("participant_id", flat=True)} if contract else None
    question = unsealed(here, "question") if here.sealed_question else ""
    demand = Demand(question, "" if contract is None else unsealed(contract))
    if not any(demand) or not showing.may_be_projected(transaction.state, accepted):
        raise Refused("nothing_to_project")
    return demand
