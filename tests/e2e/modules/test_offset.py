"""What five screens take for the server's time lies close together, on networks that are drawn from a seed."""

from __future__ import annotations

import random
import re
import time

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.loopback import Room
from tests.e2e.modules.drawn import p99, spread
from tests.e2e.modules.pages import live_page, may, state

ORDINARY, MOBILE = (5, 60), (30, 200)  # ms each way
BARS = {ORDINARY: 30, MOBILE: 100}  # ms at p99
MEASURED = "{what:<44}{network[0]:>4}–{network[1]:<4} ms each way: {ms:6.1f} ms at p99"
# The clock of the device is wrong, the true one stays at hand; what the face shows is noted as it changes.
WRONG = """(minutes) => {
    const right = Date.now.bind(Date);
    window.trueNow = () => performance.timeOrigin + performance.now();
    Date.now = () => right() + minutes * 60_000;
    window.faces = {};
    document.addEventListener("DOMContentLoaded", () => {
      const face = document.querySelector("[data-clock-face]");
      const note = () => { window.faces[face.textContent] ??= window.trueNow(); };
      new MutationObserver(note).observe(face, { childList: true, characterData: true, subtree: true });
    });
}"""
ERROR = """async () => {
    const { serverNow } = await import("/js/live/clock.js");
    return serverNow() - window.trueNow();
}"""


@pytest.mark.parametrize("network", BARS)
def test_five_screens_agree(room: Room, stage: Page, network: tuple[int, int]) -> None:
    assert spread(stage, *network) < BARS[network]


@pytest.mark.parametrize("network", BARS)
def test_five_screens_agree_after_a_sleep_in_which_their_clocks_stood_still(
    room: Room, stage: Page, network: tuple[int, int]
) -> None:
    assert spread(stage, *network, sleeps=True) < BARS[network]


@pytest.mark.long
def test_how_far_apart_screens_are_on_drawn_networks(
    room: Room, stage: Page, capsys: pytest.CaptureFixture[str]
) -> None:
    drawn = {"seconds": 300, "rounds": 100}
    found = {network: spread(stage, *network, **drawn) for network in BARS}
    woken = {network: spread(stage, *network, sleeps=True, **drawn) for network in BARS}
    # Nobody can see half of it: printed, without a bar.
    lopsided = {network: spread(stage, *network, lopsided=40, **drawn) for network in BARS}
    with capsys.disabled():
        print()
        for what, rows in (
            ("five devices, drawn", found),
            ("after a sleep", woken),
            ("two of them 40 ms slower one way", lopsided),
        ):
            for network, ms in rows.items():
                print(MEASURED.format(what=what, network=network, ms=ms))
    assert all(ms < BARS[network] for rows in (found, woken) for network, ms in rows.items())


@pytest.mark.long
@pytest.mark.parametrize("network", BARS)
def test_how_far_apart_five_pages_are(
    room: Room, chromium: Browser, network: tuple[int, int], capsys: pytest.CaptureFixture[str]
) -> None:
    """Real pages over real sockets whose heartbeats are held up: through a pause and into overtime."""
    drawn = random.Random(13)
    room.delays = lambda: (drawn.uniform(*network) / 1000, drawn.uniform(*network) / 1000)
    contexts = [chromium.new_context() for _ in range(5)]
    pages = [context.new_page() for context in contexts]
    for page, minutes in zip(pages, (-15, -7, 0, 7, 15), strict=True):
        page.add_init_script(f"({WRONG})({minutes})")
        # No stamp in the page itself, which comes without delay: heartbeats alone tell the time.
        room.page = live_page(room, re.sub(r'data-now="\d+"', 'data-now=""', state(left=30)), may("next"))
        room.frame = state(2, left=30)
        page.goto(room.url)
    spreads = _watched(pages, seconds=12)
    room.push(state(3, left=5, clock="paused"))
    spreads += _watched(pages, seconds=3)
    room.push(state(4, left=5))
    spreads += _watched(pages, seconds=20)
    seen = [page.evaluate("window.faces") for page in pages]
    for context in contexts:
        context.close()
    # In overtime: before the first answer, and across the pause, the same words come twice.
    faces = [one for one in seen[0] if one.startswith("+") and all(one in other for other in seen)]
    drawn_apart = [max(at) - min(at) for at in ([other[one] for other in seen] for one in faces)]
    assert len(faces) > 10
    with capsys.disabled():
        print()
        print(MEASURED.format(what="five pages, what they know", network=network, ms=p99(spreads)))
        print(MEASURED.format(what="five pages, as the face changes", network=network, ms=p99(drawn_apart)))
    assert p99(spreads) < BARS[network]


def _watched(pages: list[Page], *, seconds: float) -> list[float]:
    """How far apart they are, several times a second, in ms; the first second is that of the first answers."""
    time.sleep(1)
    spreads, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        errors = [page.evaluate(ERROR) for page in pages]
        spreads.append(max(errors) - min(errors))
    return spreads
