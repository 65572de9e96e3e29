"""Hours present, half-day by half-day: on the clocks of the place, both nights of daylight saving and midnight too."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.history.half_days import HalfDay
from sessions.history.hours import by_half, joined, to_the_quarter
from sessions.history.shapes import Stay, stays

WHO = UUID(int=1)
PLACES = ("Europe/Paris", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "Africa/Cairo")


def told(zone: str, there: str, met: str, rests: str = "") -> dict[str, int]:
    """Minutes by half-day, of stretches as « 2026-03-28T23:00/2026-03-29T04:00 » on the clocks of a place."""
    place = ZoneInfo(zone)

    def at(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=place).astimezone(UTC)

    def stretches(text: str) -> list[tuple[datetime, datetime]]:
        return [(at(start), at(end)) for start, end in (one.split("/") for one in text.split())]

    found = by_half([Stay(WHO, "", *one) for one in stretches(there)], stretches(met), stretches(rests), place)
    return {f"{half.day} {'pm' if half.is_afternoon else 'am'}": time.minutes for half, time in found.items()}


DAY, WHOLE = "2026-01-12T{}", "2026-01-12T11:00/2026-01-12T15:00"


@pytest.mark.parametrize(
    ("there", "rests", "minutes"),
    [
        ("11:00/15:00", "", {"am": 120, "pm": 120}),
        ("09:00/15:00", "", {"am": 120, "pm": 120}),  # before it began
        ("11:00/13:00", "", {"am": 120}),  # at 13:00 sharp
        ("12:59/13:01", "", {"am": 1, "pm": 1}),
        ("11:10/12:00 12:30/14:00", "", {"am": 80, "pm": 60}),  # went and came back
        ("11:00/11:20 14:50/15:30", "", {"am": 20, "pm": 10}),
        ("11:00/12:00 11:30/12:30", "", {"am": 90}),  # told twice, counted once
        ("11:00/15:00", "12:50/13:10", {"am": 110, "pm": 110}),  # a break over noon
        ("11:00/12:00", "11:50/12:10", {"am": 50}),  # gone in the break
        ("11:55/12:05", "11:50/12:10", {"am": 0}),  # there in the break alone
        ("15:00/15:00", "", {"pm": 0}),  # in the last moment
        ("16:00/17:00", "", {}),
        ("09:00/10:00", "", {}),
    ],
)
def test_hours_of_a_day_over_noon(there: str, rests: str, minutes: dict[str, int]) -> None:
    def on_the_day(text: str) -> str:
        return " ".join("/".join(DAY.format(hour) for hour in one.split("/")) for one in text.split())

    expected = {f"2026-01-12 {half}": count for half, count in minutes.items()}
    assert told("Europe/Paris", on_the_day(there), WHOLE, on_the_day(rests)) == expected


@pytest.mark.parametrize(
    ("zone", "night", "minutes"),
    [
        # An hour less, an hour more, and the same midnight for each.
        ("Europe/Paris", "2026-03-28T22:00/2026-03-29T04:00", {"2026-03-28 pm": 120, "2026-03-29 am": 180}),
        ("Europe/Paris", "2026-10-24T22:00/2026-10-25T04:00", {"2026-10-24 pm": 120, "2026-10-25 am": 300}),
        ("America/New_York", "2026-03-07T22:00/2026-03-08T04:00", {"2026-03-07 pm": 120, "2026-03-08 am": 180}),
        ("Asia/Kolkata", "2026-03-28T22:00/2026-03-29T04:00", {"2026-03-28 pm": 120, "2026-03-29 am": 240}),
        ("Pacific/Auckland", "2026-04-04T22:00/2026-04-05T04:00", {"2026-04-04 pm": 120, "2026-04-05 am": 300}),
        # Where clocks are put on at midnight itself: the day begins at one.
        ("Africa/Cairo", "2026-04-23T22:00/2026-04-24T04:00", {"2026-04-23 pm": 120, "2026-04-24 am": 180}),
    ],
)
def test_hours_of_a_night(zone: str, night: str, minutes: dict[str, int]) -> None:
    assert told(zone, night, night) == minutes


def test_a_session_that_was_left_open_counts_without_the_time_between() -> None:
    met = "2026-01-12T11:00/2026-01-12T12:00 2026-01-13T14:00/2026-01-13T15:00"
    assert told("Europe/Paris", "2026-01-12T11:00/2026-01-13T15:00", met) == {"2026-01-12 am": 60, "2026-01-13 pm": 60}


def test_a_stay_ends_where_somebody_went_and_begins_where_that_one_is_back() -> None:
    noon = datetime(2026, 1, 12, 12, tzinfo=UTC)
    one, two, three = (noon + timedelta(minutes=minutes) for minutes in (10, 20, 30))
    assert stays(WHO, "Ana", noon, three, [(one, two)]) == (
        Stay(WHO, "Ana", noon, one),
        Stay(WHO, "Ana", two, three),
    )


MINUTES = st.integers(min_value=-300, max_value=2000)
STRETCHES = st.lists(st.tuples(MINUTES, st.integers(min_value=0, max_value=900)), max_size=5)


@given(STRETCHES, STRETCHES, st.integers(min_value=1, max_value=1700), st.sampled_from(PLACES), st.integers(0, 9000))
def test_half_days_add_up_to_the_whole_and_nothing_is_negative(
    there: list[tuple[int, int]], rests: list[tuple[int, int]], lasted: int, zone: str, hour: int
) -> None:
    began = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hour)

    def at(start: int, length: int) -> tuple[datetime, datetime]:
        first = began + timedelta(minutes=start)
        return first, first + timedelta(minutes=length)

    met, place = (began, began + timedelta(minutes=lasted)), ZoneInfo(zone)
    some, breaks = [at(*one) for one in there], [at(*one) for one in rests]
    found = by_half([Stay(WHO, "", *one) for one in some], [met], breaks, place)

    def counts(minute: int) -> bool:
        instant = began + timedelta(minutes=minute)
        return any(start <= instant < end for start, end in some) and not any(a <= instant < b for a, b in breaks)

    assert sum(time.minutes for time in found.values()) == sum(counts(minute) for minute in range(lasted))
    whole = by_half([Stay(WHO, "", *met)], [met], breaks, place)
    assert all(0 <= time.minutes <= whole[half].minutes for half, time in found.items())
    assert all(HalfDay.of(start, place) == half for half, time in found.items() for start, _ in time.stays)


def test_what_meets_is_told_as_one() -> None:
    noon = datetime(2026, 1, 12, 12, tzinfo=UTC)
    one, two, three = (noon + timedelta(minutes=minutes) for minutes in (10, 20, 30))
    assert joined([(two, three), (noon, one), (one, two)]) == [(noon, three)]


@pytest.mark.parametrize(("minutes", "quarter"), [(0, 0), (7, 0), (8, 15), (22, 15), (23, 30), (60, 60), (179, 180)])
def test_hr_reads_quarters(minutes: int, quarter: int) -> None:
    assert to_the_quarter(minutes) == quarter


def test_a_day_of_the_calendar_is_that_of_the_place() -> None:
    assert HalfDay.of(datetime(2026, 1, 12, 23, 30, tzinfo=UTC), ZoneInfo("Europe/Paris")) == HalfDay(
        date(2026, 1, 13), False
    )
