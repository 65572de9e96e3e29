"""What the live page's modules show: the clock, thresholds, regions under a finger, focus, the circle."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from sessions.live.regions.drawing import MIDDLE, ORBIT
from tests.e2e.loopback import Room
from tests.e2e.modules.pages import floor, may, shows, state, visit

SHIFTED = """
    const shift = 15 * 60_000, Real = Date;
    globalThis.Date = class extends Real {
      constructor(...given) { super(...(given.length ? given : [Real.now() + shift])); }
      static now() { return Real.now() + shift; }
    };
"""


def test_the_clock_is_right_on_a_device_that_is_fifteen_minutes_wrong(room: Room, page: Page) -> None:
    page.add_init_script(SHIFTED)
    visit(room, page, left=200)
    shows(page, 2)
    room.push(state(3, left=100))
    shows(page, 3)
    deadline = int(page.get_attribute("#live-state", "data-deadline") or 0)
    page.wait_for_timeout(300)

    before = page.text_content("[data-clock-face]")
    flipped = page.evaluate(
        """(text) => new Promise((done) => { const face = document.querySelector("[data-clock-face]");
        new MutationObserver(() => done(performance.timeOrigin + performance.now()))
          .observe(face, { childList: true, characterData: true, subtree: true }); })""",
        before,
    )

    assert before in {"1:40", "1:39"}
    assert abs((deadline - flipped + 500) % 1000 - 500) < 60


@pytest.mark.parametrize(
    ("clock", "left", "face", "mood"),
    [("paused", 125, "2:05", "paused"), ("paused", -42, "+0:42", "paused"), ("running", -42, "+0:42", "late")],
)
def test_the_face_says_what_is_left_or_over(
    room: Room, stage: Page, clock: str, left: int, face: str, mood: str
) -> None:
    room.push(state(3, left=left - 0.5 if clock == "running" else left, clock=clock))
    shows(stage, 3)

    expect(stage.locator("[data-clock-face]")).to_have_text(face)
    expect(stage.locator("[data-clock-face]")).to_have_class(mood)


def test_thresholds_are_told_once_and_seconds_never(room: Room, stage: Page) -> None:
    voice = stage.locator("[data-announce]")

    expect(voice).to_have_text("")
    room.push(state(3, left=60.5))
    expect(voice).to_have_text("One minute.")
    room.push(state(4, left=0.3))
    expect(voice).to_have_text("Time is up.")
    room.push(state(5, left=30, clock="paused"))
    expect(voice).to_have_text("Paused.")
    room.push(state(6, step=5))
    expect(voice).to_have_text("Clarification")


# Frames


def test_a_region_is_not_swapped_under_a_pressed_finger(room: Room, stage: Page) -> None:
    stage.evaluate("document.querySelector('#give-ana').addEventListener('click', () => { window.clicked = true })")
    box = stage.locator("#give-ana").bounding_box()
    assert box
    stage.mouse.move(box["x"] + 5, box["y"] + 5)
    stage.mouse.down()
    room.push(state(3) + floor("marc"))
    shows(stage, 3)

    assert stage.locator("#give-ana").count() == 1
    stage.mouse.up()
    expect(stage.locator("#give-ana")).to_have_count(0)
    assert stage.evaluate("window.clicked")


def test_focus_comes_back_by_id_or_goes_to_the_heading(room: Room, stage: Page) -> None:
    stage.focus("#give-ana")
    room.push(state(3) + floor("marc", "ana"))
    shows(stage, 3)
    assert stage.evaluate("document.activeElement.id") == "give-ana"

    room.push(state(4) + floor("marc"))
    shows(stage, 4)
    assert stage.evaluate("document.activeElement.tagName") == "H1"


def test_focus_follows_from_a_control_to_its_twin(room: Room, stage: Page) -> None:
    stage.focus("#raise")
    room.push(state(3) + may("lower_hand"))

    expect(stage.locator("#raise")).to_be_hidden()
    assert stage.evaluate("document.activeElement.id") == "lower"


def test_labels_come_with_the_frame(room: Room, stage: Page) -> None:
    expect(stage.locator("#next")).to_have_text("Next: contract")
    room.push(state(3) + may("next", label="Next: consultation"))

    expect(stage.locator("#next")).to_have_text("Next: consultation")


def test_the_reader_sits_at_the_bottom_and_who_is_away_is_dashed(stage: Page) -> None:
    own = stage.locator('[data-seat="b"]')

    expect(own).to_have_attribute("transform", f"translate({MIDDLE} {MIDDLE + ORBIT})")
    expect(own.locator(".name")).to_have_text("you")
    expect(stage.locator('[data-seat="c"]')).to_have_attribute("transform", "translate(91 154)")
    expect(stage.locator(".away")).to_have_attribute("data-seat", "c")
