"""The tale: one walk through every screen in every state, for pictures (`make shots`) and for axe (`make long`).

A chapter is a story with a session of its own; whoever walks along is told each state's name once, and takes
a picture of it, or looks at it with axe.
"""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Browser

from ..people import Evening
from ..serving import Server
from . import after, around, door, ending, floor, guiding, history, now, opening, rehearsal, several, writing
from .cast import Tale, Walker

CHAPTERS: dict[str, Callable[[Tale], None]] = {
    module.__name__.rpartition(".")[2]: module.tell
    for module in (door, opening, floor, writing, guiding, several, ending, around, after, history, now, rehearsal)
}


def tell(chapter: str, language: str, walker: Walker, server: Server, browser: Browser) -> None:
    """One chapter, in one language, on a fresh session."""
    with Evening(server, browser) as evening:
        CHAPTERS[chapter](Tale.of(evening, language, walker))
