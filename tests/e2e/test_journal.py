"""« Mes séances » on a phone that was never here, and the journal that is written there, whatever the network does."""

from __future__ import annotations

import re

from django.db.models import QuerySet
from playwright.sync_api import Page, Route, expect

from sessions.models import Reflection
from tests.bench.w8 import MOST_KB, MOST_REQUESTS, Visit, listen

from .axe import Ledger
from .people import LAPTOP, PHONE, Evening, Person

PLACE = 2
WRITTEN = "Écouter jusqu’au bout, même quand j’ai une idée."


def passes_by(evening: Evening, device: dict[str, object], **more: object) -> Person:
    """By the link of the demonstration; the page follows no session."""
    person = evening.someone(evening.links["participants"][PLACE]["url"], device, **more)
    evening.everybody.remove(person)
    evening.others.append(person)
    return person


def says(page: Page, words: str) -> None:
    expect(page.locator("[data-sheet-status]")).to_contain_text(words)


def first_visit(evening: Evening, known: Person, path: str) -> Visit:
    fresh = passes_by(evening, PHONE, storage_state=known.context.storage_state())
    visit = Visit()
    listen(fresh.page, visit)
    fresh.page.goto(evening.server.url + path, wait_until="networkidle")
    fresh.context.close()
    evening.others.remove(fresh)
    return visit


def drop(route: Route) -> None:
    route.abort() if route.request.method == "POST" else route.continue_()


def test_a_journal_is_written_on_a_phone_found_again_and_erased(evening: Evening, axe: Ledger) -> None:
    phone = passes_by(evening, PHONE)
    page = phone.page
    page.goto(phone.url)
    for path in ("/mine/", "/journal/"):
        visit = first_visit(evening, phone, path)
        assert (visit.bytes / 1024 <= MOST_KB, len(visit.asked) <= MOST_REQUESTS) == (True, True), visit
    page.goto(evening.server.url)
    page.get_by_role("link", name="Mes séances").first.click()
    axe.take(phone, "my sessions", "phone", "tiny", "laptop")
    what_is_typed_before_the_page_is_whole_is_kept(page)
    it_is_kept_as_it_is_typed(evening, page)
    another_device_finds_it_and_both_say_so(evening, phone)
    axe.take(phone, "a page of the journal", "phone", "tiny")
    page.get_by_role("link", name="Tout mon journal").click()
    it_is_found_by_keyboard(page)
    axe.take(phone, "the journal, searched", "phone", "tiny", "laptop")
    page.get_by_role("link", name="Effacer cette page").click()
    axe.look(phone, "erasing a page")
    page.get_by_role("button", name="L’effacer").click()
    expect(page.get_by_role("status").first).to_contain_text("est effacée")
    assert evening.server.backstage(pages_of(evening).count) == 0


def pages_of(evening: Evening) -> QuerySet[Reflection]:
    """Of the present cycle; the demonstration has one of the cycle before."""
    return Reflection.objects.filter(session__cycle__sessions=evening.id)


def what_is_typed_before_the_page_is_whole_is_kept(page: Page) -> None:
    """On a slow network words are there before the module that keeps them."""
    held: list[Route] = []
    page.route(re.compile("kept_sheet"), lambda route: held.append(route), times=1)
    page.get_by_role("link", name="Écrire dans mon journal").first.click()
    page.get_by_label("Que vais-je essayer").fill(WRITTEN)
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()
    says(page, "Enregistré.")


def it_is_kept_as_it_is_typed(evening: Evening, page: Page) -> None:
    page.route(re.compile("/journal/"), drop)
    page.get_by_label("Comment ai-je aidé").fill("En posant une question.")
    says(page, "Pas de réseau")
    page.reload()
    expect(page.get_by_label("Comment ai-je aidé")).to_have_value("En posant une question.")
    page.unroute(re.compile("/journal/"))
    page.evaluate("() => dispatchEvent(new Event('online'))")
    says(page, "Enregistré.")
    words = evening.server.backstage(lambda: pages_of(evening).get().words)
    assert words
    assert (words["trying"], words["helped"]) == (WRITTEN, "En posant une question.")


def another_device_finds_it_and_both_say_so(evening: Evening, phone: Person) -> None:
    laptop = passes_by(evening, LAPTOP)
    laptop.page.goto(laptop.url)
    laptop.page.goto(phone.page.url)
    expect(laptop.page.get_by_label("Que vais-je essayer")).to_have_value(WRITTEN)
    laptop.page.get_by_label("Et sur moi").fill("Du portable.")
    says(laptop.page, "Enregistré.")
    phone.page.get_by_label("Et sur moi").fill("Du téléphone.")
    note = phone.page.locator('[data-draft-note="changed"]')
    expect(note).to_contain_text("Du portable.")
    note.locator("[data-sheet-mine]").click()
    says(phone.page, "Enregistré.")
    laptop.context.close()
    evening.others.remove(laptop)


def it_is_found_by_keyboard(page: Page) -> None:
    page.get_by_label("Chercher dans mon journal").fill("ecouter IDEE")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Une page contient ces mots.")
    expect(page.locator("mark")).to_have_text(["Écouter", "idée"])
    assert "ecouter" not in page.url
