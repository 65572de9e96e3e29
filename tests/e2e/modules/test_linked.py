"""How the live page keeps in touch, and that it never says so before it is true."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.loopback import Room
from tests.e2e.modules.pages import link, shows, stand_still, state, visit
from tests.network import TO_CLIENT, TO_SERVER, Network

BOTH = pytest.param((), id="both", marks=pytest.mark.long)
ONE = [pytest.param((TO_CLIENT,), id="to_page"), pytest.param((TO_SERVER,), id="to_server")]
WAYS = pytest.mark.parametrize("ways", [*ONE, BOTH])
REGION, PIECE = "document.querySelector('#region-floor')", "document.querySelector('#piece-marc')"


@pytest.fixture
def network(room: Room) -> Iterator[Network]:
    """Between the page's socket and the room."""
    with Network(room.port) as network:
        room.socket_port = network.port
        yield network


def test_the_page_comes_back_by_itself_after_a_restart(room: Room, stage: Page) -> None:
    room.poll = (503, "")
    room.shut()
    link(stage, "lost")
    expect(stage.locator("[data-link-banner]")).to_have_text("Lost.")
    room.frame = state(7)
    room.open()

    link(stage, "live")
    shows(stage, 7)
    expect(stage.locator("[data-link-banner]")).to_have_text("")


def test_a_refusal_is_final_and_said(room: Room, page: Page) -> None:
    room.refusal = 4404
    page.clock.install()
    visit(room, page)

    link(page, "refused")
    expect(page.locator("[data-link-banner]")).to_have_text("No such session.")
    page.clock.run_for(60_000)
    assert room.opened == 1


def test_a_forbidden_page_is_loaded_again_once(room: Room, page: Page) -> None:
    room.refusal = 4403
    visit(room, page)

    link(page, "refused")
    assert room.opened == 2


def test_a_forbidden_page_whose_device_keeps_nothing_is_not_loaded_for_ever(room: Room, page: Page) -> None:
    page.add_init_script("Object.defineProperty(window, 'sessionStorage', { value: null });")
    room.refusal = 4403
    visit(room, page)

    link(page, "refused")
    assert room.opened == 1


def test_where_sockets_are_blocked_the_page_polls(room: Room, page: Page) -> None:
    room.shut()
    room.poll = (200, state(8))
    visit(room, page)

    link(page, "polling")
    shows(page, 8)
    room.frame = state(9)
    room.open()
    link(page, "live")
    shows(page, 9)


@WAYS
def test_a_socket_that_opens_and_passes_nothing_is_no_link(
    room: Room, page: Page, network: Network, ways: tuple[str, ...]
) -> None:
    network.swallow(*ways, sockets_alone=True)
    room.poll = (200, state(8))
    stand_still(page)
    with page.expect_websocket():
        visit(room, page)
    page.clock.run_for(4000)
    expect(page.locator("html")).to_have_attribute("data-link", "connecting")
    page.clock.run_for(2000)
    link(page, "polling")
    shows(page, 8)

    network.mend()
    room.frame = state(9)
    page.clock.fast_forward(30_000)
    page.clock.resume()
    link(page, "live")
    shows(page, 9)


@WAYS
def test_a_socket_that_goes_silent_is_replaced_and_polled_beside(
    room: Room, page: Page, network: Network, ways: tuple[str, ...]
) -> None:
    room.poll = (200, state(8))
    page.clock.install()
    visit(room, page)
    link(page, "live")
    network.swallow(*ways, sockets_alone=True)
    for _ in range(3):
        page.clock.run_for(3000)
        room.push(state(3))
    link(page, "polling")
    shows(page, 8)
    network.mend()
    room.frame = state(9)
    page.clock.fast_forward(30_000)
    link(page, "live")
    shows(page, 9)


def listed(*names: str) -> str:
    items = "".join(f'<li id="piece-{name}">{name}</li>' for name in names)
    return f'<div id="region-floor"><h2>Hands</h2><ol id="pieces">{items}</ol></div>'


def test_a_page_that_polls_is_changed_piece_by_piece(room: Room, page: Page) -> None:
    """What has not changed is not put in anew: it keeps its selection."""
    room.shut()
    room.poll = (200, state(2) + listed("ana", "marc"))
    page.clock.install()
    visit(room, page)
    link(page, "polling")
    page.evaluate(f"{REGION}.touched = {PIECE}.touched = 1")
    for revision, names in ((3, ("ana", "marc")), (3, ("zoe", "marc")), (4, ("marc", "zoe", "eva"))):
        room.poll = (200, state(revision) + listed(*names))
        page.clock.fast_forward(3100)
        expect(page.locator("#pieces li")).to_have_text(list(names))
    assert page.evaluate(
        "document.querySelector('#region-floor').touched && document.querySelector('#piece-marc').touched"
    )


def test_every_fifth_poll_asks_for_what_changes_without_a_revision(room: Room, page: Page) -> None:
    room.shut()
    page.clock.install()
    visit(room, page)
    link(page, "polling")
    for _ in range(5):
        with page.expect_response("**/stage/**"):
            page.clock.fast_forward(3100)
    assert ["whole" in path for path in room.polled][:5] == [False] * 4 + [True]
