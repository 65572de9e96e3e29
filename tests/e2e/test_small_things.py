"""Small things that stood in the way: another language in one press, an empty room that is not started by mistake."""

from __future__ import annotations

import os

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
    _shoot(claire, "ask-start")
    dialog.get_by_role("button", name="Attendre le groupe").click()
    expect(dialog).to_be_hidden()
    assert claire.state["status"] == "open"

    room = begin_in(evening, claire)
    lea, wall = room
    expect(claire.page.locator('button[data-command="start"].main:visible')).to_be_visible()
    evening.after(lambda: claire.press("choose_clients", f"#client-{evening.id_of(0)}"))
    evening.after(lambda: claire.press("start"))
    evening.after(lambda: claire.page.locator(".agenda button.jump", has_text="Exposé").first.click())
    lea.unfold("contribute").locator("textarea").fill(TYPED)
    for one in (lea, claire, wall):
        _changes_language(one)
    assert lea.page.locator("textarea").evaluate_all("(all) => all.map((one) => one.value)").count(TYPED) == 1


def begin_in(evening: Evening, claire: Person) -> tuple[Person, Person]:
    return evening.participant(0), evening.screen()


def _changes_language(one: Person) -> None:
    address = one.page.url
    one.page.get_by_role("button", name="English").click()
    one.connected()
    expect(one.page.locator("html")).to_have_attribute("lang", "en")
    assert one.page.url == address
    _shoot(one, "language")


def _shoot(one: Person, name: str) -> None:
    if folder := os.environ.get("SHOTS"):
        one.page.screenshot(path=f"{folder}/{name}-{one.state['audience']}.png")
