"""A sheet is prepared on a phone and a laptop, through a bad network, and brought into the session at a press."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, Route, expect

from sessions.models import Preparation, Session

from .axe import Ledger
from .gathering import begin
from .people import LAPTOP, PHONE, Evening, Person

PLACE = 3


def field(page: Page, name: str) -> Locator:
    return page.locator(f'form[data-sheet] [name="{name}"]')


def says(page: Page, words: str) -> None:
    expect(page.locator("[data-sheet-status]")).to_contain_text(words)


def opens(evening: Evening, device: dict[str, object]) -> tuple[Person, Page]:
    """By the link of the demonstration, then the way from home."""
    person = evening.someone(evening.links["participants"][PLACE]["url"], device)
    person.page.goto(person.url)
    evening.everybody.remove(person)  # its page follows no session for now
    evening.others.append(person)
    person.page.goto(f"{evening.server.url}/sessions/{evening.id}/preparation/")
    return person, person.page


def kept(evening: Evening) -> dict[str, str]:
    def words() -> dict[str, str]:
        found = Preparation.objects.get(session=evening.id).words
        assert found
        return found

    return evening.server.backstage(words)


def drop(route: Route) -> None:
    route.abort() if route.request.method == "POST" else route.continue_()


def test_a_sheet_is_never_lost_and_goes_over_at_a_press(evening: Evening, axe: Ledger) -> None:
    phone, page = opens(evening, PHONE)
    axe.look(phone, "a sheet", dark=True)
    field(page, "title").fill("Un départ")
    field(page, "question").fill("Comment le dire ?")
    says(page, "Enregistré.")
    assert kept(evening)["question"] == "Comment le dire ?"
    the_network_goes_and_comes_back(evening, page)
    another_tab_is_told(phone, page)
    laptop, other = opens(evening, LAPTOP)
    expect(field(other, "tried")).to_have_value("De la seconde page")
    field(other, "help").fill("Des pistes")
    says(other, "Enregistré.")
    # Whoever comes back to the phone finds it there.
    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    expect(field(page, "help")).to_have_value("Des pistes")
    laptop.context.close()
    evening.others.remove(laptop)
    it_goes_over(evening, phone, axe)


def the_network_goes_and_comes_back(evening: Evening, page: Page) -> None:
    page.route(re.compile("/preparation/"), drop)
    field(page, "tried").fill("Attendre")
    says(page, "Pas de réseau")
    assert kept(evening)["tried"] == ""
    page.reload()
    expect(field(page, "tried")).to_have_value("Attendre")
    page.unroute(re.compile("/preparation/"))
    page.evaluate("() => dispatchEvent(new Event('online'))")
    says(page, "Enregistré.")
    assert kept(evening)["tried"] == "Attendre"


def another_tab_is_told(phone: Person, page: Page) -> None:
    second = phone.tab()
    second.goto(page.url)
    field(page, "tried").fill("De la première page")
    says(page, "Enregistré.")
    field(second, "tried").fill("De la seconde page")
    note = second.locator('[data-draft-note="changed"]')
    expect(note).to_contain_text("De la première page")
    # Typing on decides nothing.
    field(second, "wanted").fill("Du calme")
    says(second, "choisissez plus haut ce qui reste")
    note.locator("[data-sheet-mine]").click()
    says(second, "Enregistré.")
    expect(note).to_have_count(0)
    second.close()


def it_goes_over(evening: Evening, phone: Person, axe: Ledger) -> None:
    """In the live page: to be proposed at a press; then, while client, the rest to be unfolded."""
    room = begin(evening)
    evening.others.remove(phone)
    phone.page.goto(f"{evening.server.url}/sessions/{evening.id}/")
    phone.connected()
    evening.everybody.append(phone)
    room.does(room.claire, "start")
    room.goes_to("Choix des sujets")
    phone.unfold("propose_subject")
    phone.page.locator("[data-put-into]").click()
    expect(phone.page.locator("#subject-title")).to_have_value("Un départ")
    room.does(phone, "propose_subject")
    expect(room.claire.page.locator("#region-subjects")).to_contain_text("Comment le dire ?")
    room.does(room.claire, "choose_clients", f"#choose-{evening.id_of(PLACE)}")
    room.goes_to("Exposé")
    sheet = phone.page.locator("[data-own-sheet] details")
    expect(sheet.locator("dd").first).to_be_hidden()
    sheet.locator("summary").click()
    expect(sheet).to_contain_text("De la seconde page")
    axe.look(phone, "the own sheet while client")
    assert "De la seconde page" not in room.claire.page.content()
    group = evening.server.backstage(lambda: str(Session.objects.get(pk=evening.id).cycle.group_id))
    axe.visit(room.claire, f"/groups/{group}/rotation/", "the rotation")
    assert "De la seconde page" not in room.claire.page.content()
