"""The third user: HR reviews the past cycle; then a participant reads who looked, and sees what HR saw."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .axe import Ledger
from .people import LAPTOP, PHONE, Evening, Person

LEA = 0
NEVER_SHOWN = ("Votre rôle", "contrat", "engagement", "client 1")


def test_hr_reviews_the_past_cycle_and_a_participant_reads_the_ledger(evening: Evening) -> None:
    axe = Ledger()
    sophie = sophie_arrives(evening)
    she_sees_the_year(sophie, axe)
    she_reviews_the_group(sophie, axe)
    she_takes_the_attendance_with_her(sophie)
    lea_reads_the_ledger(evening, sophie, axe)
    assert axe.complaints == []


def sophie_arrives(evening: Evening) -> Person:
    sophie = evening.someone(evening.links["hr"]["url"], LAPTOP)
    sophie.page.goto(sophie.url)
    expect(sophie.page.locator("h1")).to_have_text("Historique")
    return sophie


def she_sees_the_year(sophie: Person, axe: Ledger) -> None:
    """The picture and its table say the same."""
    page = sophie.page
    page.locator(".years a").first.click()
    for outcome, place in (("held", 0), ("planned", 1), ("cancelled", 2)):
        told = sum(int(cell) for cell in page.locator(f"tbody td:nth-of-type({place + 1})").all_inner_texts()[:12])
        assert page.locator("tfoot").first.locator("td").nth(place).inner_text() == str(told)
        assert (page.locator(f".year .year-chart[role=img] rect.{outcome}").count() > 0) == (told > 0)
    axe.look(sophie, "the year", dark=True)


def she_reviews_the_group(sophie: Person, axe: Ledger) -> None:
    page = sophie.page
    page.get_by_role("link", name="Érable").click()
    expect(page.locator("h1")).to_have_text("Érable")
    past = page.locator("section", has=page.get_by_role("heading", name="Cycle 1"))
    assert past.locator("dl dd").all_inner_texts() == ["3", "0", "1", "6\u00a0h\u00a011", "6"]
    lea = past.locator(".register tr", has_text="Léa Fontaine")
    assert lea.locator("td").nth(-2).inner_text() == "3"
    assert [word for word in NEVER_SHOWN if word in sophie.words()] == []
    axe.look(sophie, "a group", dark=True)


def she_takes_the_attendance_with_her(sophie: Person) -> None:
    with sophie.page.expect_download() as coming:
        sophie.page.get_by_role("link", name="Présences en fichier (CSV)").click()
    rows = list(csv.reader(Path(coming.value.path()).read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert rows[0] == ["Cycle", "Séance", "Date", "Demi-journée", "Nom", "Présence", "Fin", "Heures"]
    assert sum(int(row[5]) for row in rows[1:] if row[0] == "1") == 26


def lea_reads_the_ledger(evening: Evening, sophie: Person, axe: Ledger) -> None:
    """From home, on her phone: who looked, at what; and the very figures that Sophie saw."""
    lea = evening.participant(LEA)
    lea.page.goto(evening.server.url)
    lea.page.get_by_role("link", name="Ce que voit la RH").click()
    looks = lea.page.locator(".looks li")
    for place, what in enumerate(("les présences, en fichier", "la page du groupe", "la vue d’ensemble de 20")):
        expect(looks.nth(place)).to_contain_text("Sophie Renard")
        expect(looks.nth(place)).to_contain_text(what)
    assert lea.page.inner_html("#figures") == sophie.page.inner_html("#figures")
    assert lea.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe.look(lea, "the ledger", dark=True)


@pytest.mark.long
@pytest.mark.parametrize("device", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_no_page_of_history_is_wider_than_its_screen(evening: Evening, device: dict[str, object]) -> None:
    sophie = evening.someone(evening.links["hr"]["url"], device)
    sophie.page.goto(sophie.url)
    pages = [sophie.page.url, sophie.page.get_by_role("link", name="Érable").get_attribute("href") or ""]
    for page in pages:
        sophie.page.goto(page if page.startswith("http") else evening.server.url + page)
        assert sophie.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
