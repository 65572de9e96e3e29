"""What the live page does with pieces and orders that come while somebody presses, or has the focus."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.loopback import Room
from tests.e2e.modules.pages import shows, state

CLICKED = "(button) => button.addEventListener('click', () => { window.clicked = true })"
FOCUSED = "document.activeElement.id || document.activeElement.tagName"


def hand(name: str, word: str = "") -> str:
    return f'<li id="hand-{name}"><button id="give-{name}" type="button">{name}{word}</button></li>'


def order(*names: str, of: str = "hands", kind: str = "hand") -> str:
    return f'<div id="{of}" data-order="{" ".join(f"{kind}-{name}" for name in names)}"></div>'


def region(*hands: str, word: str = "") -> str:
    return f'<div id="region-floor">{word}<ol id="hands">{"".join(hands)}</ol></div>'


def part(name: str, *notes: str) -> str:
    return f'<section id="kind-{name}"><ul id="notes-{name}">{"".join(notes)}</ul></section>'


def note(name: str, word: str = "") -> str:
    return f'<li id="note-{name}"><button id="more-{name}" type="button">{name}{word}</button></li>'


def press(page: Page, button: str) -> None:
    box = page.locator(button).bounding_box()
    assert box
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()


def begin(room: Room, page: Page, html: str) -> None:
    room.push(state(3) + html)
    shows(page, 3)


def hands(page: Page) -> list[str]:
    return page.locator("#hands button").all_inner_texts()


def test_an_order_that_moves_what_is_pressed_waits_and_the_click_counts(room: Room, stage: Page) -> None:
    """Hands are called least heard first: who is called next may change while a finger is on a button."""
    begin(room, stage, region(hand("ana"), hand("marc")))
    stage.locator("#give-marc").evaluate(CLICKED)
    press(stage, "#give-marc")
    room.push(state(4) + order("marc", "ana"))
    shows(stage, 4)
    assert hands(stage) == ["ana", "marc"]
    room.push(state(5) + hand("zoe") + order("marc", "zoe", "ana"))
    shows(stage, 5)
    stage.mouse.up()
    expect(stage.locator("#hands button")).to_have_text(["marc", "zoe", "ana"])
    assert stage.evaluate("window.clicked")


def test_what_came_while_an_order_waited_is_as_new_as_what_came_after(room: Room, stage: Page) -> None:
    """A step that is left takes a pressed note away; what is written in the next one comes meanwhile."""
    board = f'<div id="region-floor"><div id="list-board">{part("question", note("a"))}</div></div>'
    begin(room, stage, board)
    press(stage, "#more-a")
    room.push(state(4) + part("option", note("b")) + order("option", of="list-board", kind="kind"))
    shows(stage, 4)
    room.push(state(5) + note("c") + order("b", "c", of="notes-option", kind="note"))
    shows(stage, 5)
    room.push(state(6) + note("b", " again"))
    shows(stage, 6)
    stage.mouse.up()
    expect(stage.locator("#list-board button")).to_have_text(["b again", "c"])


def test_a_region_that_came_later_is_newer_than_its_piece_that_waited(room: Room, stage: Page) -> None:
    begin(room, stage, region(hand("ana"), hand("marc")))
    press(stage, "#give-ana")
    room.push(state(4) + hand("ana", " (1)"))
    shows(stage, 4)
    room.push(state(5) + region(hand("ana", " (2)"), hand("marc"), word="Queue"))
    shows(stage, 5)
    assert hands(stage) == ["ana", "marc"]
    stage.mouse.up()
    expect(stage.locator("#hands button")).to_have_text(["ana (2)", "marc"])


def test_an_order_that_waited_is_not_put_over_a_region_that_came_later(room: Room, stage: Page) -> None:
    begin(room, stage, region(hand("ana"), hand("marc")))
    press(stage, "#give-ana")
    room.push(state(4) + order("marc"))
    shows(stage, 4)
    room.push(state(5) + region(hand("marc"), hand("ana"), word="Queue"))
    shows(stage, 5)
    stage.mouse.up()
    expect(stage.locator("#hands button")).to_have_text(["marc", "ana"])


def test_focus_is_not_lost_with_a_piece_that_goes_or_moves(room: Room, stage: Page) -> None:
    begin(room, stage, region(hand("ana"), hand("marc")))
    stage.focus("#give-marc")
    room.push(state(4) + order("marc", "ana"))
    shows(stage, 4)
    assert hands(stage) == ["marc", "ana"]
    assert stage.evaluate(FOCUSED) == "give-marc"
    room.push(state(5) + order("ana"))
    shows(stage, 5)
    assert stage.evaluate(FOCUSED) == "H1"


def test_a_newcomer_before_what_is_pressed_waits_and_one_after_it_does_not(room: Room, stage: Page) -> None:
    """The newest contribution comes first, and would push the button from under the finger."""
    begin(room, stage, region(hand("ana"), hand("marc")))
    stage.locator("#give-ana").evaluate(CLICKED)
    press(stage, "#give-ana")
    room.push(state(4) + hand("zoe") + order("zoe", "ana", "marc"))
    shows(stage, 4)
    assert hands(stage) == ["ana", "marc"]
    stage.mouse.up()
    expect(stage.locator("#hands button")).to_have_text(["zoe", "ana", "marc"])
    assert stage.evaluate("window.clicked")
    press(stage, "#give-ana")
    room.push(state(5) + hand("lea") + order("zoe", "ana", "marc", "lea"))
    shows(stage, 5)
    assert hands(stage) == ["zoe", "ana", "marc", "lea"]
    stage.mouse.up()
