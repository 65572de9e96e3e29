"""Small things that stood in the way: another language in one press, an empty room that is not started by mistake."""

from __future__ import annotations

from playwright.sync_api import expect

from .people import Evening, Person

TYPED = "Une phrase qui n’est pas encore partie."


def test_an_empty_room_is_not_started_by_mistake_and_pages_change_their_language(evening: Evening) -> None:
    claire = evening.facilitator()
    evening.after(lambda: claire.press("open"))
    claire.settled()
    claire.page.locator('button[popovertarget="ask-start"].main:visible').click()
    dialog = claire.page.locator("#ask-start")
    expect(dialog).to_contain_text("Personne n’est encore là")
    dialog.get_by_role("button", name="Attendre le groupe").click()
    expect(dialog).to_be_hidden()
    assert claire.state["status"] == "open"

    lea, wall = evening.participant(0), evening.screen()
    expect(claire.page.locator('button[data-command="start"].main:visible')).to_be_visible()
    for one in (lea, claire, wall):
        _changes_language(one, "English", "en")
    claire.page.locator('button[data-command="start"].main:visible').click()
    lea.until("() => document.documentElement.dataset.status === 'running'")
    lea.unfold("contribute").locator("textarea").fill(TYPED)
    _changes_language(lea, "Français", "fr")
    assert lea.page.locator("textarea").evaluate_all("(all) => all.map((one) => one.value)").count(TYPED) == 1


def _changes_language(one: Person, word: str, language: str) -> None:
    address = one.page.url
    one.page.get_by_role("button", name=word).click()
    one.connected()
    expect(one.page.locator("html")).to_have_attribute("lang", language)
    assert one.page.url == address
