"""What a calendar is told of a time zone (VTIMEZONE), as few words as all calendars understand.

Outlook takes of it one day a year on which summer begins and one on which it ends, as a rule; lists of dates, as
libraries write them, it leaves out. A zone without such a rule is told change by change.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

LONG_AGO = datetime(1970, 1, 1)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
WEEK = 7
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Change:
    """That from `at` on (local, as the clock stood before) a zone is `after` UTC, and no more `before`."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def rule(self) -> dict[str, str | int]:
        """By which it comes every year: on the month's last such weekday, or its first, second, third or fourth."""
        is_last = self.at.day + WEEK > monthrange(self.at.year, self.at.month)[1]
        which = -1 if is_last else (self.at.day - 1) // WEEK + 1
        return {"freq": "yearly", "bymonth": self.at.month, "byday": f"{which}{WEEKDAYS[self.at.weekday()]}"}

    @property
    def kind(self) -> tuple[object, ...]:
        """What is the same of it in every year in which it comes by its rule."""
        return (*self.rule.values(), self.at.time(), self.before, self.after)


@lru_cache(maxsize=256)
def timezone(key: str, first: int, last: int) -> Timezone:
    """The VTIMEZONE of a zone, good from the year `first` to `last`. It is shared: nobody changes it."""
    zone = ZoneInfo(key)
    by_year = [list(_changes(zone, year)) for year in range(first - 1, last + 1)]
    told = Timezone()
    told.add("tzid", key)
    is_yearly = len(by_year[0]) == 2 and len({tuple(one.kind for one in year) for year in by_year}) == 1
    if not is_yearly:
        told.add_component(_observance(_begins(zone, first - 1)))
    for change in by_year[0] if is_yearly else (one for year in by_year for one in year):
        observance = _observance(change)
        if is_yearly:
            observance.add("rrule", change.rule)
        told.add_component(observance)
    return told


def _begins(zone: ZoneInfo, year: int) -> Change:
    at = datetime(year, 1, 1, tzinfo=zone)
    offset = at.utcoffset() or timedelta()
    return Change(LONG_AGO, offset, offset, at.tzname() or "")


def _changes(zone: ZoneInfo, year: int) -> Iterator[Change]:
    """A year's, the earliest first."""
    day = datetime(year, 1, 1, tzinfo=UTC)
    while day.year == year:
        if _offset(zone, day) != _offset(zone, day + DAY):
            yield _change(zone, day)
        day += DAY


def _change(zone: ZoneInfo, day: datetime) -> Change:
    """The one within a day from then on."""
    before, low, high = _offset(zone, day), day, day + DAY
    while high - low > MINUTE:
        middle = low + ((high - low) // 2 // MINUTE or 1) * MINUTE
        low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
    there = high.astimezone(zone)
    return Change(
        at=(high + before).replace(tzinfo=None),
        before=before,
        after=_offset(zone, high),
        name=there.tzname() or "",
    )


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def _observance(change: Change) -> TimezoneStandard | TimezoneDaylight:
    # By the clock, not by what a zone calls summer: Dublin and Casablanca say that theirs is the usual time.
    told = TimezoneDaylight() if change.after > change.before else TimezoneStandard()
    told.add("dtstart", change.at)
    told.add("tzoffsetfrom", change.before)
    told.add("tzoffsetto", change.after)
    told.add("tzname", change.name)
    return told
