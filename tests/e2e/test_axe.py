"""axe on every screen in every state of the tale; on the main ones, each time."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from .axe import Ledger
from .gathering import begin
from .people import Evening
from .serving import Server
from .tale import CHAPTERS, tell


@pytest.mark.long
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_state_of_the_tale(server: Server, chromium: Browser, axe: Ledger, chapter: str) -> None:
    tell(chapter, "fr", axe, server, chromium)


def test_the_main_screens(evening: Evening, axe: Ledger) -> None:
    room, wall = begin(evening, 0, 1), evening.screen()
    room.chooses(0)
    room.does(room.claire, "start")
    room.goes_to("Clarification")
    for name, person in (("dashboard", room.claire), ("screen", wall), *room.people.items()):
        axe.look(person, name, dark=True)
