"""When each form is open for a session, and to whom. What a device is shown of it, answers.py says."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import timezone

from groups.models import GroupFacilitator, Participant, SamePerson, Seat
from groups.models.same_person import Answer

from ..models import Attendance, PublishedEvaluation, Session
from ..models.session import LATE
from .moments import Moment, is_asked, moment_of
from .questions import BENEFITS, SESSION, Questions

# By then whoever publishes has been by: until then nothing is said of there being too few answers.
PASSES_BY = timedelta(hours=2)


@dataclass(frozen=True)
class Course:
    """How a cycle stands: its sessions that were held, in order, how many are to come, of which of them the means are
    told, and of which they may be yet.
    """

    held: tuple[UUID, ...] = ()
    to_come: int = 0
    told: frozenset[UUID] = frozenset()
    may_be: frozenset[UUID] = frozenset()

    def asks(self, session: UUID) -> bool:
        """Whether the benefits are asked after this one."""
        return session in self.held and is_asked(session, self.held, self.to_come, self.told, self.may_be)

    def moment(self, session: UUID) -> Moment:
        return moment_of(session, self.held, self.to_come)


def courses(cycles: Collection[UUID]) -> dict[UUID, Course]:
    """By cycle, with two queries for however many. What never began, and whose day is over, is not to come.

    Not by who answered: that a form comes, or does not, would tell that somebody did.
    """
    if not cycles:
        return {}
    rows = Session.objects.filter(cycle__in=cycles).order_by("scheduled_at", "number")
    held: dict[UUID, list[UUID]] = {one: [] for one in cycles}
    to_come = dict.fromkeys(cycles, 0)
    may_be = set()
    for pk, cycle, status, at, closed in rows.values_list("pk", "cycle", "status", "scheduled_at", "state__closed_at"):
        if status == Session.Status.CLOSED:
            held[cycle].append(pk)
            if closed and timezone.now() < _instant(closed) + BENEFITS.lasts + PASSES_BY:
                may_be.add(pk)
        elif status != Session.Status.CANCELLED:
            to_come[cycle] += status == Session.Status.RUNNING or at > timezone.now() - LATE
    published = PublishedEvaluation.objects.filter(session__cycle__in=cycles, kind=BENEFITS.kind)
    told = frozenset(published.values_list("session", flat=True))
    return {one: Course(tuple(held[one]), to_come[one], told, frozenset(may_be)) for one in cycles}


def closed_at(session: Session) -> datetime | None:
    """When a session was closed; None until then.

    Not when it ended: that may be an estimate, and be corrected, and an hour that was promised must not move.
    """
    at = session.state.get("closed_at") if session.status == Session.Status.CLOSED else None
    return None if at is None else _instant(at)


def _instant(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1000, UTC)


def closes_at(session: Session, questions: Questions) -> datetime | None:
    """When a form is closed and published; None while its session is not closed."""
    since = closed_at(session)
    return None if since is None else since + questions.lasts


def is_open(session: Session, questions: Questions, now: datetime) -> bool:
    """Whether a form may be answered now: of a session from its closing step on, of benefits once it is closed."""
    group = session.cycle.group
    if group.is_rehearsal or (questions == BENEFITS and group.is_passing):
        return False
    until = closes_at(session, questions)
    if until is None:
        return questions == SESSION and _is_closing(session)
    if now >= until:
        return False
    return questions == SESSION or courses([session.cycle_id])[session.cycle_id].asks(session.pk)


def _is_closing(session: Session) -> bool:
    if session.status != Session.Status.RUNNING:
        return False
    item = session.load().item
    return item is not None and item.part == "closing"


def is_asked_of(seat: Seat, session: Session, questions: Questions) -> bool:
    """Whether this person answers: who was there, or for benefits a member who was at one of the cycle's sessions.

    Never who facilitates the group and takes part too: whoever reads means must not know one of their answers.
    """
    came = Attendance.objects.filter(participant=seat.participant_id)
    if questions == SESSION:
        came = came.filter(session=session)
    else:
        came = came.filter(session__cycle=session.cycle_id, session__status=Session.Status.CLOSED)
    is_there = (questions == SESSION or seat.is_member) and came.exists()
    return is_there and not facilitating([seat.participant_id])


def facilitating(participants: Collection[UUID]) -> set[UUID]:
    """Those of these participants who facilitate their group themselves, by who is who, or by the same address."""
    people = Participant.objects.filter(pk__in=participants).values_list("pk", "group", "email")
    guides = GroupFacilitator.objects.filter(group__in={group for _, group, _ in people})
    by_group = {(group, email.lower()) for group, email in guides.values_list("group", "user__email")}
    same = SamePerson.objects.filter(answer=Answer.SAME, participant__in=participants)
    is_guide = Exists(GroupFacilitator.objects.filter(group=OuterRef("group"), user=OuterRef("user")))
    named = same.filter(is_guide).values_list("participant", flat=True)
    return {*named, *(pk for pk, group, email in people if email and (group, email.lower()) in by_group)}
