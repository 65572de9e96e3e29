"""Half-days: which ones a stretch of time touches, on the clocks of the place."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.history.half_days import HalfDay, half_days
from tests.sessions.cast.past import PARIS, paris

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)
MORNING, AFTERNOON = HalfDay(MONDAY, False), HalfDay(MONDAY, True)
NEXT_MORNING = HalfDay(TUESDAY, False)
PLACES = [ZoneInfo(name) for name in ("Europe/Paris", "America/New_York", "Pacific/Auckland", "UTC")]


@pytest.mark.parametrize(
    ("start", "end", "touched"),
    [
        (paris(2026, 3, 2, 9), paris(2026, 3, 2, 11), (MORNING,)),
        (paris(2026, 3, 2, 9), paris(2026, 3, 2, 13), (MORNING,)),
        (paris(2026, 3, 2, 9), paris(2026, 3, 2, 13, 1), (MORNING, AFTERNOON)),
        (paris(2026, 3, 2, 13), paris(2026, 3, 2, 15), (AFTERNOON,)),
        (paris(2026, 3, 2, 18), paris(2026, 3, 2, 20), (AFTERNOON,)),
        (paris(2026, 3, 2, 22), paris(2026, 3, 3, 0), (AFTERNOON,)),
        (paris(2026, 3, 2, 23), paris(2026, 3, 3, 1), (AFTERNOON, NEXT_MORNING)),
        (paris(2026, 3, 2, 12), paris(2026, 3, 3, 1), (MORNING, AFTERNOON, NEXT_MORNING)),
        (paris(2026, 3, 2, 9), paris(2026, 3, 2, 9), (MORNING,)),
    ],
)
def test_a_stretch_counts_for_every_half_day_it_touches(
    start: datetime, end: datetime, touched: tuple[HalfDay, ...]
) -> None:
    assert half_days(start, end, PARIS) == touched


def test_the_same_instants_are_another_half_day_elsewhere() -> None:
    start, end = datetime(2026, 3, 2, 11, 30, tzinfo=UTC), datetime(2026, 3, 2, 13, 30, tzinfo=UTC)
    assert half_days(start, end, PARIS) == (MORNING, AFTERNOON)
    assert half_days(start, end, ZoneInfo("America/New_York")) == (MORNING,)
    assert half_days(start, end, ZoneInfo("Pacific/Auckland")) == (NEXT_MORNING,)


def test_a_night_in_which_the_clocks_change_is_no_exception() -> None:
    start, end = paris(2026, 3, 28, 23), paris(2026, 3, 29, 4)
    assert half_days(start, end, PARIS) == (HalfDay(date(2026, 3, 28), True), HalfDay(date(2026, 3, 29), False))


@given(
    start=st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
    span=st.timedeltas(timedelta(), timedelta(days=3)),
    zone=st.sampled_from(PLACES),
)
def test_half_days_follow_each_other_from_the_first_to_the_last(
    start: datetime, span: timedelta, zone: ZoneInfo
) -> None:
    touched = half_days(start, start + span, zone)
    assert touched[0] == HalfDay.of(start, zone)
    assert touched[1:] == tuple(half.following for half in touched[:-1])
