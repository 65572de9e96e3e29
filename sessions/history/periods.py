"""Months and years on the clocks of each session's own place, as the database counts them (decision 054)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Case, Q, Value, When

Zones = Sequence[str]  # names, as sessions have them


def period(periods: Sequence[tuple[int, datetime]]) -> Case | Value:
    """Which of these a session falls into; they follow upon each other, each given with the instant at which it ends.

    The database's own functions of dates are no help: SQLite would ask Python for each session.
    """
    # By halves: each session is compared with four of twelve months, not with six or seven.
    before, after = periods[: len(periods) // 2], periods[len(periods) // 2 :]
    if not before:
        return Value(after[0][0])
    return Case(When(scheduled_at__lt=before[-1][1], then=period(before)), default=period(after))


def within(zones: Zones, since: tuple[int, int], until: tuple[int, int]) -> Q:
    """From the beginning of one month to that of another, each session on the clocks of its own place."""
    ends = {zone: (beginning(zone, *since), beginning(zone, *until)) for zone in zones}
    if not ends:
        return Q(pk__in=())
    # First by what the index has in its order; then by place, where there is more than one.
    first, last = min(begin for begin, _ in ends.values()), max(end for _, end in ends.values())
    whole = Q(scheduled_at__gte=first, scheduled_at__lt=last)
    if len(ends) == 1:
        return whole
    each = (Q(time_zone=zone, scheduled_at__gte=begin, scheduled_at__lt=end) for zone, (begin, end) in ends.items())
    return whole & reduce(or_, each)


def by_zone(zones: Zones, of: Callable[[str], Case | Value]) -> Case | Value:
    """What is worked out for each place, for the place of each session."""
    if not zones:
        return Value(0)
    first, *others = zones
    return Case(*(When(time_zone=zone, then=of(zone)) for zone in others), default=of(first)) if others else of(first)


def beginning(zone: str, year: int, month: int = 1) -> datetime:
    """The first instant of a month on the clocks of the place; the month after December is January."""
    return datetime(year + (month - 1) // 12, (month - 1) % 12 + 1, 1, tzinfo=zone_named(zone))


def zone_named(name: str) -> ZoneInfo:
    """The place of a session, by its column."""
    # As `Session.zone` says it.
    return ZoneInfo(name or settings.TIME_ZONE)
