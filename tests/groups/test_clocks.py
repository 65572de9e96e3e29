"""How days are said."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.template import engines
from django.utils import translation

from groups import clocks
from sessions.live.environment import environment

FIRST = datetime(2026, 12, 1, 13, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("language", "day", "said"),
    [
        ("fr", 1, "1er\u00a0décembre 2026"),
        ("fr", 11, "11\u00a0décembre 2026"),
        ("fr", 21, "21\u00a0décembre 2026"),
        ("en", 1, "Dec.\u00a01, 2026"),
    ],
)
def test_the_first_of_a_month_is_counted_in_french(language: str, day: int, said: str) -> None:
    asked = {"day": date(2026, 12, day)}
    with translation.override(language):
        page = engines["django"].from_string('{{ day|date:"DATE_FORMAT" }}').render(asked)
        region = environment().from_string('{{ day|date("DATE_FORMAT") }}').render(asked)
        assert page == region == clocks.date_of(asked["day"])
    assert page == said


@pytest.mark.parametrize(
    ("language", "shape", "said"),
    [
        ("fr", "j N", "8 nov."),
        ("fr", "TIME_FORMAT", "9 h 05"),
        ("fr", "DATETIME_FORMAT", "8 novembre 2026, 9 h 05"),
        ("en", "j N", "Nov. 8"),
        ("en", "j N Y", "Nov. 8, 2026"),
        ("en", "j F", "November 8"),
        ("en", "SHORT_DATE_FORMAT", "Nov. 8, 2026"),
        ("fr", "SHORT_DATE_FORMAT", "08/11/2026"),
        ("en", "TIME_FORMAT", "09:05"),
        ("en", "DATETIME_FORMAT", "Nov. 8, 2026, 09:05"),
    ],
)
def test_a_page_says_days_and_hours_in_one_form_and_breaks_no_line_within(language: str, shape: str, said: str) -> None:
    morning = datetime(2026, 11, 8, 9, 5, tzinfo=PARIS)
    with translation.override(language):
        shown = clocks.date(morning, shape)
    assert shown.replace("\u00a0", " ") == said
    assert [part for part in shown.split(" ") if part in ("8", "9", "h", "05")] == []


def test_a_mail_s_day_and_a_page_s_too() -> None:
    with translation.override("fr"):
        assert clocks.day(FIRST, PARIS) == "mardi 1er\u00a0décembre 2026"
        assert "mardi 1er\u00a0décembre 2026, 14\u00a0h" in clocks.day_hour(FIRST, PARIS)
        assert clocks.date(FIRST.replace(hour=1), r"G \h") == "1 h"
        assert clocks.date(None) == ""
