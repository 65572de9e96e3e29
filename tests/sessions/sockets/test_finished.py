"""« I have finished »: a number for who drives, from five who write on; nobody named, nothing kept, nothing waits."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest_asyncio
from prometheus_client import generate_latest

from sessions.live.hub.hub import hub
from sessions.live.hub.warnings import FacilitatorWarning, pass_on
from sessions.models import Presence
from tests.sessions.cast.evening import CIRCLE, SCREEN, Evening
from tests.sessions.cast.moments import clarification, learning
from tests.sessions.cast.sockets import Browsers, Page, command, in_thread, sockets
from tests.sessions.sockets.test_warnings import everything, poll, whole


@pytest_asyncio.fixture
async def browsers(evening: Evening) -> AsyncIterator[Browsers]:
    """Six people write what they have learnt."""
    await in_thread(learning, evening)
    async with sockets(evening) as opened:
        yield opened


async def say(page: Page, *, finished: Any = True) -> None:
    await page.socket.send_to(text_data=json.dumps({"finished": finished}))


async def shows(page: Page, words: str, region: str = "writers") -> None:
    """Frames come until it does."""
    while words not in page.regions[f"region-{region}"]:
        await page.take()


async def test_who_drives_sees_a_number_and_then_all(evening: Evening, browsers: Browsers) -> None:
    claire, david = await browsers.open("claire"), await browsers.open("david")
    pages = [await browsers.open(name) for name in CIRCLE]
    wall = await browsers.open(SCREEN)
    for done, page in enumerate(pages, 1):
        await say(page)
        await shows(page, "write_on", "finished")
        await shows(claire, f"{done} sur 6 ont terminé" if done < 6 else "Tous ont terminé")
    # Whoever does not drive, the wall and everybody else are sent nothing at all of it.
    assert await david.is_sent_nothing()
    assert await wall.is_sent_nothing()
    assert all([await page.is_sent_nothing() for page in pages])
    assert all(len(page.frames) == 2 for page in pages)
    assert not any(evening.id(name) in claire.regions["region-writers"] for name in CIRCLE)

    # A press again, or one more thing written, takes it back; a page that is fetched says the same.
    await say(pages[0], finished=False)
    await shows(claire, "5 sur 6 ont terminé")
    await command(evening, "bruno", "contribute", id=uuid4(), kind="learning", text="Écouter.")
    await shows(claire, "4 sur 6 ont terminé")
    fetched = (await in_thread(lambda: evening.browser("claire").get(evening.path()))).content.decode()
    assert "4 sur 6 ont terminé" in fetched
    # With the step it is forgotten, and coming back to it brings nothing back.
    room = hub().rooms[evening.session_id]
    await claire.until(await command(evening, "claire", "next"))
    assert room.finished._said == {}
    await claire.until(await command(evening, "claire", "back"))
    assert "ont terminé" not in claire.regions["region-writers"]


async def test_of_fewer_than_five_only_all_is_said(evening: Evening, browsers: Browsers) -> None:
    for name in ("elsa", "farid"):
        await command(evening, "claire", "mark_left", participant=evening.people[name].pk)
    claire = await browsers.open("claire")
    for name in ("amina", "bruno", "chloe"):
        page = await browsers.open(name)
        await say(page)
        await shows(page, "write_on", "finished")
    assert await claire.is_sent_nothing()
    await say(await browsers.open("driss"))
    await shows(claire, "Tous ont terminé")


async def test_whoever_has_no_device_is_not_waited_for(evening: Evening, browsers: Browsers) -> None:
    """Elsa came without a phone: nobody ever heard of one of hers."""
    await in_thread(lambda: Presence.objects.filter(participant=evening.people["elsa"]).delete())
    claire = await browsers.open("claire")
    for done, name in enumerate(one for one in CIRCLE if one != "elsa"):
        await say(await browsers.open(name))
        await shows(claire, f"{done + 1} sur 5 ont terminé" if done < 4 else "Tous ont terminé")


async def test_it_is_said_where_it_is_asked_for_and_by_whom_alone(evening: Evening, browsers: Browsers) -> None:
    claire, bruno = await browsers.open("claire"), await browsers.open("bruno")
    for name in ("gina", SCREEN, "claire"):
        await say(await browsers.open(name))
    await say(bruno, finished="zq")
    await claire.until(
        await command(evening, "claire", "jump", to_step=await in_thread(evening.index, "clarification"))
    )
    await say(bruno)
    await bruno.beat(bruno.revision)
    assert hub().rooms[evening.session_id].finished._said == {}


async def test_it_is_heard_of_a_page_that_polls_and_of_another_process(evening: Evening, browsers: Browsers) -> None:
    claire = await browsers.open("claire")
    assert await whole(await poll(evening, "bruno", "finished")) == b"{}"
    await shows(claire, "1 sur 6 ont terminé")
    await pass_on(FacilitatorWarning(str(evening.session_id), evening.id("chloe"), "finished"))
    await shows(claire, "2 sur 6 ont terminé")
    polled = (await in_thread(lambda: evening.browser("bruno").get(evening.path("stage/")))).content.decode()
    assert 'data-may="write_on"' in polled
    await whole(await poll(evening, "bruno", "writing"))
    await shows(claire, "1 sur 6 ont terminé")


async def test_it_is_kept_nowhere(evening: Evening, browsers: Browsers, logged: list[str]) -> None:
    claire, bruno = await browsers.open("claire"), await browsers.open("bruno")
    await bruno.beat(bruno.revision)
    before = await in_thread(everything)
    logged.clear()
    await say(bruno)
    await shows(claire, "1 sur 6 ont terminé")
    assert await in_thread(everything) == before
    assert not [line for line in logged if "finish" in line or evening.id("bruno") in line]
    told = (await in_thread(generate_latest)).decode()
    assert not [word for word in ('"finish"', "finished", "write_on") if word in told]


def test_nothing_of_it_is_offered_elsewhere(evening: Evening) -> None:
    clarification(evening)
    assert 'id="region-finished" hidden data-may=""' in evening.browser("bruno").get(evening.path()).content.decode()
