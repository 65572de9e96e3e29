"""The rhythms of a cycle: weeks, Tuesdays of a month, through ends of months and years."""

from __future__ import annotations

from datetime import date

import pytest

from sessions.dates.rhythm import MONTHLY, WEEKS, dates

RHYTHMS = (*WEEKS, *MONTHLY)


@pytest.mark.parametrize(
    ("first", "rhythm", "expected"),
    [
        ("2027-01-12", "every_1", "2027-01-12 2027-01-19 2027-01-26"),
        ("2026-12-22", "every_2", "2026-12-22 2027-01-05 2027-01-19"),
        ("2027-01-12", "every_3", "2027-01-12 2027-02-02 2027-02-23"),
        ("2028-02-08", "every_4", "2028-02-08 2028-03-07 2028-04-04"),  # through a 29 February
        ("2026-11-30", "every_6", "2026-11-30 2027-01-11 2027-02-22"),
        ("2027-01-05", "month_first", "2027-01-05 2027-02-02 2027-03-02"),
        ("2027-01-12", "month_second", "2027-01-12 2027-02-09 2027-03-09"),
        ("2026-11-19", "month_third", "2026-11-19 2026-12-17 2027-01-21"),
        ("2027-01-29", "month_last", "2027-01-29 2027-02-26 2027-03-26"),  # last Fridays
        ("2027-03-31", "month_last", "2027-03-31 2027-04-28 2027-05-26"),  # from a fifth Wednesday to fourth ones
        ("2026-10-30", "month_last", "2026-10-30 2026-11-27 2026-12-25"),
        # A first date that is none of the rhythm stays as it was chosen.
        ("2027-01-12", "month_first", "2027-01-12 2027-02-02 2027-03-02"),
        ("2027-01-12", "month_last", "2027-01-12 2027-01-26 2027-02-23"),
    ],
)
def test_the_others_follow_the_first(first: str, rhythm: str, expected: str) -> None:
    found = dates(date.fromisoformat(first), rhythm, 3)

    assert [one.isoformat() for one in found] == expected.split()


def test_all_stay_on_the_first_one_s_day_of_the_week_and_in_order() -> None:
    for rhythm in RHYTHMS:
        for day in (1, 15, 28, 31):
            found = dates(date(2027, 1, day), rhythm, 30)
            assert len(found) == 30
            assert found == sorted(set(found))
            assert {one.weekday() for one in found} == {date(2027, 1, day).weekday()}


@pytest.mark.parametrize("rhythm", RHYTHMS)
def test_one_date_and_none(rhythm: str) -> None:
    assert dates(date(2027, 1, 12), rhythm, 1) == [date(2027, 1, 12)]
    assert dates(date(2027, 1, 12), rhythm, 0) == []


@pytest.mark.parametrize("rhythm", RHYTHMS)
def test_nothing_is_after_the_last_year(rhythm: str) -> None:
    with pytest.raises(OverflowError):
        dates(date(9999, 12, 20), rhythm, 3)
