"""The allow-list: every figure that HR may see, and the only module of history that reads rows.

It reads of sessions when they were planned and what became of them; of steps only when the first began and the last
ended, and in how many rounds; of attendance who came, from when to when. It never selects what was said or written, a
state, a journal, a speaking turn, or a client. The number of queries does not grow with the number of groups.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Max, Min, QuerySet
from django.utils import timezone

from groups.models import Group

from ..models.rounds import Attendance, PhaseRun
from ..models.session import Session
from .half_days import HalfDay
from .shapes import (
    CANCELLED,
    HELD,
    PLANNED,
    Column,
    CycleFigures,
    GroupYear,
    Line,
    Meeting,
    Month,
    Register,
    Stay,
    Tally,
    Year,
)

Run = tuple[datetime | None, datetime | None, int]
Stays = dict[UUID, list[Stay]]
NEVER_RAN: Run = (None, None, 0)


def years(groups: Iterable[UUID]) -> list[int]:
    """The years in which these groups have sessions, and this one: the only periods that can be asked for."""
    found = _sessions(groups).datetimes("scheduled_at", "year")
    return sorted({timezone.localdate().year, *(at.year for at in found)})


def of_the_year(groups: Iterable[UUID], year: int) -> tuple[Year, ...]:
    """These groups' year, organisation by organisation."""
    rows = Group.objects.filter(pk__in=groups).order_by("organisation__name", "organisation_id", "name", "id")
    named = list(rows.values_list("organisation_id", "organisation__name", "id", "name"))
    meetings = _meetings(_sessions(groups).filter(scheduled_at__year=year))
    # By id: two organisations may have the same name.
    organisations: dict[UUID, str] = {organisation: name for organisation, name, _, _ in named}
    return tuple(
        _year(name, year, [(id_, group) for of, _, id_, group in named if of == organisation], meetings)
        for organisation, name in organisations.items()
    )


def of_the_group(group: UUID) -> tuple[CycleFigures, ...]:
    """A group's cycles, the newest first; a cycle without any session is not one yet."""
    meetings = _meetings(_sessions([group]))
    came = _stays(group)
    cycles = sorted({one.cycle for one in meetings}, reverse=True)
    return tuple(_cycle(number, [one for one in meetings if one.cycle == number], came) for number in cycles)


def _sessions(groups: Iterable[UUID]) -> QuerySet[Session]:
    return Session.objects.filter(cycle__group__in=groups)


def _meetings(sessions: QuerySet[Session]) -> list[Meeting]:
    """Sessions with what became of them, in their order."""
    ran = _runs(sessions)
    rows = sessions.order_by("scheduled_at", "number").values_list(
        "id", "cycle__group_id", "cycle__number", "number", "status", "scheduled_at", "minutes"
    )
    return [
        Meeting(id_, group, cycle, number, _outcome(status), at, minutes, *ran.get(id_, NEVER_RAN))
        for id_, group, cycle, number, status, at, minutes in rows
    ]


def _outcome(status: str) -> str:
    """A session is planned until it is over."""
    return {Session.Status.CLOSED.value: HELD, Session.Status.CANCELLED.value: CANCELLED}.get(status, PLANNED)


def _runs(sessions: QuerySet[Session]) -> dict[UUID, Run]:
    """When the first step began, when the last one ended, and how many rounds were begun, by session that was held."""
    held = sessions.filter(status=Session.Status.CLOSED).order_by().values("id")
    runs = PhaseRun.objects.filter(session__in=held).order_by().values("session_id")
    # Distinct: going back into a round makes further runs of it, and it is one consultation all the same.
    told = runs.annotate(Min("entered_at"), Max("left_at"), Count("round_number", distinct=True))
    return {
        row["session_id"]: (row["entered_at__min"], row["left_at__max"], row["round_number__count"]) for row in told
    }


def _stays(group: UUID) -> Stays:
    """Who came to which session, when, and when that one left."""
    rows = Attendance.objects.filter(session__cycle__group=group, session__status=Session.Status.CLOSED).order_by()
    found: Stays = defaultdict(list)
    told = rows.values_list("session_id", "participant_id", "participant__name", "arrived_at", "left_at")
    for session, person, name, arrived_at, left_at in told:
        found[session].append(Stay(person, name, arrived_at, left_at))
    return found


def _year(organisation: str, year: int, groups: list[tuple[UUID, str]], meetings: list[Meeting]) -> Year:
    ours = {id_ for id_, _ in groups}
    meetings = [one for one in meetings if one.group in ours]
    return Year(
        organisation=organisation,
        number=year,
        months=tuple(
            Month(date(year, month, 1), Tally.of([one for one in meetings if one.day.month == month]))
            for month in range(1, 13)
        ),
        groups=tuple(GroupYear(id_, name, Tally.of([m for m in meetings if m.group == id_])) for id_, name in groups),
        tally=Tally.of(meetings),
    )


def _cycle(number: int, meetings: list[Meeting], came: Stays) -> CycleFigures:
    return CycleFigures(number, tuple(meetings), Tally.of(meetings), _register(meetings, came))


def _register(meetings: list[Meeting], came: Stays) -> Register:
    names: dict[UUID, str] = {}
    there: set[tuple[UUID, UUID, HalfDay]] = set()
    for one in meetings:
        for stay in came.get(one.id, []):
            halves = one.halves_of(stay)
            # Who came to no half-day gets no line: somebody who left before it began did not attend.
            names |= {stay.person: stay.name} if halves else {}
            there |= {(stay.person, one.id, half) for half in halves}
    places = [(one, half) for one in meetings for half in one.halves]
    # By id, not by name: two people of one name are two lines.
    people = sorted(names, key=lambda person: (_plain(names[person]), person))
    return Register(
        columns=tuple(Column(o.number, half, sum((p, o.id, half) in there for p in people)) for o, half in places),
        lines=tuple(Line(names[p], tuple((p, one.id, half) in there for one, half in places)) for p in people),
    )


def _plain(name: str) -> str:
    """As a French list is sorted: accents and capitals do not count."""
    decomposed = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()
