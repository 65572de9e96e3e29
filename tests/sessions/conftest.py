"""How hard hypothesis tries (the same few examples on every run, or many new ones with HYPOTHESIS_PROFILE=long), and
evenings with rows.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import pytest_asyncio
from channels.layers import get_channel_layer
from django.db.backends.utils import CursorWrapper
from hypothesis import settings as hypothesis_settings
from pytest_django import Settings

from sessions.commands import transaction
from sessions.live.snapshot import reach
from tests.sessions.cast.clock import Clock
from tests.sessions.cast.evening import FEW, MANY, Evening, gather
from tests.sessions.cast.listeners import Listener, listening
from tests.sessions.cast.sockets import Browsers, sockets

hypothesis_settings.register_profile("quick", max_examples=60, stateful_step_count=30, derandomize=True, deadline=None)
hypothesis_settings.register_profile("long", max_examples=400, stateful_step_count=60, deadline=None, print_blob=True)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.fixture(autouse=True)
def commands_clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """What commands read."""
    clock = Clock()
    monkeypatch.setattr(transaction, "_read_clock", clock.read)
    return clock


@pytest.fixture
def nobody_is_out_of_reach(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """For pages that send no heartbeats, however long they are open."""
    settings.CODEV_TAKE_OVER_SECONDS = 3600
    monkeypatch.setattr(reach, "AWAY_AFTER_MS", 3_600_000)


@pytest.fixture
def evening(transactional_db: None) -> Evening:
    """A planned session. Commands run on threads of their own, so that nothing may stay uncommitted."""
    return gather()


@pytest.fixture(params=[FEW, MANY], ids=["3", "30"])
def group(request: pytest.FixtureRequest, transactional_db: None, settings: Settings) -> Evening:
    """A small evening and a large one, with room for one more."""
    settings.CODEV_PARTICIPANTS_MAX = 31
    return gather(request.param)


@pytest_asyncio.fixture
async def browsers(evening: Evening) -> AsyncIterator[Browsers]:
    """Where live pages of that session are opened."""
    async with sockets(evening) as opened:
        yield opened


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement of the product from now on; the real ones, noted as they pass."""
    noted: list[str] = []
    pass_on = CursorWrapper._execute_with_wrappers

    def note(self: CursorWrapper, sql: str, *args: object, **kwargs: object) -> object:
        noted.append(sql)
        return pass_on(self, sql, *args, **kwargs)

    monkeypatch.setattr(CursorWrapper, "_execute_with_wrappers", note)
    return noted


@pytest.fixture
def logged() -> Iterator[list[str]]:
    with listening(Listener()) as lines:
        yield lines


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every message that goes through the channel layer."""
    layer, messages = get_channel_layer(), []
    send = type(layer).group_send

    async def note(self: Any, group: str, message: dict[str, Any]) -> None:
        messages.append((group, message))
        await send(self, group, message)

    monkeypatch.setattr(type(layer), "group_send", note)
    return messages
