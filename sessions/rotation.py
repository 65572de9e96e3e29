"""The rotation of a group's cycle, read from its rows. For who facilitates alone: never in an export or a mail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from django.utils import timezone

from groups.models import Group, Participant

from .models import Answer, Attendance, Round, Session
from .rulebook.rules import rotation as rules
from .rulebook.rules.rotation import Choice, Meeting, Rotation

MOST = 500  # people, and sessions of a cycle
DAY = timedelta(days=1)


class Cell(StrEnum):
    """What somebody was in a session, or would be."""

    CLIENT = "client"
    CHOSEN = "chosen"
    PROPOSED = "proposed"
    THERE = "there"
    ABSENT = "absent"  # or says not to come
    OPEN = "open"


@dataclass(frozen=True)
class Proposed:
    """Somebody proposed as client of the next session."""

    person: Participant
    choice: Choice


@dataclass(frozen=True)
class Table:
    """`lines` has each person with a cell for each of `sessions`, in the order of dates."""

    group: Group
    sessions: tuple[Session, ...]
    lines: tuple[tuple[Participant, tuple[Cell, ...]], ...]
    found: Rotation
    next: Session | None
    proposals: tuple[Proposed, ...]

    @property
    def never(self) -> tuple[Participant, ...]:
        """Who was not client yet in this cycle."""
        return tuple(person for person, _ in self.lines if str(person.pk) in self.found.never)


def rotation_of(group: Group) -> Table:
    """Of the group's present cycle and members, in as many statements whatever their number."""
    sessions = _sessions(group)
    people = list(group.participants.current().order_by("position", "name")[:MOST])
    ids = [one.pk for one in sessions]
    clients = _by_session(Round.objects.filter(session__in=ids).values_list("session", "client"))
    there = _by_session(Attendance.objects.filter(session__in=ids).values_list("session", "participant"))
    away = _by_session(Answer.objects.filter(session__in=ids, comes=False).values_list("session", "participant"))
    names = tuple(str(one.pk) for one in people)
    meetings = [_meeting(one, clients[one.pk], there[one.pk], away[one.pk], names) for one in sessions]
    found = rules.rotation(names, meetings)
    coming = next((one for one in sessions if one.number in found.proposals), None)
    proposals = found.proposals[coming.number] if coming else ()
    by_id = {str(one.pk): one for one in people}
    return Table(
        group,
        sessions,
        tuple((one, _line(str(one.pk), sessions, meetings, found)) for one in people),
        found,
        coming,
        tuple(Proposed(by_id[one.who], one) for one in proposals),
    )


def _sessions(group: Group) -> tuple[Session, ...]:
    """Those of the present cycle that were not called off."""
    mine = Session.objects.filter(cycle=group.cycle).exclude(status=Session.Status.CANCELLED)
    return tuple(mine.defer("state").order_by("scheduled_at", "number")[:MOST])


def _by_session(rows: Iterable[tuple[UUID, UUID]]) -> dict[UUID, frozenset[str]]:
    found: dict[UUID, set[str]] = defaultdict(set)
    for session, who in rows:
        found[session].add(str(who))
    return defaultdict(frozenset, {session: frozenset(some) for session, some in found.items()})


def _meeting(
    session: Session, clients: frozenset[str], there: frozenset[str], away: frozenset[str], people: tuple[str, ...]
) -> Meeting:
    is_over = session.status == Session.Status.CLOSED
    # What nobody opened in time takes place no more, unless it is put down afterwards.
    is_missed = session.status == Session.Status.PLANNED and session.scheduled_at < timezone.now() - DAY
    # Of a session under way the clients are chosen, or proposed as before it.
    return Meeting(
        session.number,
        len(people) if session.is_everyone_client else session.planned_rounds,
        tuple(one for one in people if one in clients),
        frozenset(people) - there if is_over else away,
        is_settled=is_over or is_missed or bool(clients),
    )


def _line(who: str, sessions: Iterable[Session], meetings: Iterable[Meeting], found: Rotation) -> tuple[Cell, ...]:
    return tuple(_cell(who, session, one, found) for session, one in zip(sessions, meetings, strict=True))


def _cell(who: str, session: Session, meeting: Meeting, found: Rotation) -> Cell:
    is_over = session.status == Session.Status.CLOSED
    if who in meeting.clients:
        return Cell.CLIENT if is_over else Cell.CHOSEN
    if any(who == one.who for one in found.proposals.get(meeting.number, ())):
        return Cell.PROPOSED
    if who in meeting.absent:
        return Cell.ABSENT
    return Cell.THERE if is_over else Cell.OPEN
