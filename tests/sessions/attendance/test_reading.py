"""Sheets of attendance as they are read from rows: who was there, for how long, who facilitated."""

from __future__ import annotations

from datetime import date

import pytest

from sessions.attendance import reading
from sessions.history.half_days import HalfDay
from tests.sessions.cast.past import Past, held, paris, settle

DAY = date(2026, 1, 12)
MORNING, AFTERNOON = HalfDay(DAY, False), HalfDay(DAY, True)


@pytest.fixture
def past(db: None) -> Past:
    return settle()


def test_a_sheet_says_who_was_there_by_half_day(past: Past) -> None:
    ana, zoe = past.people["ana"], past.people["zoé"]
    session = held(past.group.cycle, paris(2026, 1, 12, 11), minutes=180, came={ana: -10, zoe: 125}, left={ana: 150})
    sheet = reading.sheet_of(session)
    assert sheet is not None
    assert sheet.halves == ((MORNING, 120), (AFTERNOON, 60))
    assert [(one.name, [(half.half, half.minutes) for half in one.halves]) for one in sheet.people] == [
        ("Ana", [(MORNING, 120), (AFTERNOON, 30)]),
        ("Zoé", [(AFTERNOON, 55)]),
    ]
