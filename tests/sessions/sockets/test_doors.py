"""Sockets at the door: a new code and link, and a turning away, reach every page that is open, within a second."""

from __future__ import annotations

import time

from tests.sessions.cast.evening import SCREEN, Evening
from tests.sessions.cast.guests import newcomer, person
from tests.sessions.cast.moments import lobby
from tests.sessions.cast.sockets import Browsers, Page, in_thread

AT_ONCE = 1.0  # seconds, of this process: the machine may be slow for other reasons


async def test_a_new_code_and_link_reach_every_open_page_at_once(evening: Evening, browsers: Browsers) -> None:
    await in_thread(lobby, evening)
    guest = await in_thread(newcomer, evening)
    claire, colin, amina = [await browsers.open(name) for name in ("claire", "colin", "amina")]
    wall = await browsers.open(SCREEN)
    # A screen that a facilitator opened as such hangs on no link.
    own = await browsers.knock(http=await in_thread(evening.browser, "claire"), path=screen_path(evening))
    await own.until(0)
    door = await browsers.knock(http=guest.http, path=socket_path(evening))
    await door.take()
    assert door.state["audience"] == "waiting"

    began = time.process_time()
    revision = await in_thread(evening.do, "claire", "renew_doors")
    assert await wall.closed() == 4403
    assert await door.closed() == 4403
    assert time.process_time() - began < AT_ONCE
    new = await in_thread(lambda: evening.session)
    for page in (claire, colin, own):
        await page.until(revision)
        await shows(page, new.room_code)
    for page in (claire, colin):
        assert f"/sessions/screen/{new.screen_secret}/" in page.regions["region-wall"]
    await amina.until(revision)
    assert (await amina.beat(revision))["t0"] == 1.5
    # Nothing secret goes to who does not facilitate.
    assert not any(str(new.screen_secret) in frame for page in (amina, own, wall) for frame in page.frames)
    assert not any(new.room_code in frame for page in (amina, wall, door) for frame in page.frames)


async def shows(page: Page, code: str) -> None:
    """A screen that was doubted is shown its session a moment later, at the same revision."""
    while f'<strong class="code">{code}</strong>' not in page.regions["region-code"]:
        await page.take()


async def test_a_screen_by_the_old_link_is_sent_nothing_more(evening: Evening, browsers: Browsers) -> None:
    await in_thread(lobby, evening)
    wall = await browsers.open(SCREEN)
    frames = len(wall.frames)
    await in_thread(evening.do, "claire", "renew_doors")
    await in_thread(evening.do, "claire", "mark_left", participant=evening.people["bruno"].pk)
    assert await wall.closed() == 4403
    assert len(wall.frames) == frames


async def test_who_is_turned_away_loses_the_socket_and_others_at_the_door_do_not(
    evening: Evening, browsers: Browsers
) -> None:
    await in_thread(lobby, evening)
    nora, oscar = await in_thread(newcomer, evening), await in_thread(newcomer, evening, "Oscar")
    pages = [await browsers.knock(http=one.http, path=socket_path(evening)) for one in (nora, oscar)]
    for page in pages:
        await page.take()
    participant = await in_thread(lambda: person("Nora").pk)
    await in_thread(lambda: evening.do("claire", "turn_away", participant=participant))
    assert await pages[0].closed() == 4403
    assert (await pages[1].beat(0))["t0"] == 1.5


def socket_path(evening: Evening) -> str:
    return evening.path().replace("/sessions", "/ws/sessions")


def screen_path(evening: Evening) -> str:
    return socket_path(evening) + "screen/"
