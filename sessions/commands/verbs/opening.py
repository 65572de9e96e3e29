"""What former clients say of their commitments, and what a round is about."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from groups.errors import NotFound

from ...models import Commitment, CommitmentReport, Round
from ...rulebook.moves.subjects import Report, WordHeadline
from ..registry import by_either, command
from ..touches import Part, parts
from ..transaction import Transaction, myself
from .writing.authoring import check_drives

NOT_TODAY = "not_today"


@command(by_either, touches=parts(Part.PROMISES), writes=True)
def report_commitment(
    transaction: Transaction,
    *,
    state: str,
    id: UUID | None = None,
    behalf: UUID | None = None,
    text: str = "",
    is_shared: bool = False,
) -> None:
    """Say what became of one's own commitment of an earlier session, or that one does not speak of it today.

    Who drives notes it for somebody who says it aloud, without reading or showing what that person took on.
    `state` is `trying`, `reported`, `dropped` or `not_today`. Raises NotAllowed, Refused or NotFound("no_commitment").
    """
    whose = behalf or myself(transaction)
    if behalf:
        check_drives(transaction)
    transaction.move(Report(str(whose)))
    commitment = _spoken_of(transaction, whose) if behalf else _own_commitment(transaction, id)
    report = _report_of(commitment, transaction)
    said = "" if state == NOT_TODAY else state
    report.reported_at = transaction.at
    report.is_noted = bool(behalf)
    # What was taken on is its owner's to show: whoever notes a report for somebody cannot share it.
    report.is_shared = is_shared and bool(said) and not behalf
    report.state, report.text = said, text if said else ""
    report.save()
    commitment.state = said or report.was
    commitment.version += 1  # for its owner's page, which may be open on another device
    commitment.save(update_fields=["state", "version"])


def _report_of(commitment: Commitment, transaction: Transaction) -> CommitmentReport:
    """The one of this session; the first keeps the state before it (`was`), to which « not today » goes back."""
    return commitment.reports.filter(session=transaction.session).first() or CommitmentReport(
        session=transaction.session, commitment=commitment, was=commitment.state
    )


def _own_commitment(transaction: Transaction, id: UUID | None) -> Commitment:
    """Open, or said something of in this very session; another's does not exist for this person.

    Nor does what this device does not show: to report and share it would read it out.
    """
    own = _of_before(transaction, myself(transaction)).filter(pk=id).first() if id else None
    seat = transaction.visit.actor.seat
    is_shown = own is not None and seat is not None and (seat.opens(own.taken_at) or own.seat_id == seat.pk)
    return _found(own if is_shown else None)


def _spoken_of(transaction: Transaction, whose: UUID) -> Commitment:
    """What was noted before is noted anew; else the oldest of which this person has said nothing today.

    By age, not by choice: whoever notes it may not read what the commitments say.
    """
    mine = _of_before(transaction, whose).order_by("taken_at", "id")
    noted = mine.filter(reports__session=transaction.session, reports__is_noted=True).first()
    return _found(noted or mine.exclude(reports__session=transaction.session).first())


def _of_before(transaction: Transaction, whose: UUID) -> QuerySet[Commitment]:
    """Locked once they are read: their owner may be changing them on a page of one's own."""
    before = Commitment.objects.of_before(transaction.visit.session.cycle.group_id, transaction.session.pk)
    return before.select_for_update(of=("self",)).filter(participant=whose)


def _found(commitment: Commitment | None) -> Commitment:
    if commitment is None:
        raise NotFound("no_commitment")
    return commitment


@command(by_either, touches=parts(Part.ROUND), writes=True)
def word_headline(transaction: Transaction, *, title: str, question: str) -> None:
    """Word anew what the round is about: its client, the scribe, or the facilitator who hears it aloud."""
    transaction.move(WordHeadline(transaction.participant_id))
    item = transaction.state.item
    assert item is not None and item.round is not None  # noqa: S101, PT018  decided in a round only
    here = Round.objects.get(session=transaction.session, number=item.round)
    here.headline, here.question = title, question
    here.save(update_fields=["sealed_headline", "sealed_question"])
