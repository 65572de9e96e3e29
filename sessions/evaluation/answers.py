"""What waits to be answered, and what a device is shown of the answers of its person: nobody else's, and no counts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from groups.models import Seat

from .. import keepsakes
from ..models import Attendance, Evaluation, Session
from . import windows
from .questions import BENEFITS, SESSION, Questions

ADDRESSES = {SESSION.kind: "sessions:evaluation", BENEFITS.kind: "sessions:benefits"}


@dataclass(frozen=True)
class Waiting:
    """A form of a session that may be answered now by the person of a seat; `is_answered`: as far as is told here."""

    seat: Seat
    session: Session
    questions: Questions
    is_answered: bool

    @property
    def url(self) -> str:
        return f"{reverse(ADDRESSES[self.questions.kind], args=[self.session.pk])}?as={self.seat.participant_id}"


def own(session: Session, questions: Questions, seat: Seat, held: Collection[Seat]) -> Evaluation | None:
    """This person's answers, on the device that wrote them, or where all that is this person's opens (decision 046)."""
    row = Evaluation.objects.filter(session=session, kind=questions.kind, participant=seat.participant_id).first()
    if row is None or row.seat_id in {one.pk for one in held}:
        return row
    return row if session.pk in keepsakes.opened_by(held, seat.participant) else None


def waiting(seats: Sequence[Seat], held: Collection[Seat]) -> Iterator[Waiting]:
    """All forms that wait for these seats' people, the newest session first."""
    if not seats:
        return
    guides = windows.facilitating({seat.participant_id for seat in seats})
    asked = [seat for seat in seats if seat.participant_id not in guides]
    found = [*_of_sessions(asked), *_of_cycles(asked)]
    told = _told(found, held)
    for seat, session, questions in found:
        is_answered = (seat.participant_id, session.pk, questions.kind) in told
        yield Waiting(seat, session, questions, is_answered)


Found = tuple[Seat, Session, Questions]


def _closed_lately(questions: Questions, prefix: str = "") -> Q:
    since = int((timezone.now() - questions.lasts).timestamp() * 1000)
    lately = {"status": Session.Status.CLOSED, "state__closed_at__gt": since, "cycle__group__is_rehearsal": False}
    return Q(**{f"{prefix}{name}": value for name, value in lately.items()})


def _of_sessions(seats: Sequence[Seat]) -> Iterator[Found]:
    by_person = {seat.participant_id: seat for seat in seats}
    came = Attendance.objects.filter(_closed_lately(SESSION, "session__"), participant__in=by_person)
    rows = came.select_related("session__cycle__group").order_by("-session__scheduled_at", "id")
    for one in rows:
        seat = by_person[one.participant_id]
        if seat.is_for(one.session_id):
            yield seat, one.session, SESSION


def _of_cycles(seats: Sequence[Seat]) -> Iterator[Found]:
    members = {seat.participant_id: seat for seat in seats if seat.is_member}
    groups = {seat.participant.group_id for seat in members.values()}
    lately = Session.objects.filter(
        _closed_lately(BENEFITS), cycle__group__in=groups, cycle__group__is_passing=False
    ).select_related("cycle__group")
    sessions = list(lately.order_by("-scheduled_at", "number"))
    if not sessions:
        return
    courses = windows.courses({one.cycle_id for one in sessions})
    came = Attendance.objects.filter(
        participant__in=members, session__cycle__in=courses, session__status=Session.Status.CLOSED
    )
    were_there = {*came.values_list("participant", "session__cycle")}
    for session in sessions:
        for person, seat in members.items():
            if (person, session.cycle_id) in were_there and courses[session.cycle_id].asks(session.pk):
                yield seat, session, BENEFITS


def _told(found: Sequence[Found], held: Collection[Seat]) -> set[tuple[UUID, UUID, str]]:
    """Which of these were answered, as far as these devices are told."""
    if not found:
        return set()
    people = {seat.participant_id: seat.participant for seat, _, _ in found}
    rows = Evaluation.objects.filter(participant__in=people, session__in={one.pk for _, one, _ in found})
    given = list(rows.values_list("participant", "session", "kind", "seat_id"))
    mine = {one.pk for one in held}
    elsewhere = {person for person, _, _, seat in given if seat not in mine}
    opened = {person: keepsakes.opened_by(held, people[person]) for person in elsewhere}
    return {
        (person, session, kind)
        for person, session, kind, seat in given
        if seat in mine or session in opened.get(person, ())
    }
