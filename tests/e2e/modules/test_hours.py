"""What devices make of the hours that the server wrote, each under clocks of its own."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from playwright.sync_api import Browser

from groups import clocks
from tests.e2e.loopback import Room
from tests.e2e.people import PATIENCE

PARIS = ZoneInfo("Europe/Paris")
AT = datetime(2027, 1, 12, 16, 18, tzinfo=UTC) - timedelta(hours=1)
READ = (
    # where the device is, its language, what it reads of the hour, of the day and hour, of one with an end
    (
        "Europe/Paris",
        "fr",
        "16 h 18",
        "mardi 12 janvier 2027, 16 h 18",
        "12 janvier, 16 h 18 – 18 h 18, heure de Paris",
    ),
    # Another place with the same clock.
    (
        "Europe/Madrid",
        "fr",
        "16 h 18",
        "mardi 12 janvier 2027, 16 h 18",
        "12 janvier, 16 h 18 – 18 h 18, heure de Paris",
    ),
    (
        *("Pacific/Noumea", "fr", "2 h 18 (16 h 18, heure de Paris)"),
        "mercredi 13 janvier 2027, 2 h 18 (mardi 12 janvier 2027, 16 h 18, heure de Paris)",
        "mercredi 13 janvier 2027, 2 h 18 – 4 h 18 (12 janvier, 16 h 18 – 18 h 18, heure de Paris)",
    ),
    (
        *("America/Martinique", "fr", "11 h 18 (16 h 18, heure de Paris)"),
        "mardi 12 janvier 2027, 11 h 18 (16 h 18, heure de Paris)",
        "mardi 12 janvier 2027, 11 h 18 – 13 h 18 (12 janvier, 16 h 18 – 18 h 18, heure de Paris)",
    ),
    (
        *("Indian/Reunion", "en", "19:18 (16:18, Paris time)"),
        "Tuesday, January 12, 2027, 19:18 (16:18, Paris time)",
        "Tuesday, January 12, 2027, 19:18 – 21:18 (12 janvier, 16 h 18 – 18 h 18, heure de Paris)",
    ),
)
SHOWN = """async () => {
    const { addOwn } = await import("/js/lib/hours.js");
    addOwn(); addOwn();
    return [...document.querySelectorAll("time")].map((one) => one.textContent);
}"""


@pytest.mark.parametrize(("zone", "language", "hour", "day", "span"), READ, ids=[row[0] for row in READ])
def test_a_device_reads_its_own_hour_first_and_the_place_s_where_they_differ(
    room: Room, chromium: Browser, zone: str, language: str, hour: str, day: str, span: str
) -> None:
    with translation.override(language):
        written = f"{clocks.hour(AT, PARIS)} {clocks.day_hour(AT, PARIS)}"
    ends = (AT + timedelta(hours=2)).isoformat()
    written += (
        f'<time datetime="{AT.isoformat()}" data-ends="{ends}" data-zone="Europe/Paris" data-shape="day">'
        "12 janvier, 16 h 18 – 18 h 18, heure de Paris</time>"
    )
    context = chromium.new_context(timezone_id=zone)
    context.set_default_timeout(PATIENCE * 1000)
    page = context.new_page()
    room.page = f'<!doctype html><html lang="{language}"><meta charset="utf-8"><body>{written}</body></html>'
    page.goto(room.url)
    shown = page.evaluate(SHOWN)
    context.close()

    assert [re.sub(r"\s", " ", one) for one in shown] == [hour, day, span]
    # On a phone no line ends between a day and its month, nor between a number and its hour.
    assert [one for one in shown[:2] if re.search(r"\d (?:h|janvier)|January \d| h ", one)] == []
