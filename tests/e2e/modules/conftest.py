"""A room on the loopback, and the live page in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.loopback import Room
from tests.e2e.modules.pages import visit
from tests.e2e.people import PATIENCE


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A device of its own: what it kept, and its clock, go with it."""
    context = chromium.new_context()
    context.set_default_timeout(PATIENCE * 1000)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def installation() -> Iterator[Room]:
    room = Room()
    yield room
    room.close()


@pytest.fixture
def room(installation: Room) -> Iterator[Room]:
    installation.tidy()
    installation.open()
    yield installation
    installation.shut()


@pytest.fixture
def stage(room: Room, page: Page) -> Page:
    """A page whose socket has already shown its first frame."""
    visit(room, page)
    page.wait_for_selector('#live-state[data-revision="2"]', state="attached")
    return page
