"""One server and one browser for all tests of a process, one fresh session an evening."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright
from pytest_django.plugin import DjangoDbBlocker

from tests.e2e.axe import Ledger
from tests.e2e.people import Evening, launch
from tests.e2e.serving import Server, prepare
from tests.installation import once_for_all


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A file with one test tells a long story: those begin first, so that all processes end together."""
    tests = Counter(item.path for item in items)
    items.sort(key=lambda item: tests[item.path])


@pytest.fixture(scope="session")
def server(django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with django_db_blocker.unblock():
        server = Server(once_for_all(tmp_path_factory, "served", prepare))
        yield server
        server.close()


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Whoever looks has a context of their own in it."""
    browser = launch(playwright)
    yield browser
    browser.close()


@pytest.fixture
def evening(server: Server, chromium: Browser) -> Iterator[Evening]:
    with Evening(server, chromium) as evening:
        yield evening


@pytest.fixture
def axe() -> Iterator[Ledger]:
    """Whatever it has found at the end is reported at once."""
    ledger = Ledger()
    yield ledger
    assert not ledger.complaints, "\n".join(ledger.complaints)
