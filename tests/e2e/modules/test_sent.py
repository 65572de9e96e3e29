"""What the live page's modules send and keep: texts and clicks."""

from __future__ import annotations

from threading import Event

from playwright.sync_api import Page, expect

from tests.e2e.loopback import Room
from tests.e2e.modules.pages import may, passes, shows, stand_still, state
from tests.e2e.people import PATIENCE


def test_a_refused_text_is_kept_with_its_key_and_an_accepted_one_is_cleared(room: Room, stage: Page) -> None:
    room.answer = lambda: (409, '<p data-code="not_now">Not now.</p>')
    stage.fill("textarea", "Who decides?")
    stage.click("#send")
    expect(stage.locator("#notice")).to_have_text("Not now.")
    expect(stage.locator("textarea")).to_have_value("Who decides?")

    room.answer = lambda: (204, "")
    stage.click("#send")
    expect(stage.locator("textarea")).to_have_value("")
    expect(stage.locator("#notice")).to_have_text("")
    stage.fill("textarea", "Who else?")
    stage.click("#send")
    expect(stage.locator("textarea")).to_have_value("")

    first, again, other = room.sent
    assert first == again
    assert first["key"] != other["key"]
    assert first["id"] != other["id"]
    assert first["kind"] == "question"


def test_a_lost_network_keeps_text_and_key_and_says_so(room: Room, stage: Page) -> None:
    room.answer = lambda: (0, "")
    stand_still(stage)
    stage.fill("textarea", "Who decides?")
    stage.click("#send")

    passes(stage, lambda: stage.locator("#notice").inner_text() == "No network.", 30_000)
    expect(stage.locator("textarea")).to_have_value("Who decides?")
    room.answer = lambda: (204, "")
    stage.click("#send")
    expect(stage.locator("textarea")).to_have_value("")
    assert len({sent["key"] for sent in room.sent}) == 1


def test_what_was_typed_survives_a_reload(stage: Page) -> None:
    stage.fill("textarea", "Half a thought")
    stage.reload()

    expect(stage.locator("textarea")).to_have_value("Half a thought")


def test_a_text_begun_as_one_kind_is_never_sent_as_another(room: Room, stage: Page) -> None:
    stage.fill("textarea", "Have you tried to call?")
    room.push(state(3) + may("contribute", kinds="option"))
    shows(stage, 3)

    assert stage.locator("input[name=kind]:checked").count() == 0
    stage.click("#send")
    assert room.sent == []
    stage.check("input[value=option]")
    stage.click("#send")
    expect(stage.locator("textarea")).to_have_value("")
    assert room.sent[0]["kind"] == "option"


def test_a_click_carries_what_the_clicker_believed_once(room: Room, stage: Page) -> None:
    clicked = Event()

    def once_clicked() -> tuple[int, str]:
        clicked.wait(PATIENCE)
        return 204, ""

    room.answer = once_clicked
    stage.dblclick("#next")
    clicked.set()
    expect(stage.locator("#next")).not_to_have_attribute("aria-disabled", "true")

    assert [sent["from_step"] for sent in room.sent] == ["4"]


def test_a_button_is_dead_for_a_moment_after_a_pushed_step(room: Room, stage: Page) -> None:
    stand_still(stage)
    room.push(state(3, step=5))
    shows(stage, 3)
    stage.click("#next")
    stage.clock.run_for(600)
    assert room.sent == []

    with stage.expect_response("**/do/next/"):
        stage.click("#next")
    assert [sent["from_step"] for sent in room.sent] == ["5"]


def test_a_stale_click_shows_the_present_stage(room: Room, stage: Page) -> None:
    room.answer = lambda: (409, f'<p data-code="stale">Somebody was faster.</p>{state(9, step=6)}')
    stage.click("#next")

    shows(stage, 9)
    expect(stage.locator("#notice")).to_have_text("Somebody was faster.")


def test_a_dialog_closes_though_its_button_was_replaced_before_the_answer(room: Room, stage: Page) -> None:
    shown = Event()

    def push_first() -> tuple[int, str]:
        room.push(state(3) + '<div id="region-ask">Shown.</div>')
        shown.wait(PATIENCE)
        return 204, ""

    room.answer = push_first
    stage.evaluate("() => document.getElementById('ask').showPopover()")
    stage.click("#show")
    expect(stage.locator("#region-ask")).to_have_text("Shown.")
    shown.set()
    expect(stage.locator("#ask")).to_be_hidden()
