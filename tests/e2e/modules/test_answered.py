"""A press has an answer or a word within seconds, is sent again by itself, and counts once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, repeat
from threading import Event

import pytest
from playwright.sync_api import Page

from tests.e2e.loopback import Answer, Room
from tests.e2e.modules.pages import link, passes, stand_still, visit
from tests.network import Network

DONE: Answer = (204, "")
# What the notice has said so far.
LISTEN = """
    window.told = [];
    const listen = () => new MutationObserver(() => {
      const words = document.getElementById("notice").textContent;
      if (words) window.told.push(words);
    }).observe(document.getElementById("notice"), { childList: true });
    addEventListener("DOMContentLoaded", listen);
"""


@pytest.fixture
def stage(room: Room, page: Page) -> Page:
    """A page that is connected, whose time passes when a test says so."""
    page.add_init_script(LISTEN)
    visit(room, page)
    link(page, "live")
    stand_still(page)
    return page


@pytest.fixture
def silence() -> Iterator[Event]:
    """What a server that says nothing waits for."""
    end = Event()
    yield end
    end.set()


def says(page: Page, sentence: str, most: int) -> int:
    return passes(page, lambda: page.locator("#notice").inner_text() == sentence, most)


def told(page: Page) -> list[str]:
    words: list[str] = page.evaluate("window.told")
    return words


def is_free(page: Page) -> bool:
    return page.locator("#next").get_attribute("aria-disabled") is None


def answers(room: Room, *given: Answer) -> None:
    """These in turn, then the last of them for ever."""
    coming = chain(given, repeat(given[-1]))
    room.answer = lambda: next(coming)


def test_a_press_over_dead_connections_is_said_and_sent_again_over_a_new_one(room: Room, page: Page) -> None:
    with Network(room.http.server_port) as network:
        page.add_init_script(LISTEN)
        visit(room, page, at=network.url)
        link(page, "live")
        stand_still(page)
        network.strand()
        page.click("#next")
        assert passes(page, lambda: told(page) == ["Sending."], 2000) >= 750
        assert passes(page, lambda: is_free(page), 10_000) >= 6000
        passes(page, lambda: told(page)[-1] == "Sent.", 1000)
        says(page, "", 4000)
    assert len(room.sent) == 1


def test_a_press_whose_answer_is_lost_is_sent_again_under_its_key(room: Room, stage: Page, silence: Event) -> None:
    coming = iter([lambda: silence.wait() and DONE, lambda: DONE])
    room.answer = lambda: next(coming)()
    stage.click("#next")
    assert passes(stage, lambda: not is_free(stage), 100) == 0
    assert passes(stage, lambda: is_free(stage), 12_000) >= 7000
    first, second = room.sent
    assert first == second


def test_a_server_that_stays_silent_is_given_up_and_the_button_is_free(room: Room, stage: Page, silence: Event) -> None:
    room.answer = lambda: silence.wait() and DONE
    stage.click("#next")
    says(stage, "Silent.", 35_000)
    assert told(stage) == ["Sending.", "Again.", "Again.", "Silent."]
    assert is_free(stage)
    assert len({sent["key"] for sent in room.sent}) == 1


def test_a_server_that_rests_is_asked_again_when_it_says(room: Room, stage: Page) -> None:
    answers(room, (503, "", {"Retry-After": "4"}), (503, ""), DONE)
    stage.click("#next")
    assert passes(stage, lambda: is_free(stage), 12_000) >= 5000
    assert len(room.sent) == 3
    assert len({sent["key"] for sent in room.sent}) == 1


def test_a_page_whose_token_is_old_gets_another_and_sends_again(room: Room, stage: Page) -> None:
    answers(room, (403, "", {"Codev-Refused": "csrf"}), DONE)
    room.page = room.page.replace("<body ", """<body hx-headers='{"X-CSRFToken": "new"}' """)
    stage.click("#next")
    passes(stage, lambda: is_free(stage), 3000)
    first, second = room.sent
    assert first == second
    assert room.tokens == ["", "new"]


def test_a_refusal_is_final(room: Room, stage: Page) -> None:
    answers(room, (409, '<p data-code="not_now">Not now.</p>'))
    stage.click("#next")
    says(stage, "Not now.", 3000)
    assert is_free(stage)
    assert len(room.sent) == 1
