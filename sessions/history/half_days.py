"""Half-days, as attendance is proved by: mornings end at 13:00 on the clocks of the place. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

NOON = 13  # the hour from which it is afternoon
MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, order=True)
class HalfDay:
    """The morning or the afternoon, evening included, of a day."""

    day: date
    is_afternoon: bool

    @classmethod
    def of(cls, instant: datetime, zone: tzinfo) -> HalfDay:
        # The date too is that of the place: just after midnight in Paris it is still the day before in UTC.
        there = instant.astimezone(zone)
        return cls(there.date(), there.hour >= NOON)

    @property
    def following(self) -> HalfDay:
        return HalfDay(self.day + timedelta(days=1), False) if self.is_afternoon else HalfDay(self.day, True)


def half_days(start: datetime, end: datetime, zone: tzinfo) -> tuple[HalfDay, ...]:
    """Every half-day that the stretch touches; its end is not part of it, its start always is."""
    # Ending at 13:00 sharp is a morning; a stretch without length still touches the half-day it is in.
    return tuple(_from(HalfDay.of(start, zone), HalfDay.of(max(start, end - MOMENT), zone)))


def _from(half: HalfDay, last: HalfDay) -> Iterator[HalfDay]:
    while half < last:
        yield half
        half = half.following
    yield half
