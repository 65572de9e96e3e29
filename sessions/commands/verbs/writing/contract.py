"""The contract: its versions, whose wording was adopted, and who accepts it."""

from __future__ import annotations

from uuid import UUID

from groups.errors import NotAllowed, NotFound, Refused

from ....models import Contract, Contribution, Round
from ....rulebook.moves.writing import AcceptContract, Write
from ...registry import by_either, command
from ...touches import Part, parts
from ...transaction import Transaction
from .authoring import author_of, this_round


@command(by_either, touches=parts(Part.CONTRACT), writes=True)
def write_contract(transaction: Transaction, *, text: str, help: str | None = None) -> None:
    """Write a new version of the round's contract; `help` is the kind of help that is wanted, None for as before."""
    transaction.move(Write(transaction.participant_id, "contract"))
    here = this_round(transaction)
    _add_version(transaction, here, text, help, after=in_force(here))


@command(by_either, touches=parts(Part.CONTRACT))
def accept_contract(transaction: Transaction, *, behalf: UUID | None = None) -> None:
    """Accept the contract as it stands now, oneself or for somebody who says so aloud."""
    who = author_of(transaction, behalf)
    if who is None:
        raise NotAllowed("not_yours_to_do")
    transaction.move(AcceptContract(who))
    contract = in_force(this_round(transaction))
    if contract is None:
        raise Refused("no_contract")
    contract.acceptances.get_or_create(participant_id=UUID(who), defaults={"accepted_at": transaction.at})


@command(by_either, touches=parts(Part.CONTRACT), writes=True)
def adopt_wording(transaction: Transaction, *, id: UUID) -> None:
    """Make a proposed wording the contract's newest version, for whoever may write the contract."""
    transaction.move(Write(transaction.participant_id, "contract"))
    here = this_round(transaction)
    # Not one that its author has withdrawn, or that the facilitator has hidden.
    proposals = Contribution.objects.shown().filter(round=here, kind="reformulation")
    proposed = proposals.filter(pk=id).first()
    # The contract is on every screen: what is on its way to the client still would show by it.
    if proposed is None or proposed.is_withheld(transaction.state, here.number):
        raise NotFound("no_contribution")
    newest = in_force(here)
    if newest is None or newest.text != proposed.text:
        # The same words once more would be a version that nobody has accepted.
        _add_version(transaction, here, proposed.text, after=newest, adopted=proposed)


def in_force(here: Round) -> Contract | None:
    """The newest version."""
    return here.contracts.order_by("number").last()


def _add_version(
    transaction: Transaction,
    here: Round,
    text: str,
    help: str | None = None,
    *,
    after: Contract | None,
    adopted: Contribution | None = None,
) -> None:
    # The next number is free: the session is locked, and no version goes without its round.
    number = 1 if after is None else after.number + 1
    contract = Contract(session=transaction.session, round=here, number=number, written_at=transaction.at)
    contract.adopted = adopted
    contract.text = text
    if wanted := help if help is not None else after and after.help:
        contract.help = wanted
    contract.save(force_insert=True)
