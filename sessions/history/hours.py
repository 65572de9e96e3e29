"""How long somebody was there, half-day by half-day, by the clocks of the place. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from .half_days import NOON, HalfDay, half_days
from .shapes import Between, Stay

MINUTE, QUARTER = timedelta(minutes=1), 15


@dataclass(frozen=True)
class Time:
    """A half-day's stays, and the time of them that counts."""

    stays: tuple[Between, ...]
    span: timedelta

    @property
    def minutes(self) -> int:
        """Whole minutes, to the nearest."""
        return int((self.span + MINUTE / 2) // MINUTE)


def by_half(
    stays: Iterable[Stay], met: Sequence[Between], rests: Sequence[Between], zone: tzinfo
) -> dict[HalfDay, Time]:
    """The time of these stays in each half-day that they touch, within `met` and without `rests`.

    `met`: from when to when people met. Whoever came in before it began was there from its beginning.
    """
    pieces: dict[HalfDay, list[Between]] = {}
    within = (stay.within(*stretch) for stretch in met for stay in stays_in_order(stays))
    for there in filter(None, within):
        for half in half_days(*there, zone):
            pieces.setdefault(half, []).append(_within(there, bounds(half, zone)))
    found = {half: tuple(joined(some)) for half, some in sorted(pieces.items())}
    return {half: Time(some, _span(some) - _resting(some, rests)) for half, some in found.items()}


def stays_in_order(stays: Iterable[Stay]) -> list[Stay]:
    return sorted(stays, key=lambda stay: stay.arrived_at)


def bounds(half: HalfDay, zone: tzinfo) -> Between:
    """From which instant to which a half-day is, on the clocks of a place, in UTC."""
    return _start(half, zone), _start(half.following, zone)


def _start(half: HalfDay, zone: tzinfo) -> datetime:
    # In UTC at once: of two hours of one place Python takes the difference of the clock, also where that was put on.
    return datetime.combine(half.day, time(NOON if half.is_afternoon else 0), zone).astimezone(UTC)


def _within(one: Between, other: Between) -> Between:
    start, end = (instant.astimezone(UTC) for instant in one)
    # A stay in a single moment is kept as one.
    return max(start, other[0]), max(start, other[0], min(end, other[1]))


def joined(some: Iterable[Between]) -> list[Between]:
    """The same time in order, each moment once: stays meet at noon, and those put down by hand may overlap."""
    found: list[Between] = []
    for start, end in sorted(some):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


def _span(some: Iterable[Between]) -> timedelta:
    return sum((end - start for start, end in some), timedelta())


def _resting(some: Sequence[Between], rests: Sequence[Between]) -> timedelta:
    """How much of some time was a break."""
    shared = ((max(one[0], rest[0]), min(one[1], rest[1])) for one in some for rest in joined(rests))
    return _span((start, end) for start, end in shared if start < end)


def to_the_quarter(minutes: int) -> int:
    """Minutes to the nearest quarter of an hour; halfway, up. Each half-day by itself, so that sheets add up."""
    return (minutes + QUARTER // 2) // QUARTER * QUARTER


def last_day(ended_at: datetime, zone: tzinfo, days: int) -> date:
    """The last day on which something may be signed that ended then, by the clocks of the place."""
    return ended_at.astimezone(zone).date() + timedelta(days=days)
