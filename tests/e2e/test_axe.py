"""axe once for each screen and state, in French: WCAG 2.2 AA and what axe calls best practice, nothing excepted."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from .people import LAPTOP, PHONE, Evening, Person

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALL = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}}
COLOURS = {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": ["color-contrast"]}}


class Ledger:
    """What axe found, by screen and state; all of it is reported at once."""

    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {}

    def look(self, person: Person, state: str, *, dark: bool = False) -> None:
        assert person.page.get_attribute("html", "lang") == "fr"
        self._run(person, state, ALL)
        if dark:
            person.page.emulate_media(color_scheme="dark")
            self._run(person, f"{state}, dark", COLOURS)
            person.page.emulate_media(color_scheme="light")

    def visit(self, person: Person, path: str, state: str) -> None:
        person.page.goto("/".join(person.url.split("/")[:3]) + path)
        self.look(person, state)

    def _run(self, person: Person, state: str, options: dict[str, object]) -> None:
        violations = Axe().run(person.page, options=options).response["violations"]
        self.found[state] = [
            f"{one['id']}: {node['target']} {' '.join((node.get('failureSummary') or '').split())[:200]}"
            for one in violations
            for node in one["nodes"]
        ]


@pytest.fixture
def axe() -> Iterator[Ledger]:
    ledger = Ledger()
    yield ledger
    assert len(ledger.found) > 0
    assert {state: found for state, found in ledger.found.items() if found} == {}


@pytest.mark.long
def test_pages_before_a_session(evening: Evening, axe: Ledger) -> None:
    claire, stranger = evening.facilitator(), evening.someone(evening.server.url, PHONE)
    axe.visit(stranger, "/accounts/login/", "sign-in")
    axe.visit(stranger, "/accounts/login/code/", "code request")
    stranger.page.locator("main input[type=email]").fill("claire@demo.invalid")
    stranger.page.locator("main form button.main").click()
    expect(stranger.page).to_have_url(re.compile("confirm"))
    axe.look(stranger, "code")
    axe.visit(stranger, "/nothing/", "404")
    claire.page.locator("h1 a").click()
    group = claire.page.url.removeprefix(evening.server.url)
    axe.look(claire, "group")
    claire.page.get_by_role("button", name=re.compile("Léa Fontaine")).first.click()
    axe.look(claire, "link")
    link = claire.page.input_value("#personal-link").removeprefix(evening.server.url)
    axe.visit(stranger, link, "join")
    stranger.page.locator("main form button").click()
    axe.look(stranger, "home of a participant")
    axe.visit(stranger, f"{group}charter/", "charter")
    axe.visit(claire, "/", "home")
    axe.visit(claire, f"{group}members/{evening.id_of(0)}/", "member")
    axe.visit(claire, f"{group}facilitators/", "facilitators")
    claire.page.goto(f"{evening.server.url}{group}plan/")
    claire.page.fill("#id_minutes", "30")
    claire.page.fill("#id_rounds", "9")
    claire.page.locator("main form button.main").click()
    expect(claire.page.locator(".errorlist, .error").first).to_be_visible()
    axe.look(claire, "plan with errors")


def test_a_session_in_each_state(evening: Evening, axe: Ledger) -> None:
    claire, lea, omar, wall = evening.facilitator(), evening.participant(0), evening.participant(1), evening.screen()
    axe.look(claire, "dashboard planned")
    axe.look(lea, "waiting")
    evening.after(lambda: claire.press("open"))
    for one in (lea, omar):
        one.until("() => document.body.dataset.shell === 'participant'")
        one.connected()
    evening.after(lambda: claire.press("admit", f"#admit-{evening.id_of(2)}"))
    evening.after(lambda: claire.press("choose_clients", f"#client-{evening.id_of(0)}"))
    axe.look(claire, "lobby of the dashboard", dark=True)
    axe.look(lea, "lobby of a participant")
    axe.look(wall, "lobby of the room screen")
    evening.after(lambda: claire.press("start"))
    evening.after(lambda: claire.press("next_speaker"))
    axe.look(claire, "go-round")
    jump(evening, claire, 4)
    claire.page.locator(".people-panel summary").first.click()
    evening.after(lambda: omar.press("raise_hand"))
    axe.look(claire, "hands, people open", dark=True)
    claire.page.locator(".people-panel summary").first.click()
    evening.after(lambda: omar.write("contribute", "Qui décide ?", kind="question"))
    axe.look(omar, "peer writes", dark=True)
    evening.after(lambda: claire.press("set_floor_mode", "#mode-silence"))
    evening.after(lambda: claire.press("pause"))
    axe.look(claire, "silence, paused")
    axe.look(wall, "room screen paused", dark=True)
    evening.after(lambda: claire.press("resume"))
    jump(evening, claire, 5)
    evening.after(lambda: lea.write("write_contract", "Je souhaite repartir avec trois phrases."))
    axe.look(lea, "client, contract", dark=True)
    claire.page.set_viewport_size(PHONE["viewport"])
    # At the end of the page, where the bar of controls that sticks to the bottom covers nothing.
    claire.page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    axe.look(claire, "dashboard on a phone, free floor")
    claire.page.set_viewport_size(LAPTOP["viewport"])
    jump(evening, claire, 3)
    for _ in range(5):
        evening.after(lambda: claire.press("extend", "[hx-vals*='\"-60\"']"))
    axe.look(claire, "overtime, client alone", dark=True)
    axe.look(omar, "overtime for a participant", dark=True)
    claire.page.locator('[popovertarget="ask-close"]:visible').first.click()
    axe.look(claire, "dialog", dark=True)
    evening.after(lambda: claire.press("close"))
    for person, state in ((claire, "dashboard closed"), (lea, "closed for the client"), (wall, "room screen closed")):
        axe.look(person, state)
    lea.page.locator("#region-mine a").click()
    axe.look(lea, "keepsake")


def jump(evening: Evening, claire: Person, index: int) -> None:
    evening.after(lambda: claire.press("jump", f"#jump-{index}"))


def test_a_rehearsal(evening: Evening, axe: Ledger) -> None:
    claire = evening.facilitator()
    axe.visit(claire, "/", "home, with the demonstration’s first card")
    axe.visit(claire, "/rehearse/", "before a rehearsal")
    claire.page.locator("#rehearsal button.main").click()
    claire.connected()
    claire.page.locator(".simulated-panel summary").click()
    axe.look(claire, "rehearsal, simulated participants", dark=True)
    claire.page.locator('.simulated-panel [popovertarget="ask-leave-rehearsal"]').click()
    axe.look(claire, "leaving the rehearsal")
