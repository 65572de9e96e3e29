"""Devices that lack what pages may use, or refuse it: the page is live all the same, and says what it costs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import copy

import pytest
from playwright.sync_api import Browser, expect

from .people import Evening, Person
from .serving import Server
from .test_network import begin

MORE = "[hx-vals*='\"60\"']"

OWNERS = {
    "localStorage": "window",
    "sessionStorage": "window",
    "AudioContext": "window",
    "Notification": "window",
    "crypto": "window",
    "matchMedia": "window",
    "clipboard": "Navigator.prototype",
    "connection": "Navigator.prototype",
    "vibrate": "Navigator.prototype",
    "wakeLock": "Navigator.prototype",
    "requestFullscreen": "Element.prototype",
}
ABSENT = "Object.defineProperty(%s, '%s', { value: null });"
THROWING = "Object.defineProperty(%s, '%s', { get() { throw new DOMException('no', 'SecurityError'); } });"
NO = "Promise.reject(new DOMException('no'))"
# What is there, and says no when it is used.
REFUSING = {
    "localStorage": "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };",
    "AudioContext": "window.AudioContext = class { constructor() { throw new DOMException('no'); } };",
    "crypto": "Crypto.prototype.getRandomValues = () => { throw new DOMException('no'); };",
    "clipboard": f"Clipboard.prototype.writeText = () => {NO};",
    "connection": "NetworkInformation.prototype.addEventListener = () => { throw new DOMException('no'); };",
    "vibrate": "Navigator.prototype.vibrate = () => false;",
    "wakeLock": f"WakeLock.prototype.request = () => {NO};",
}
MISSES = {
    "absent": {name: ABSENT % (owner, name) for name, owner in OWNERS.items()},
    "throwing": {name: THROWING % (owner, name) for name, owner in OWNERS.items()},
    "refusing": REFUSING,
}
KEEPS_NOTHING = "Cet appareil ne garde rien"
STORAGE = {"localStorage", "sessionStorage"}


@pytest.fixture(scope="module")
def running(server: Server, chromium: Browser) -> Iterator[Evening]:
    """One session under way for all devices: each is another page of the same three browsers."""
    with Evening(server, chromium) as evening:
        begin(evening, "clarification")
        evening.screen()
        yield evening


def device(person: Person, refusals: list[str]) -> Person:
    """The same person before another device, which refuses these."""
    other = copy(person)
    other.page = person.tab()
    other.page.on("console", lambda line: person.complaints.append(line.text) if line.type == "error" else None)
    other.page.add_init_script("\n".join(refusals))
    other.page.goto(person.page.url)
    return other.connected()


def acts(other: Person, claire: Person) -> None:
    """A press is carried out, and seen; a screen, on which nobody presses, shows what somebody else did."""
    revision = int(other.state["revision"])
    if other.button("lower_hand").is_visible():
        other.press("lower_hand")
    elif other.button("extend", MORE).is_visible():
        other.press("extend", MORE)
    elif other.page.locator(".folded-hand").is_visible():
        other.press("raise_hand")
    else:
        claire.press("extend", MORE)
    other.shows(revision + 1)


def serves(evening: Evening, who: int, refusals: dict[str, str]) -> None:
    person, claire = evening.everybody[who], evening.everybody[0]
    other = device(person, list(refusals.values()))
    note = other.page.locator("[data-missing]")
    if STORAGE & set(refusals):
        expect(note).to_contain_text(KEEPS_NOTHING)
        note.get_by_role("button").click()
    expect(note).to_be_hidden()
    acts(other, claire)
    other.page.close()
    assert person.complaints == []


@pytest.mark.parametrize("how", MISSES)
@pytest.mark.parametrize("who", range(3), ids=["dashboard", "phone", "screen"])
def test_a_page_is_live_on_a_device_that_refuses_everything(running: Evening, who: int, how: str) -> None:
    serves(running, who, MISSES[how])


@pytest.mark.long
@pytest.mark.parametrize(("how", "what"), [(how, what) for how in MISSES for what in MISSES[how]])
@pytest.mark.parametrize("who", range(3), ids=["dashboard", "phone", "screen"])
def test_a_page_is_live_on_a_device_that_refuses_one_thing(running: Evening, who: int, how: str, what: str) -> None:
    serves(running, who, {what: MISSES[how][what]})


def test_what_a_device_promises_and_does_not_do_is_said(running: Evening) -> None:
    omar = device(running.everybody[1], [REFUSING["vibrate"], REFUSING["wakeLock"]])
    for comfort in ("vibrate", "awake"):
        omar.page.locator(f"[data-comfort={comfort}]").click()
    expect(omar.page.locator("[data-missing]")).to_have_text(re.compile("Cet appareil ne le permet pas"))
    expect(omar.page.locator("[data-comfort=vibrate]")).not_to_be_checked()
    omar.page.close()
