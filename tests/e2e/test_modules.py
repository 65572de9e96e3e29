"""The live page's modules, each in a real browser against a page and a server of its own."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from sessions.live.circle import MIDDLE, ORBIT
from tests.e2e.loopback import Room, now_ms
from tests.e2e.people import launch

SHIFTED = """
    const shift = 15 * 60_000, Real = Date;
    globalThis.Date = class extends Real {
      constructor(...given) { super(...(given.length ? given : [Real.now() + shift])); }
      static now() { return Real.now() + shift; }
    };
"""


@pytest.fixture(scope="module")
def context() -> Iterator[BrowserContext]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        context = browser.new_context()
        context.set_default_timeout(6000)
        yield context
        browser.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A tab of its own; what it kept on the device goes with it."""
    page = context.new_page()
    yield page
    page.evaluate("try { localStorage.clear(); } catch {}")
    page.close()


@pytest.fixture(scope="module")
def house() -> Iterator[Room]:
    room = Room()
    yield room
    room.close()


@pytest.fixture
def room(house: Room) -> Iterator[Room]:
    house.tidy()
    house.open()
    yield house
    house.shut()


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
    return f"""<!doctype html><html lang="en" data-status="running" data-link="live"><head><meta charset="utf-8">
<meta name="htmx-config" content='{{"includeIndicatorStyles":false,"allowEval":false}}'>
<link rel="stylesheet" href="/css/site.css"><link rel="stylesheet" href="/css/live.css">
<script src="/htmx.js" defer></script><script type="module" src="/js/live.js"></script></head>
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
<form data-when="contribute" data-command-form hx-post="/do/contribute/" hx-swap="none">
<input type="hidden" name="id" data-new-id>
<fieldset data-kinds-group><label><input type="radio" name="kind" value="question" required>Question</label>
<label><input type="radio" name="kind" value="option" required>Option</label></fieldset>
<textarea name="text" required data-draft="contribute"></textarea>
<button id="send" data-command="contribute">Send</button>
</form>
<div class="notice"><div id="notice" role="alert" data-say-offline="No network." data-say-failed="Failed."></div></div>
<p data-announce aria-live="polite" data-say-soon="One minute." data-say-late="Time is up." data-say-paused="Paused."
  data-say-resumed="Resumed."></p></body></html>"""


@pytest.fixture
def stage(room: Room, page: Page) -> Page:
    """A page whose socket has already shown its first frame."""
    visit(room, page)
    page.wait_for_selector('#live-state[data-revision="2"]', state="attached")
    return page


def visit(room: Room, page: Page, left: float = 300) -> None:
    room.page = live_page(room, state(left=left), may("next raise_hand contribute"))
    room.frame = room.frame or state(2, left=left)
    page.goto(room.url)


def shows(page: Page, revision: int) -> None:
    page.wait_for_selector(f'#live-state[data-revision="{revision}"]', state="attached")


def link(page: Page, word: str) -> None:
    page.wait_for_selector(f'html[data-link="{word}"]', state="attached", timeout=6000)


# The clock


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


# Commands


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
    stage.fill("textarea", "Who decides?")
    stage.click("#send")

    expect(stage.locator("#notice")).to_have_text("No network.")
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
    def slowly() -> tuple[int, str]:
        time.sleep(0.3)
        return 204, ""

    room.answer = slowly
    stage.dblclick("#next")
    expect(stage.locator("#next")).not_to_have_attribute("aria-disabled", "true")

    assert [sent["from_step"] for sent in room.sent] == ["4"]


def test_a_button_is_dead_for_a_moment_after_a_pushed_step(room: Room, stage: Page) -> None:
    room.push(state(3, step=5))
    shows(stage, 3)
    stage.click("#next")
    stage.wait_for_timeout(600)
    assert room.sent == []

    with stage.expect_response("**/do/next/"):
        stage.click("#next")
    assert [sent["from_step"] for sent in room.sent] == ["5"]


def test_a_stale_click_shows_the_present_stage(room: Room, stage: Page) -> None:
    room.answer = lambda: (409, f'<p data-code="stale">Somebody was faster.</p>{state(9, step=6)}')
    stage.click("#next")

    shows(stage, 9)
    expect(stage.locator("#notice")).to_have_text("Somebody was faster.")


# The link


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
    visit(room, page)

    link(page, "refused")
    expect(page.locator("[data-link-banner]")).to_have_text("No such session.")
    page.wait_for_timeout(900)
    assert room.opened == 1


def test_a_forbidden_page_is_loaded_again_once(room: Room, page: Page) -> None:
    room.refusal = 4403
    visit(room, page)

    link(page, "refused")
    assert room.opened == 2


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
