"""Wordings of the contract that peers propose, for the client to adopt or not."""

from __future__ import annotations

from uuid import UUID

from groups.errors import NotFound

from ....models import Contract, Contribution
from ....rulebook.moves.writing import Write
from ...registry import by_either, command
from ...transaction import Transaction
from .authoring import this_round


@command(by_either, writes=True)
def adopt_wording(transaction: Transaction, *, id: UUID) -> None:
    """Make a proposed wording the contract's newest version, for whoever may write the contract."""
    transaction.move(Write(transaction.participant_id, "contract"))
    here = this_round(transaction)
    # Not one that its author has withdrawn, or that the facilitator has hidden.
    proposals = Contribution.objects.shown().filter(round=here, kind="reformulation")
    proposed = proposals.filter(pk=id).first()
    if proposed is None:
        raise NotFound("no_contribution")
    # Counting gives a free number: the session is locked, and no version goes without its round.
    contract = Contract(
        session=transaction.session, round=here, number=here.contracts.count() + 1, written_at=transaction.at
    )
    contract.adopted = proposed
    contract.text = proposed.text
    contract.save(force_insert=True)
