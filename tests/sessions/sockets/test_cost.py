"""What a socket costs: to open, to keep, and to send to."""

from __future__ import annotations

import asyncio
import gc
import tracemalloc
from typing import Any

import pytest

from sessions.live.hub import hub, pulse
from sessions.live.shown import Changes, Shown
from sessions.live.stage import Stage
from tests.sessions.cast.evening import SCREEN, Evening
from tests.sessions.cast.moments import clarification
from tests.sessions.cast.page import spans
from tests.sessions.cast.sockets import (
    Browsers,
    at_rest,
    command,
    eventually,
    in_thread,
    settled,
    sockets,
    state_in,
)

KEPT = 20_000  # bytes a socket, with the test’s own end of it; rows, documents and scopes made it 53,000


@pytest.fixture(autouse=True)
def no_pulse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulse, "PULSE_SECONDS", 3600.0)


def stage_of(evening: Evening) -> Stage:
    stage = hub.hub().rooms[evening.session_id].stage
    assert stage
    return stage


@pytest.mark.usefixtures("nobody_is_out_of_reach")
async def test_one_more_who_sees_what_others_do_costs_who_it_is(
    evening: Evening, browsers: Browsers, statements: list[str]
) -> None:
    """One statement, for a browser that this process has met; then the room has everything."""
    await in_thread(clarification, evening)
    for name in ("claire", "chloe"):
        await browsers.open(name)
    await settled(evening)
    stage = stage_of(evening)
    made, browser = (stage.contexts, stage.renders), await in_thread(evening.browser, "driss")
    await in_thread(browser.get, evening.path())
    await settled(evening)
    statements.clear()
    await browsers.open("driss", http=browser)
    await at_rest(hub.hub().rooms[evening.session_id])
    assert len(statements) == 1
    assert stage_of(evening) is stage
    assert (stage.contexts, stage.renders) == made


async def open_again(browsers: Browsers, http: Any, count: int) -> None:
    for _ in range(count):
        await browsers.open("bruno", http=http)


@pytest.mark.usefixtures("nobody_is_out_of_reach")
async def test_an_idle_socket_keeps_little(evening: Evening, browsers: Browsers) -> None:
    await in_thread(clarification, evening)
    http = await in_thread(evening.browser, "bruno")
    await open_again(browsers, http, 3)
    tracemalloc.start()
    try:
        await at_rest(hub.hub().rooms[evening.session_id])
        gc.collect()
        before, tasks = tracemalloc.get_traced_memory()[0], len(asyncio.all_tasks())
        await open_again(browsers, http, 20)
        await at_rest(hub.hub().rooms[evening.session_id])
        for page in browsers.opened:
            page.frames.clear()
            page.regions.clear()
        spans.cache_clear()
        gc.collect()
        kept = (tracemalloc.get_traced_memory()[0] - before) // 20
    finally:
        tracemalloc.stop()
    assert kept < KEPT
    # The server's own, which reads from it.
    assert len(asyncio.all_tasks()) == tasks + 20


@pytest.mark.usefixtures("nobody_is_out_of_reach")
async def test_who_are_shown_the_same_are_sent_one_frame(group: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many they are: it is put together once for dashboard, client, screen, each peer who is told otherwise."""
    made: list[tuple[Shown, Shown]] = []
    make = Changes._made

    def counted(self: Changes, old: Shown, new: Shown) -> str:
        made.append((old, new))
        return make(self, old, new)

    monkeypatch.setattr(Changes, "_made", counted)
    await in_thread(clarification, group)
    async with sockets(group) as browsers:
        pages = [await browsers.open(name) for name in (*group.people, "claire", SCREEN)]
        await settled(group)
        made.clear()
        revision = await command(group, "bruno", "raise_hand")
        for page in pages:
            await page.until(revision)
        await settled(group)
        assert len(made) <= 5
        assert len(made) == len({*made})
        assert len({page.frames[-1].partition("\n")[2] for page in pages}) <= 5


class Stalled:
    """A browser that takes nothing more, until it is let go; what the server was about to send is what it gets."""

    def __init__(self) -> None:
        self.goes_on, self.got, self.heard = asyncio.Event(), [], asyncio.Queue[Any]()
        self.heard.put_nowait({"type": "websocket.connect"})
        self.goes_on.set()

    async def send(self, message: dict[str, Any]) -> None:
        await self.goes_on.wait()
        self.got.append(message)

    @property
    def revisions(self) -> list[str]:
        return [state_in(one["text"])["revision"] for one in self.got if one["type"] == "websocket.send"]


async def test_a_stalled_browser_is_sent_the_newest_alone_and_keeps_nobody_waiting(
    evening: Evening, browsers: Browsers
) -> None:
    from codev.asgi import application

    await in_thread(clarification, evening)
    claire = await browsers.open("claire")
    page = browsers.socket(await in_thread(evening.browser, "bruno"), browsers.path("bruno"), "lang=fr")
    stalled = Stalled()
    served = asyncio.create_task(application(page.scope, stalled.heard.get, stalled.send))
    await eventually(lambda: len(stalled.revisions) == 1)
    stalled.goes_on.clear()
    for verb in ("raise_hand", "lower_hand", "raise_hand"):
        revision = await command(evening, "chloe", verb)
        await claire.until(revision)
    assert len(stalled.revisions) == 1
    stalled.goes_on.set()
    await eventually(lambda: stalled.revisions[-1] == str(revision))
    # The one that it had begun to take, and the newest.
    assert len(stalled.revisions) == 3
    stalled.heard.put_nowait({"type": "websocket.disconnect", "code": 1001})
    await served
