"""A browser, a room on the loopback, and the live page in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, sync_playwright

from tests.e2e.loopback import Room
from tests.e2e.modules.pages import visit
from tests.e2e.people import launch


@pytest.fixture(scope="module")
def context() -> Iterator[BrowserContext]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        context = browser.new_context()
        context.set_default_timeout(6000)
        yield context
        browser.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A tab of its own; what it kept on the device goes with it."""
    page = context.new_page()
    yield page
    page.evaluate("try { localStorage.clear(); } catch {}")
    page.close()


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
