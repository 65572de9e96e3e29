"""What a device does for who looks: it stays awake, it buzzes, the room hears a gong; each only if asked to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright

from .people import Evening, Person, launch

BUZZES = """
    window.buzzes = [];
    const buzz = Navigator.prototype.vibrate;
    Navigator.prototype.vibrate = function (pattern) {
      window.buzzes.push([pattern].flat());
      return buzz.call(this, pattern);
    };
"""
SOUNDS = """
    window.tones = 0;
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...at) { window.tones += 1; return start.apply(this, at); };
"""


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """The whole of it: the lighter shell has no screen to keep awake."""
    browser = launch(playwright, whole=True)
    yield browser
    browser.close()


def comfort(person: Person, name: str) -> None:
    person.page.locator(f"[data-comfort={name}]").check()


def shorten(evening: Evening, claire: Person, minutes: int) -> None:
    for _ in range(minutes):
        evening.after(lambda: claire.press("extend", "[hx-vals*='-60']"))


def test_a_phone_buzzes_and_the_room_hears_a_gong_at_the_last_minute(evening: Evening) -> None:
    claire, lea, wall = evening.facilitator(), evening.participant(0), evening.screen()
    evening.after(lambda: claire.press("open"))
    lea.until("() => document.body.dataset.shell === 'participant'")
    lea.connected()
    for one, witness in ((lea, BUZZES), (wall, SOUNDS)):
        one.page.evaluate(f"() => {{ {witness} }}")
    evening.after(lambda: claire.press("choose_clients", f"#client-{evening.id_of(0)}"))
    evening.after(lambda: claire.press("start"))
    comfort(lea, "awake")
    comfort(lea, "vibrate")
    comfort(wall, "gong")
    wall.until("() => window.tones === 3")

    shorten(evening, claire, 7)

    lea.until("() => JSON.stringify(window.buzzes) === '[[60],[120]]'")
    lea.until("() => document.querySelector('[data-comfort=awake]').hasAttribute('data-held')")
    wall.until("() => window.tones === 6")
    lea.page.reload()
    lea.connected()
    assert lea.page.locator("[data-comfort=awake]").is_checked()
