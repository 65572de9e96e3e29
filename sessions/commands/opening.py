"""What former clients say of their commitments, and what a round is about."""

from __future__ import annotations

from uuid import UUID

from groups.errors import NotFound

from .. import moves
from ..models import Commitment, CommitmentReport, Round
from .turn import Turn, by_either, by_participant, myself, verb

NOT_TODAY = "not_today"


@verb(by_participant, writes=True)
def report_commitment(turn: Turn, *, id: UUID, state: str, text: str = "", is_shared: bool = False) -> None:
    """Say what became of one's own commitment of an earlier session, or that one does not speak of it today."""
    turn.move(moves.Report(str(myself(turn))))
    commitment = _own_commitment(turn, id)
    report = commitment.reports.filter(session=turn.session).first() or CommitmentReport(
        session=turn.session, commitment=commitment, was=commitment.state
    )
    is_said = state != NOT_TODAY
    report.state, report.is_shared, report.reported_at = state if is_said else "", is_shared and is_said, turn.at
    report.text = text if is_said else ""
    report.save()
    commitment.state = state if is_said else report.was
    commitment.save(update_fields=["state"])


def _own_commitment(turn: Turn, id: UUID) -> Commitment:
    """Open, or said something of in this very session; another's does not exist for this person."""
    group = turn.visit.session.cycle.group_id
    found = Commitment.objects.of_before(group, turn.session.pk).filter(pk=id, participant=myself(turn)).first()
    if found is None:
        raise NotFound("no_commitment")
    return found


@verb(by_either, writes=True)
def word_headline(turn: Turn, *, title: str, question: str) -> None:
    """Word anew what the round is about: its client, the scribe, or the facilitator who hears it aloud."""
    turn.move(moves.WordHeadline(turn.participant_id))
    item = turn.state.item
    assert item is not None and item.round is not None  # noqa: S101, PT018  decided in a round only
    here = Round.objects.get(session=turn.session, number=item.round)
    here.headline, here.question = title, question
    here.save(update_fields=["sealed_headline", "sealed_question"])
