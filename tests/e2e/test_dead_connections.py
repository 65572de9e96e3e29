"""Connections that are dead without anybody knowing: a press is answered all the same, a text leaves, a page wakes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.network import Network

from .modules.pages import passes
from .people import Evening, Person
from .serving import Server
from .test_network import begin, written

MORE = "[hx-vals*='\"60\"']"
SECOND = 1000
TOKEN = "document.cookie.match(/csrftoken=([^;]+)/)[1]"
PRESENT = "(revision) => Number(document.getElementById('live-state').dataset.revision) >= revision"


@pytest.fixture(scope="module")
def evening(server: Server, chromium: Browser) -> Iterator[Evening]:
    with Evening(server, chromium) as evening:
        for person in begin(evening, "clarification"):
            person.context.clock.install()
        yield evening


@pytest.fixture
def network(evening: Evening) -> Iterator[Network]:
    with Network(evening.server.port) as network:
        yield network


def through(network: Network, person: Person) -> Person:
    """Another page of the same browser, over this network, whose time passes when a test says so."""
    other = Person(person.context, re.sub(r":\d+", f":{network.port}", person.page.url))
    other.complaints = person.complaints
    other.page.goto(other.url)
    # Not asked of the page's own clock, which is ahead by all that these tests let pass.
    expect(other.page.locator("html")).to_have_attribute("data-link", "live")
    return other


def in_time(person: Person, holds: Callable[[], object], most: int) -> int:
    return passes(person.page, lambda: bool(holds()), most)


def notice(person: Person) -> str:
    return person.page.locator("#notice").inner_text()


def test_a_step_is_pressed_over_dead_connections(evening: Evening, network: Network) -> None:
    claire = through(network, evening.everybody[0])
    revision = int(claire.state["revision"])
    network.strand()
    claire.press("extend", MORE)
    in_time(claire, lambda: notice(claire) == "Envoi…", 3 * SECOND)
    in_time(claire, lambda: claire.page.evaluate(PRESENT, revision + 1), 10 * SECOND)
    in_time(claire, lambda: claire.button("extend", MORE).get_attribute("aria-disabled") is None, 2 * SECOND)
    in_time(claire, lambda: notice(claire) == "", 6 * SECOND)
    assert int(evening.everybody[0].shows(revision + 1)["revision"]) == revision + 1
    claire.page.close()


def test_a_text_that_met_dead_connections_leaves_within_fifteen_seconds(evening: Evening, network: Network) -> None:
    omar, before = through(network, evening.everybody[1]), written(evening)
    network.swallow()
    omar.write("contribute", "Qui d’autre est concerné ?")
    tray = omar.page.locator("[data-outbox-tray]")
    in_time(omar, tray.is_visible, 12 * SECOND)
    expect(tray).to_contain_text("Pas encore envoyé")
    expect(tray).to_contain_text("Qui d’autre est concerné ?")
    in_time(omar, lambda: notice(omar) == "", 2 * SECOND)  # said once, in its place
    network.mend()
    assert in_time(omar, tray.is_hidden, 15 * SECOND)
    in_time(omar, lambda: notice(omar) == "", 6 * SECOND)
    assert written(evening) == before + 1
    omar.page.close()


def test_whoever_signs_in_again_in_another_tab_goes_on_in_this_one(evening: Evening) -> None:
    claire = evening.everybody[0]
    group = claire.page.locator("h1 a").get_attribute("href")
    charter = claire.tab()
    charter.goto(f"{evening.server.url}{group}charter/")
    old = claire.page.evaluate(TOKEN)
    again = claire.tab()
    again.goto(claire.url)
    assert claire.page.evaluate(TOKEN) != old

    revision = int(claire.state["revision"])
    with claire.page.expect_response("**/do/extend/") as answered:
        claire.press("extend", MORE)
    assert answered.value.status == 204
    claire.shows(revision + 1)
    with charter.expect_response("**/charter/revise/") as answered:
        charter.locator("form:has(textarea) button[type=submit]").click()
    assert answered.value.status == 302
    again.close()
    charter.close()


def test_a_page_that_was_frozen_is_right_soon_after_it_wakes(evening: Evening, network: Network) -> None:
    claire, omar = evening.everybody[0], through(network, evening.everybody[1])
    browser = omar.context.new_cdp_session(omar.page)
    browser.send("Page.setWebLifecycleState", {"state": "frozen"})
    revision = int(claire.state["revision"])
    claire.press("extend", MORE)
    claire.shows(revision + 1)
    network.strand()
    browser.send("Page.setWebLifecycleState", {"state": "active"})
    omar.page.clock.fast_forward(4 * 60 * SECOND)
    in_time(omar, lambda: omar.page.evaluate(PRESENT, revision + 1), 5 * SECOND)
    in_time(omar, lambda: omar.page.locator("html[data-link=live]").count(), 5 * SECOND)
    omar.page.close()
