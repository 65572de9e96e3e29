"""Figures by the clocks of each session's place: days, half-days, months and years, wherever the server stands."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sessions.history import figures
from sessions.history.half_days import HalfDay
from tests.sessions.cast.past import Past, held, planned, settle

DAY = date(2027, 1, 12)
PLACES = (
    # place, when it began there, minutes, is it an afternoon
    ("America/Martinique", "09:00", 120, False),
    ("Indian/Reunion", "14:00", 120, True),
    ("Pacific/Noumea", "09:00", 120, False),
    ("America/Cayenne", "08:30", 120, False),
    ("Europe/Paris", "14:00", 90, True),
)


@pytest.fixture
def past(db: None) -> Past:
    return settle()


def there(zone: str, hour: str, day: date = DAY) -> datetime:
    return datetime.combine(day, datetime.strptime(hour, "%H:%M").time(), ZoneInfo(zone))


@pytest.mark.parametrize(("zone", "hour", "minutes", "is_afternoon"), PLACES)
def test_a_session_is_one_half_day_of_its_own_place(
    past: Past, zone: str, hour: str, minutes: int, is_afternoon: bool
) -> None:
    ana = past.people["ana"]
    held(past.group.cycle, there(zone, hour), minutes=minutes, came={ana: 0}, zone=zone)

    (cycle,) = figures.of_the_group(past.group.pk)

    assert [column.half for column in cycle.register.columns] == [HalfDay(DAY, is_afternoon)]
    assert [(line.name, line.came) for line in cycle.register.lines] == [("Ana", (True,))]
    assert [one.day for one in cycle.meetings] == [DAY]


def test_new_year_is_everywhere_at_its_own_midnight(past: Past) -> None:
    """One instant, in two years: in Nouméa 2027 has begun, in Martinique it has not."""
    instant = datetime(2026, 12, 31, 23, 30, tzinfo=ZoneInfo("Europe/Paris"))
    for zone in ("Pacific/Noumea", "Europe/Paris", "America/Martinique"):
        planned(past.group.cycle, instant, zone=zone)

    assert {2026, 2027} <= set(figures.years([past.group.pk]))
    (year,) = figures.of_the_year([past.group.pk], 2026)
    (next_year,) = figures.of_the_year([past.group.pk], 2027)
    assert (year.months[11].outcomes.sessions, year.tally.sessions) == (2, 2)
    assert (next_year.months[0].outcomes.sessions, next_year.tally.sessions) == (1, 1)


def statements(group: Any) -> int:
    with CaptureQueriesContext(connection) as asked:
        figures.years([group])
        figures.of_the_year([group], 2027)
    return len(asked)


def test_more_places_cost_no_more_queries(past: Past) -> None:
    planned(past.group.cycle, there("Europe/Paris", "09:00"))
    planned(past.group.cycle, there("Europe/Paris", "09:00") + timedelta(weeks=50))
    of_one_place = statements(past.group.pk)
    for weeks, (zone, hour, *_) in enumerate(PLACES):
        planned(past.group.cycle, there(zone, hour) + timedelta(weeks=weeks), zone=zone)

    assert statements(past.group.pk) == of_one_place
