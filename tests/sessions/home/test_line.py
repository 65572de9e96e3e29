"""A cycle as a line: what is drawn of sessions held, next, to come and cancelled, and where today stands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from sessions.home.line import MOST, Dated, Line, draw

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 29, 10, 0, tzinfo=UTC)


def line(*days_and_status: tuple[int, str]) -> Line:
    """The line of sessions so many days from now."""
    sessions = [
        Dated(uuid4(), number, NOW + timedelta(days=days), status, PARIS)
        for number, (days, status) in enumerate(days_and_status, 1)
    ]
    counts: dict[str, int] = {}
    for _, status in days_and_status:
        counts[status] = counts.get(status, 0) + 1
    return draw(2, sessions, counts, NOW)


def kinds(of: Line) -> list[str]:
    return [stop.kind for stop in of.stops]


def test_a_cycle_in_its_middle() -> None:
    drawn = line(
        (-40, "closed"), (-20, "cancelled"), (-3, "closed"), (4, "planned"), (25, "planned"), (46, "cancelled")
    )
    assert kinds(drawn) == ["held", "cancelled", "held", "next", "planned", "cancelled"]
    assert (drawn.held, drawn.cancelled, drawn.to_come, drawn.total) == (2, 2, 2, 6)
    assert (drawn.today, drawn.walked, drawn.side) == ("50%", "50%", "middle")
    assert [stop.x for stop in drawn.stops] == ["8.333%", "25%", "41.67%", "58.33%", "75%", "91.67%"]
    assert drawn.next is drawn.stops[3].of


def test_one_session_alone() -> None:
    assert [(kinds(one), one.today, one.side) for one in (line((1, "planned")), line((-1, "closed")))] == [
        (["next"], "0%", "first"),
        (["held"], "100%", "last"),
    ]


@pytest.mark.parametrize("status", ["open", "running"])
def test_what_is_under_way_is_where_today_is(status: str) -> None:
    drawn = line((-20, "closed"), (0, status), (20, "planned"))
    assert kinds(drawn) == ["held", "now", "planned"]
    assert (drawn.today, drawn.walked) == ("", drawn.stops[1].x)


def test_a_session_of_today_is_next_also_when_its_hour_is_over() -> None:
    earlier = Dated(uuid4(), 1, NOW - timedelta(hours=2), "planned", PARIS)
    drawn = draw(1, [earlier], {"planned": 1}, NOW)
    assert (kinds(drawn), drawn.today) == (["next"], "0%")


def test_what_nobody_opened_is_neither_held_nor_to_come() -> None:
    assert kinds(drawn := line((-2, "missed"), (5, "planned"))) == ["missed", "next"]
    assert (drawn.held, drawn.missed, drawn.to_come) == (0, 1, 1)


@pytest.mark.parametrize(("behind", "first"), [(0, 1), (10, 1), (30, 16), (55, 31)])
def test_of_a_long_cycle_what_is_around_today(behind: int, first: int) -> None:
    drawn = line(*((place - behind, "closed" if place < behind else "planned") for place in range(60)))
    assert [stop.of.number for stop in drawn.stops] == list(range(first, first + MOST))
    assert (drawn.total, drawn.held, drawn.is_dense) == (60, behind, True)


@pytest.mark.parametrize(("count", "room"), [(1, 3), (3, 3), (4, 6), (6, 6), (8, 8), (9, 0), (30, 0)])
def test_dates_stand_where_there_is_room_for_so_many(count: int, room: int) -> None:
    assert line(*((place + 1, "planned") for place in range(count))).room == room
