"""Single sessions, and who was in them from when to when: of history's allow-list what reads them row by row.

Of attendance it reads what was corrected, and to what; not why. See figures.py for what HR's code never selects.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db.models import Max, Min, QuerySet

from ..models.evidence import Correction
from ..models.rounds import Attendance, PhaseRun
from ..models.session import Session
from .periods import zone_named
from .shapes import CANCELLED, HELD, PLANNED, Between, Meeting, Span, Stay, stays

Stays = dict[UUID, list[Stay]]
Ran = tuple[datetime | None, ...]  # when the first step began and when the last one ended
COLUMNS = (
    "id",
    "cycle__group_id",
    "cycle__number",
    "number",
    "status",
    "scheduled_at",
    "time_zone",
    "minutes",
    "held_minutes",
    "consultations",
    "is_end_estimated",
    "attended",
)
NOBODY: dict[str, list[list[int]]] = {"rests": []}


def meetings(sessions: QuerySet[Session]) -> list[Meeting]:
    """Sessions with what became of them, in their order."""
    ran, absences = runs(held(sessions)), gaps(held(sessions).filter(was_left_open=True))
    rows = sessions.order_by("scheduled_at", "number").values_list(*COLUMNS)
    return [_meeting(row, ran[row[0]], absences[row[0]]) for row in rows]


def _meeting(row: tuple[Any, ...], ran: Ran, absences: list[Between]) -> Meeting:
    id_, group, cycle, number, status, at, zone, minutes, lasted, rounds, estimated, attended = row
    began_at, ended_at = ran
    return Meeting(
        id=id_,
        group=group,
        cycle=cycle,
        number=number,
        outcome=_outcome(status),
        scheduled_at=at,
        zone=zone_named(zone),
        minutes=minutes,
        span=Span(lasted or 0),
        consultations=rounds or 0,
        is_end_estimated=estimated,
        began_at=began_at,
        ended_at=ended_at,
        absences=tuple(absences),
        rests=tuple(between(*one) for one in (attended or NOBODY)["rests"]),
    )


def _outcome(status: str) -> str:
    """A session is planned until it is over."""
    return {Session.Status.CLOSED.value: HELD, Session.Status.CANCELLED.value: CANCELLED}.get(status, PLANNED)


def held(sessions: QuerySet[Session]) -> QuerySet[Session, Any]:
    """The ids of those of them that are over and took place."""
    return sessions.filter(status=Session.Status.CLOSED).order_by().values("id")


def runs(of: QuerySet[Session, Any]) -> dict[UUID, Ran]:
    """When the first step began and when the last one ended, by session of which ids are asked."""
    rows = PhaseRun.objects.filter(session__in=of).order_by().values_list("session_id")
    found: dict[UUID, Ran] = defaultdict(lambda: (None, None))
    return found | {id_: tuple(ends) for id_, *ends in rows.annotate(Min("entered_at"), Max("left_at"))}


def gaps(of: QuerySet[Session, Any]) -> dict[UUID, list[Between]]:
    """From when to when nobody was there, of sessions that were left open and taken up again."""
    rows = PhaseRun.objects.filter(session__in=of).order_by("session_id", "entered_at", "id")
    found: dict[UUID, list[Between]] = defaultdict(list)
    for before, after in pairwise(rows.values_list("session_id", "entered_at", "left_at")):
        if before[0] == after[0] and before[2] and before[2] < after[1]:
            found[before[0]].append((before[2], after[1]))
    return found


def stays_of(sessions: QuerySet[Session]) -> Stays:
    """Who was in which session, from when to when, as it was or, where it was corrected, as it was corrected last."""
    rows = Attendance.objects.filter(session__in=held(sessions)).order_by()
    told = rows.values_list(
        "session_id", "session__attended", "participant_id", "participant__name", "arrived_at", "left_at"
    )
    corrected = _corrected(sessions)
    found: Stays = defaultdict(list)
    for session, attended, person, name, arrived_at, left_at in told:
        if (session, person) not in corrected:
            found[session] += stays(person, name, arrived_at, left_at, _gone(attended, person))
    for (session, person), (name, new) in corrected.items():
        found[session] += (Stay(person, name, *between(*one)) for one in new)
    return found


def _gone(attended: dict[str, Any] | None, person: UUID) -> list[Between]:
    """From when to when somebody was gone who came back."""
    absences = attended["absences"] if attended else ()
    return [between(since, until) for one, since, until in absences if one == str(person)]


def _corrected(sessions: QuerySet[Session]) -> dict[tuple[UUID, UUID], tuple[str, list[list[int]]]]:
    """The newest correction of each: the person's name, and the stays (epoch milliseconds) that it put down."""
    rows = Correction.objects.filter(session__in=held(sessions)).order_by("made_at", "id")
    told = rows.values_list("session_id", "participant_id", "participant__name", "new")
    return {(session, person): (name, new) for session, person, name, new in told}


def between(since: int, until: int) -> Between:
    """A stretch of time, of two instants in epoch milliseconds."""
    return datetime.fromtimestamp(since / 1000, UTC), datetime.fromtimestamp(until / 1000, UTC)
