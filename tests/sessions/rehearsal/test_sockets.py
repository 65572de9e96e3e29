"""A rehearsal runs while its facilitator's dashboard is connected: started by the socket, and gone with it."""

from __future__ import annotations

import asyncio

import pytest
import pytest_asyncio

from sessions.models import Rehearsal, Session
from sessions.rehearsal import play as playing
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.rehearsing import Stage
from tests.sessions.cast.sockets import Browsers, Page, eventually, in_thread


@pytest_asyncio.fixture
async def stage(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """Ticks follow each other without a wait."""
    monkeypatch.setattr(playing, "TICK", 0.0)
    monkeypatch.setattr(playing, "pause_between", lambda manners: 0.0)
    made: Stage = await in_thread(Stage, evening)
    return made


async def dashboard(browsers: Browsers, stage: Stage, path: str = "") -> Page:
    page = await browsers.knock(http=stage.http, path=f"/ws/sessions/{stage.session_id}/{path}")
    return await page.until(0)


def players() -> list[asyncio.Task[object]]:
    return [one for one in asyncio.all_tasks() if getattr(one.get_coro(), "__name__", "") == "play"]


async def test_the_dashboard_s_socket_brings_them_in_and_its_end_stops_them(stage: Stage, browsers: Browsers) -> None:
    page = await dashboard(browsers, stage)
    await page.until(5)
    assert "Alix" in page.regions["region-people"]
    assert len(players()) == 1
    await page.leave()
    await eventually(lambda: not players())
    session: Session = await in_thread(lambda: stage.session)
    assert (await in_thread(Rehearsal.objects.get)).holder is None
    assert session.revision == 5


async def test_another_page_of_the_same_facilitator_goes_on(stage: Stage, browsers: Browsers) -> None:
    first, second = await dashboard(browsers, stage), await dashboard(browsers, stage)
    await second.until(5)
    await first.leave()
    await eventually(lambda: len(players()) == 1)

    def start() -> None:
        stage.drives("start")
        stage.goes_to("subject_choice")

    await in_thread(start)
    await second.until(8)
    held: Rehearsal = await in_thread(Rehearsal.objects.get)
    assert held.holder is not None


async def test_closing_the_session_ends_the_task(stage: Stage, browsers: Browsers) -> None:
    page = await dashboard(browsers, stage)
    await page.until(5)
    await in_thread(stage.drives, "start")
    await in_thread(stage.drives, "close")
    await eventually(lambda: not players())


async def test_the_room_screen_plays_nobody(stage: Stage, browsers: Browsers) -> None:
    await dashboard(browsers, stage, "screen/")
    assert players() == []


async def test_a_real_session_is_played_by_nobody(evening: Evening, browsers: Browsers) -> None:
    await browsers.open("claire")
    assert players() == []
