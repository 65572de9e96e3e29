"""A live page as a room serves it, and what tests ask of it."""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import Page

from sessions.live.regions.drawing import MIDDLE, ORBIT
from tests.e2e.loopback import Room, now_ms

STEP = 500


def state(revision: int = 1, step: int = 4, left: float = 300, clock: str = "running", speaker: str = "") -> str:
    stamp = now_ms()
    deadline = stamp + int(left * 1000) if clock == "running" else ""
    remaining = int(left * 1000) if clock == "paused" else ""
    return (
        f'<div id="live-state" hidden data-revision="{revision}" data-status="running" data-step="{step}" '
        f'data-clock="{clock}" data-deadline="{deadline}" data-remaining="{remaining}" data-allotted="600000" '
        f'data-now="{stamp}" data-speaker="{speaker}"></div>'
    )


def may(words: str, kinds: str = "question", label: str = "Next: contract") -> str:
    return f'<div id="region-may" hidden data-may="{words}" data-kinds="{kinds}" data-label-next="{label}"></div>'


def floor(*names: str) -> str:
    buttons = "".join(f'<button id="give-{name}" type="button">{name}</button>' for name in names)
    return f'<div id="region-floor">{buttons}</div>'


def seat(name: str, x: int, y: int) -> str:
    return (
        f'<g class="seat" data-seat="{name}" data-lean="0" data-overhang="0" data-role-y="60" '
        f'transform="translate({x} {y})"><text class="name" x="0" y="{y}">{name}</text></g>'
    )


def live_page(room: Room, shown: str, allowed: str) -> str:
    return f"""<!doctype html><html lang="en" data-status="running" data-link="connecting"><head>
<meta charset="utf-8"><link rel="icon" href="/icon.svg">
<meta name="htmx-config" content='{{"includeIndicatorStyles":false,"allowEval":false}}'>
<link rel="stylesheet" href="/css/site.css"><link rel="stylesheet" href="/css/live.css">
<script src="/htmx.js" defer></script><script type="module" src="/js/live/live.js"></script></head>
<body data-socket="{room.socket_url}" data-poll="/stage/" data-participant="b" data-draft-key="d">
{shown}{allowed}<div id="region-presence" hidden data-away="c"></div>
<div class="banner" data-link-banner role="status" data-say-lost="Lost." data-say-refused="Not yours."
  data-say4404="No such session."></div>
<h1 data-stage-heading tabindex="-1">Clarification</h1>
<time data-clock-face></time>
<div class="circle"><svg class="seats" viewBox="0 0 480 480" data-you="you">
{seat("a", MIDDLE, MIDDLE + ORBIT)}{seat("b", 91, 154)}{seat("c", 389, 154)}</svg></div>
{floor("ana", "marc")}
<button id="next" data-when="next" data-command="next" data-belief="from_step" hx-post="/do/next/" hx-swap="none">
  <span data-label="next">Next</span></button>
<button id="raise" data-when="raise_hand" data-pair="hand" type="button">Raise</button>
<button id="lower" data-when="lower_hand" data-pair="hand" type="button">Lower</button>
<form data-when="contribute" data-command-form hx-post="/do/contribute/" hx-swap="none" data-draft="contribute">
<input type="hidden" name="id" data-new-id>
<fieldset data-kinds-group><p data-choose-kind hidden>Say what it is.</p>
<label><input type="radio" name="kind" value="question" required>Question</label>
<label><input type="radio" name="kind" value="option" required>Option</label></fieldset>
<textarea name="text" required></textarea>
<button id="send" data-command="contribute">Send</button>
</form>
<div popover id="ask"><div id="region-ask"><button id="show" data-command="show" hx-post="/do/show/" hx-swap="none">
Show</button></div></div>
<div class="notice"><div id="notice" role="alert" data-say-offline="No network." data-say-failed="Failed."
  data-say-sending="Sending." data-say-sent="Sent." data-say-again="Again." data-say-silent="Silent."></div></div>
<p data-announce aria-live="polite" data-say-soon="One minute." data-say-late="Time is up." data-say-paused="Paused."
  data-say-resumed="Resumed."></p></body></html>"""


def visit(room: Room, page: Page, left: float = 300, *, at: str = "") -> None:
    room.page = live_page(room, state(left=left), may("next raise_hand contribute"))
    room.frame = room.frame or state(2, left=left)
    page.goto(at or room.url)


def shows(page: Page, revision: int) -> None:
    page.wait_for_selector(f'#live-state[data-revision="{revision}"]', state="attached")


def stand_still(page: Page) -> None:
    """From now on time passes on this page when a test says so."""
    page.clock.install()
    page.clock.pause_at(time.time() + 4)


def passes(page: Page, holds: Callable[[], bool], most: int) -> int:
    """Let the page's clock run until this holds, for so many milliseconds at most; gives how many it took."""
    for spent in range(0, most, STEP):
        if holds():
            return spent
        began = time.monotonic()
        page.clock.run_for(STEP)
        # What is not of the clock, as an answer, takes a moment of its own: more of it, the busier the machine is.
        time.sleep(max(0.02, 4 * (time.monotonic() - began)))
    raise AssertionError(f"not within {most} ms")


def link(page: Page, word: str) -> None:
    page.wait_for_selector(f'html[data-link="{word}"]', state="attached")
