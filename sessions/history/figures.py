"""The allow-list: every figure that HR may see. With meetings.py, which reads single sessions, all of history's rows.

It reads of sessions when they were planned, what became of them, how long they lasted and in how many rounds; of steps
only when the first began and the last ended; of attendance who came, from when to when, and to what it was corrected.
It never selects what was said or written, a state, a journal, a speaking turn, or a client. What it adds up the
database adds up (decision 027): the number of queries grows neither with groups nor with sessions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet, Sum
from django.utils import timezone

from groups.models import Group

from ..models.session import Session
from . import training
from .meetings import meetings, stays_of
from .periods import Zones, beginning, by_zone, period, within, zone_named
from .register import register
from .shapes import CycleFigures, GroupYear, Meeting, Month, Outcomes, Register, Span, Tally, Year
from .stretches import Stretch

NOTHING = Tally(0, 0, 0, Span(0), 0, 0)
# Counted in one pass rather than grouped by outcome: sorting sessions takes most of the time.
BY_OUTCOME = {
    "all": Count("*"),
    "held": Count("status", filter=Q(status=Session.Status.CLOSED)),
    "cancelled": Count("status", filter=Q(status=Session.Status.CANCELLED)),
}
ADDED_UP = {
    **BY_OUTCOME,
    "lasted": Sum("held_minutes"),
    "rounds": Sum("consultations"),
    "estimated": Count("status", filter=Q(is_end_estimated=True)),
}


def years(groups: Iterable[UUID]) -> list[int]:
    """The years in which these groups have sessions, and this one: the only periods that can be asked for."""
    sessions, this = _sessions(groups).order_by(), timezone.localdate().year
    at = sessions.values_list("time_zone").annotate(Min("scheduled_at"), Max("scheduled_at"))
    ends = {zone: [instant.astimezone(zone_named(zone)).year for instant in instants] for zone, *instants in at}
    if not ends:
        return [this]
    first, last = min(year for year, _ in ends.values()), max(year for _, year in ends.values())
    # The first and the last have some; only those between them are asked for.
    between = sessions.filter(within([*ends], (first + 1, 1), (last, 1)))
    year = by_zone([*ends], lambda zone: period([(one, beginning(zone, one + 1)) for one in range(first, last + 1)]))
    return sorted({this, first, last, *between.values_list(year, flat=True).distinct()})


def of_the_year(groups: Iterable[UUID], year: int) -> tuple[Year, ...]:
    """These groups' year, organisation by organisation."""
    groups = list(groups)
    rows = Group.objects.filter(pk__in=groups).order_by("organisation__name", "organisation_id", "name", "id")
    zones = _zones(groups)
    sessions = _of_year(groups, year, zones)
    tallies = _tallies(sessions, "cycle__group_id")
    organisations: dict[tuple[UUID, str], list[GroupYear]] = defaultdict(list)
    for organisation, name, id_, group in rows.values_list("organisation_id", "organisation__name", "id", "name"):
        # By id too: two organisations may have the same name.
        organisations[organisation, name].append(GroupYear(id_, group, tallies.get(id_, NOTHING)))
    return tuple(_year(name, year, of, zones) for (_, name), of in organisations.items())


def _year(organisation: str, year: int, groups: list[GroupYear], zones: Zones) -> Year:
    month = by_zone(zones, lambda zone: period([(one, beginning(zone, year, one + 1)) for one in range(1, 13)]))
    # One query for each organisation, not one grouped by it: nearly everybody works for one, and it takes half as long.
    rows = _of_year([one.id for one in groups], year, zones).values_list(month).annotate(**BY_OUTCOME)
    found = {number: Outcomes(held, all_ - held - cancelled, cancelled) for number, all_, held, cancelled in rows}
    months = tuple(Month(date(year, one, 1), found.get(one, Outcomes(0, 0, 0))) for one in range(1, 13))
    return Year(organisation, year, months, tuple(groups), sum((one.tally for one in groups), NOTHING))


def _of_year(groups: Iterable[UUID], year: int, zones: Zones) -> QuerySet[Session]:
    return _sessions(groups).filter(within(zones, (year, 1), (year + 1, 1))).order_by()


def _zones(groups: Iterable[UUID]) -> Zones:
    """By whose clocks these groups' sessions were planned: few places, however many sessions."""
    return list(_sessions(groups).order_by().values_list("time_zone", flat=True).distinct())


def cycles(group: UUID) -> dict[int, int]:
    """How many sessions each of a group's cycles has, by number; a cycle without any is not one yet."""
    return dict(_sessions([group]).order_by().values_list("cycle__number").annotate(count=Count("*")))


def of_the_stretch(group: UUID, stretch: Stretch) -> tuple[CycleFigures, ...]:
    """The sessions of one stretch of a group's cycles, the newest cycle first; each tally is the whole cycle's."""
    tallies = _tallies(_of_cycles(group, stretch), "cycle__number")
    return _cycles(group, Session.objects.filter(pk__in=ids_of(group, stretch)), tallies)


def ids_of(group: UUID, stretch: Stretch) -> list[UUID]:
    """The sessions of a stretch: chosen by their index alone, before anything else is read of them."""
    # The newest first, as those are asked for most.
    newest_first = _of_cycles(group, stretch).order_by("-scheduled_at", "-number").values_list("id", flat=True)
    return list(newest_first[stretch.total - stretch.last : stretch.total - stretch.first + 1])


def _of_cycles(group: UUID, stretch: Stretch) -> QuerySet[Session]:
    return _sessions([group]).filter(cycle__number__range=(stretch.oldest, stretch.newest))


def of_the_group(group: UUID) -> tuple[CycleFigures, ...]:
    """All of a group's cycles, for its file: as long as its history."""
    return _cycles(group, _sessions([group]), _tallies(_sessions([group]), "cycle__number"))


def of_the_cycle(group: UUID, number: int) -> CycleFigures:
    """One cycle whole; with nothing in it where it has no session."""
    sessions = _sessions([group]).filter(cycle__number=number)
    found = _cycles(group, sessions, _tallies(sessions, "cycle__number"))
    return found[0] if found else CycleFigures(number, (), NOTHING, Register((), ()))


def _cycles(group: UUID, sessions: QuerySet[Session], tallies: Mapping[int, Tally]) -> tuple[CycleFigures, ...]:
    came, actions = stays_of(sessions), training.about(group)
    by_cycle: dict[int, list[Meeting]] = defaultdict(list)
    for one in meetings(sessions):
        by_cycle[one.cycle].append(one)
    return tuple(
        CycleFigures(
            number,
            tuple(by_cycle[number]),
            tallies[number],
            register(by_cycle[number], came, counts_breaks=actions.counts_breaks),
            actions.cycles[number],
        )
        for number in sorted(by_cycle, reverse=True)
    )


def _sessions(groups: Iterable[UUID]) -> QuerySet[Session]:
    return Session.objects.filter(cycle__group__in=groups)


def _tallies(sessions: QuerySet[Session], by: str) -> dict[Any, Tally]:
    """What sessions add up to, by one of their columns; the database does it."""
    return {
        key: Tally(held, all_ - held - cancelled, cancelled, Span(lasted or 0), rounds or 0, estimated)
        for key, all_, held, cancelled, lasted, rounds, estimated in _grouped(sessions, by)
    }


def _grouped(sessions: QuerySet[Session], by: str) -> QuerySet[Session, Any]:
    return sessions.order_by().values_list(by).annotate(**ADDED_UP)
