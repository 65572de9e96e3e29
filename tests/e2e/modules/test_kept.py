"""What drafts keep, wipe and say: kinds, texts that change meanwhile, the tab next door, the browser's translator."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.loopback import Room
from tests.e2e.modules.pages import live_page, may, shows, state
from tests.e2e.translator import TRANSLATOR
from tests.services import ROOT

HALF = "Half a thought"
NOTES = "".join(
    re.sub(
        r'{% load i18n %}|{% include .* %}|{% translate "|" %}', "", (ROOT / "templates/sessions" / name).read_text()
    )
    for name in ("_draft_of_another_tab.html", "live/controls/_draft_notes.html")
)
DIALOG = """<div popover id="reword"><form data-command-form data-draft="reword" hx-post="/do/edit/" hx-swap="none">
<input type="hidden" name="id"><textarea name="text"></textarea><button id="keep" data-command="edit">Keep</button>
</form></div><p><button type="button" id="leaving">x</button></p>
<form data-leave="d" action="/" method="get"><button id="sign-out">Sign out</button></form>
<script type="module" src="/js/pages/leave.js"></script>"""
KEPT = "() => JSON.stringify(localStorage).includes('Half a')"


def note(text: str, id: str = "1") -> str:
    button = f'<button id="edit-{id}" type="button" data-fill="reword" data-edit="{id}">Reword</button>'
    return f'<li id="note-{id}" class="note"><p>{text}</p>{button}</li>'


def board(*notes: str) -> str:
    return f'<div id="region-board"><ul id="list-board">{"".join(notes)}</ul></div>'


@pytest.fixture
def written(room: Room, page: Page) -> Page:
    """A live page with one contribution of one's own, which may be reworded."""
    room.page = live_page(room, state(1), may("contribute")).replace(
        "</body>", board(note("Since when?")) + DIALOG + NOTES + "</body>"
    )
    room.frame = state(2)
    page.goto(room.url)
    shows(page, 2)
    return page


def typed(page: Page, text: str = HALF, kind: str = "") -> None:
    if kind:
        page.check(f'[value="{kind}"]')
    page.fill("[data-draft=contribute] textarea", text)


def chosen(page: Page, kind: str) -> None:
    expect(page.locator(f'[value="{kind}"]')).to_be_checked()


def test_a_draft_comes_back_with_its_kind_and_is_shared_as_that(room: Room, written: Page) -> None:
    room.page = room.page.replace('data-kinds="question"', 'data-kinds="question option"')
    written.reload()
    typed(written, kind="option")
    written.reload()
    chosen(written, "option")
    written.click("#send")
    expect(written.locator("[data-draft=contribute] textarea")).to_have_value("")
    assert (room.sent[-1]["kind"], room.sent[-1]["text"]) == ("option", HALF)


def test_a_draft_whose_kind_is_not_asked_for_is_shared_as_another_once_that_is_chosen(
    room: Room, written: Page
) -> None:
    hint = written.locator("[data-choose-kind]")
    typed(written)
    expect(hint).to_be_hidden()
    room.page = room.page.replace('data-kinds="question"', 'data-kinds="option"')
    written.reload()
    expect(hint).to_be_visible()
    written.click("#send")
    assert room.sent == []
    written.check('[value="option"]')
    expect(hint).to_be_hidden()
    written.click("#send")
    expect(written.locator("[data-draft=contribute] textarea")).to_have_value("")
    assert room.sent[-1]["kind"] == "option"


def test_in_a_step_that_asks_for_its_kind_again_a_text_is_of_that_kind_again(room: Room, written: Page) -> None:
    typed(written)
    for revision, kind in ((3, "option"), (4, "question")):
        room.push(state(revision, step=revision) + may("contribute", kinds=kind))
        shows(written, revision)
    chosen(written, "question")


def test_drafts_are_wiped_when_accepted_at_the_end_and_at_sign_out(room: Room, written: Page) -> None:
    typed(written)
    assert written.evaluate(KEPT)
    written.click("#send")
    expect(written.locator("[data-draft=contribute] textarea")).to_have_value("")
    assert not written.evaluate(KEPT)
    typed(written)
    room.push(state(3).replace('data-status="running"', 'data-status="closed"'))
    shows(written, 3)
    assert not written.evaluate(KEPT)
    # The end is undone: what stands in the box is kept again.
    room.push(state(4))
    shows(written, 4)
    assert written.evaluate(KEPT)
    written.click("#sign-out")
    written.wait_for_url("**/?")
    assert not written.evaluate(KEPT)


def test_for_whom_a_text_is_noted_stays_chosen_when_the_list_is_pushed_anew(room: Room, written: Page) -> None:
    options = '<option value="">me</option><option>Ana</option>{}'
    people = f'<div id="region-behalf"><select name="behalf">{options}</select></div>'
    room.page = room.page.replace("<textarea name", people.format("") + "<textarea name", 1)
    written.reload()
    typed(written)
    written.select_option("[name=behalf]", "Ana")
    room.push(state(3) + people.format("<option>Marc</option>"))
    shows(written, 3)
    expect(written.locator("[name=behalf] option")).to_have_count(3)
    expect(written.locator("[name=behalf]")).to_have_value("Ana")
    written.reload()
    expect(written.locator("[name=behalf]")).to_have_value("Ana")


def test_a_text_that_changed_meanwhile_is_not_written_over_unseen(room: Room, written: Page) -> None:
    field, changed = written.locator("#reword textarea"), written.locator("[data-draft-note=changed]")
    written.click("#edit-1")
    field.fill(HALF)
    expect(changed).to_have_count(0)
    written.keyboard.press("Escape")
    room.push(state(3) + note("Since what date?"))
    shows(written, 3)
    written.click("#edit-1")
    expect(field).to_have_value(HALF)
    expect(changed).to_contain_text("Since what date?")
    changed.locator("[data-draft-fresh]").click()
    expect(field).to_have_value("Since what date?")
    expect(changed).to_have_count(0)


def test_one_said_nothing_of_an_own_rewording_that_was_accepted(room: Room, written: Page) -> None:
    written.click("#edit-1")
    written.fill("#reword textarea", HALF)
    written.click("#keep")
    expect(written.locator("#reword")).to_be_hidden()
    room.push(state(3) + note(HALF))
    shows(written, 3)
    written.click("#edit-1")
    expect(written.locator("#reword textarea")).to_have_value(HALF)
    expect(written.locator("[data-draft-note]")).to_have_count(0)


def test_each_tab_has_its_own_draft_and_a_copy_of_a_tab_is_another_tab(room: Room, written: Page) -> None:
    typed(written, f"{HALF} here")
    other = written.context.new_page()
    other.goto(room.url)
    shows(other, 2)
    field, offer = other.locator("[data-draft=contribute] textarea"), other.locator("[data-draft-note=other]")
    expect(field).to_have_value("")
    expect(offer).to_contain_text(f"{HALF} here")
    field.fill(f"{HALF} there")
    expect(written.locator("[data-draft-note=other]")).to_contain_text(f"{HALF} there")
    offer.locator("[data-draft-take]").click()
    expect(field).to_have_value(f"{HALF} here")
    # What was typed here is offered in its turn.
    expect(offer).to_contain_text(f"{HALF} there")
    offer.locator("[data-draft-drop]").click()
    expect(offer).to_have_count(0)
    typed(written, f"{HALF} again")
    with written.expect_popup() as opened:
        written.evaluate("() => { window.open(location.href); }")
    copy = opened.value
    shows(copy, 2)
    copy.fill("[data-draft=contribute] textarea", "in the copy")
    written.reload()
    shows(written, 2)
    expect(written.locator("[data-draft=contribute] textarea")).to_have_value(f"{HALF} again")


def test_a_page_that_is_translated_takes_pushes_and_edits_what_was_written(room: Room, written: Page) -> None:
    errors: list[str] = []
    written.on("pageerror", lambda error: errors.append(str(error)))
    written.evaluate(TRANSLATOR)
    expect(written.locator("#note-1 p")).to_have_text("SINCE WHEN?")
    room.push(state(3) + note("By whom?", "2") + '<ul id="list-board" data-order="note-2 note-1"></ul>')
    shows(written, 3)
    room.push(state(4) + note("Until when?", "1") + may("contribute next", label="Next: consultation"))
    shows(written, 4)
    expect(written.locator("#list-board .note p")).to_have_text(["BY WHOM?", "UNTIL WHEN?"])
    expect(written.locator("#next")).to_have_text("NEXT: CONSULTATION")
    written.click("#edit-1")
    expect(written.locator("#reword textarea")).to_have_value("Until when?")
    assert errors == []
