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
        ("fr", 1, "1er décembre 2026"),
        ("fr", 11, "11 décembre 2026"),
        ("fr", 21, "21 décembre 2026"),
        ("en", 1, "Dec. 1, 2026"),
    ],
)
def test_the_first_of_a_month_is_counted_in_french(language: str, day: int, said: str) -> None:
    asked = {"day": date(2026, 12, day)}
    with translation.override(language):
        page = engines["django"].from_string('{{ day|date:"DATE_FORMAT" }}').render(asked)
        region = environment().from_string('{{ day|date("DATE_FORMAT") }}').render(asked)
        assert page == region == clocks.date_of(asked["day"])
    assert page == said


def test_a_mail_s_day_and_a_page_s_too() -> None:
    with translation.override("fr"):
        assert clocks.day(FIRST, PARIS) == "mardi 1er décembre 2026"
        assert "mardi 1er décembre 2026, 14" in clocks.day_hour(FIRST, PARIS)
        assert clocks.date(FIRST.replace(hour=1), r"G \h") == "1 h"
        assert clocks.date(None) == ""
