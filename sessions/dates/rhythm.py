"""The dates of a cycle: a first one, and how the others follow it."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain, islice
from itertools import count as counting

WEEKS = {"every_1": 1, "every_2": 2, "every_3": 3, "every_4": 4, "every_6": 6}
# Which of a month's Tuesdays, say, counted from its first one; -1 is the last.
MONTHLY = {"month_first": 0, "month_second": 1, "month_third": 2, "month_last": -1}


def dates(first: date, rhythm: str, count: int) -> list[date]:
    """`count` dates: `first` as it stands, then those of the rhythm after it, on the same day of the week.

    Raises KeyError for a rhythm that is none, OverflowError past the year 9999.
    """
    if rhythm in WEEKS:
        return [first + timedelta(weeks=WEEKS[rhythm] * number) for number in range(count)]
    following = (day for day in _of_months(first, MONTHLY[rhythm]) if day > first)
    return list(islice(chain([first], following), count))


def _of_months(first: date, which: int) -> Iterator[date]:
    """That one day of each month, from the month of `first` on."""
    for months in counting(first.year * 12 + first.month - 1):
        yield _of_month(months // 12, months % 12 + 1, first.weekday(), which)


def _of_month(year: int, month: int, weekday: int, which: int) -> date:
    if year > date.max.year:
        raise OverflowError("date value out of range")
    first_weekday, length = monthrange(year, month)
    earliest = 1 + (weekday - first_weekday) % 7
    days = range(earliest, length + 1, 7)
    return date(year, month, days[which])
