"""axe on every screen in every state of the tale; on the main ones, each time."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from sessions.models import Session

from .album import AROUND
from .axe import Ledger
from .gathering import begin
from .people import Evening
from .serving import Server
from .tale import CHAPTERS, tell


@pytest.mark.long
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_state_of_the_tale(server: Server, chromium: Browser, axe: Ledger, chapter: str) -> None:
    tell(chapter, "fr", axe, server, chromium)


@pytest.mark.long
@pytest.mark.parametrize("chapter", ["around", "after"])
def test_the_pages_around_the_hour_in_english(server: Server, chromium: Browser, chapter: str) -> None:
    """From 320 to 1440 px and with text at 200 %, as the tale takes them in French."""
    ledger = Ledger("en")
    tell(chapter, "en", ledger, server, chromium)
    assert ledger.complaints == []


def test_home_and_a_group_at_every_size_in_both_languages(evening: Evening) -> None:
    """The same pages, resized: no violation, and nothing wider than the screen."""
    claire, lea = evening.facilitator(), evening.participant(0)
    group = f"/groups/{evening.server.backstage(lambda: Session.objects.get(pk=evening.id).cycle.group_id)}/"
    for language in ("fr", "en"):
        ledger = Ledger(language)
        for person, path in ((claire, "/"), (claire, group), (lea, "/")):
            person.context.add_cookies([{"name": "django_language", "value": language, "url": evening.server.url}])
            person.page.goto(evening.server.url + path)
            ledger.take(person, path, *AROUND)
        assert ledger.complaints == []


def test_the_main_screens(evening: Evening, axe: Ledger) -> None:
    room, wall = begin(evening, 0, 1), evening.screen()
    room.chooses(0)
    room.does(room.claire, "start")
    room.goes_to("Clarification")
    for name, person in (("dashboard", room.claire), ("screen", wall), *room.people.items()):
        axe.look(person, name, dark=True)
