"""What the live page's modules show: the clock, thresholds, regions under a finger, focus, the circle."""

from __future__ import annotations

import math
import time

import pytest
from playwright.sync_api import Page, expect

from sessions.live.regions.drawing import MIDDLE, ORBIT
from tests.e2e.loopback import Room, now_ms
from tests.e2e.modules.pages import floor, may, shows, stand_still, state, visit

SOON = 4  # less than pages wait for an answer
LEFT = """async () => {
    const { serverNow } = await import("/js/live/clock.js");
    return Number(document.getElementById("live-state").dataset.deadline) - serverNow();
}"""


def face(left: float) -> str:
    """What the clock says with so many milliseconds left."""
    seconds = math.ceil(left / 1000)
    return f"{'+' if seconds < 0 else ''}{abs(seconds) // 60}:{abs(seconds) % 60:02}"


def test_the_clock_is_right_on_a_device_that_is_fifteen_minutes_wrong(room: Room, page: Page) -> None:
    page.clock.install(time=time.time() + 15 * 60)
    visit(room, page, left=200)
    shows(page, 2)
    page.clock.pause_at(time.time() + 15 * 60 + SOON)
    for revision in (3, 4):  # with the second, whatever heartbeat was on its way is answered
        room.push(state(revision, left=100))
        shows(page, revision)

    left = page.evaluate(LEFT)
    assert left == pytest.approx(100_000, abs=20_000)
    page.clock.run_for(max(0, int(left % 1000) - 1))
    expect(page.locator("[data-clock-face]")).to_have_text(face(left))
    page.clock.run_for(4)
    expect(page.locator("[data-clock-face]")).to_have_text(face(left - 1000))


@pytest.mark.parametrize(("left", "said"), [(125, "2:05"), (-42, "+0:42")])
def test_the_face_says_what_was_left_when_the_clock_was_stopped(room: Room, stage: Page, left: int, said: str) -> None:
    room.push(state(3, left=left, clock="paused"))
    shows(stage, 3)

    expect(stage.locator("[data-clock-face]")).to_have_text(said)
    expect(stage.locator("[data-clock-face]")).to_have_class("paused")


@pytest.mark.parametrize(("seconds", "said"), [(14, "a few seconds"), (100, "1 min"), (1000, "16 min")])
def test_an_absence_of_seconds_is_not_said_to_be_a_minute(room: Room, stage: Page, seconds: int, said: str) -> None:
    stage.evaluate(
        """(since) => document.body.insertAdjacentHTML("beforeend",
            `<time data-minutes-since="${since}" data-moment="a few seconds"></time>`)""",
        now_ms() - seconds * 1000,
    )
    room.push(state(3))
    expect(stage.locator("[data-minutes-since]")).to_have_text(said)


def test_the_face_says_how_late_it_is(room: Room, stage: Page) -> None:
    stand_still(stage)
    room.push(state(3, left=-42))
    shows(stage, 3)

    expect(stage.locator("[data-clock-face]")).to_have_text(face(stage.evaluate(LEFT)))
    expect(stage.locator("[data-clock-face]")).to_have_class("late")


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
