"""Wordings of the contract that peers propose, for the client to adopt or not."""

from __future__ import annotations

from uuid import UUID

from groups.errors import NotFound

from ..models import Contract, Contribution
from ..rulebook.moves.writing import Write
from .authoring import this_round
from .turn import Turn, by_either, verb


@verb(by_either, writes=True)
def adopt_wording(turn: Turn, *, id: UUID) -> None:
    """Make a proposed wording the contract's newest version, for whoever may write the contract."""
    turn.move(Write(turn.participant_id, "contract"))
    here = this_round(turn)
    proposals = Contribution.objects.shown().filter(round=here, kind="reformulation")
    proposed = proposals.filter(pk=id).first()
    if proposed is None:
        raise NotFound("no_contribution")
    contract = Contract(session=turn.session, round=here, number=here.contracts.count() + 1, written_at=turn.at)
    contract.adopted = proposed
    contract.text = proposed.text
    contract.save(force_insert=True)
