"""Stretches of a long history: everything stands in one of them, and every address leads somewhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.history.stretches import LENGTH, Place, Stretch, find

LONG = {1: 8, 2: 45, 3: 8, 4: 8, 5: 8}  # sessions by cycle
NEWEST, MIDDLE = Stretch(5, 4, 1, 16, 16), Stretch(2, 2, 6, 25, 45, part=2)


def found(cycle: str = "", part: str = "", sessions: dict[int, int] = LONG) -> Place:
    place = find(sessions, cycle, part)
    assert place is not None
    return place


def test_short_cycles_share_a_stretch_and_a_long_one_has_parts() -> None:
    assert found() == Place(NEWEST, Stretch(5, 1, 1, 77, 77), None, Stretch(3, 3, 1, 8, 8))
    assert found("2", "2") == Place(
        MIDDLE, Stretch(5, 1, 1, 77, 77), Stretch(2, 2, 26, 45, 45, part=1), Stretch(2, 2, 1, 5, 45, part=3)
    )


def test_a_history_without_sessions_has_none() -> None:
    assert find({}) is None
    assert find({1: 0}) is None


@pytest.mark.parametrize("cycle", ["", "5", "4", "6", "999999999", "9" * 5000, "x", "-1", "5.0", "²", "5 OR 1=1", "\0"])
def test_what_is_no_number_or_too_large_leads_to_the_newest(cycle: str) -> None:
    assert found(cycle).stretch == NEWEST


@pytest.mark.parametrize(("cycle", "first"), [("1", 1), ("0", 1), ("٣", 3)])
def test_what_is_too_small_leads_to_the_oldest(cycle: str, first: int) -> None:
    assert found(cycle).stretch.newest == first


@pytest.mark.parametrize(("part", "found_part"), [("", 1), ("0", 1), ("x", 1), ("3", 3), ("4", 3), ("9" * 5000, 1)])
def test_parts_have_ends_too(part: str, found_part: int) -> None:
    assert found("2", part).stretch.part == found_part


def test_a_cycle_that_nobody_met_in_leads_to_the_one_before() -> None:
    assert found("4", sessions={2: 8, 3: 8, 5: 8, 6: 8}).stretch == Stretch(3, 2, 1, 16, 16)


@given(st.dictionaries(st.integers(1, 300), st.integers(0, 90), min_size=1))
def test_from_the_newest_to_the_oldest_each_session_is_met_once(sessions: dict[int, int]) -> None:
    place, met = find(sessions), 0
    while place:
        stretch = place.stretch
        shown = stretch.last - stretch.first + 1
        assert 0 < shown <= LENGTH
        met += shown
        older = place.older
        if older is None:
            break
        # There and back again, by the addresses that the page shows.
        place = find(sessions, str(older.newest), str(older.part or ""))
        assert place
        assert (place.stretch, place.newer) == (older, stretch)
    assert met == sum(sessions.values())
