"""A cycle is planned in a browser: from the group's page to six dates, one moved with all that follow, who comes."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from .axe import Ledger
from .people import Evening, Person

FEW = 12
LEA = 0


class Presses:
    """Counts what somebody presses."""

    def __init__(self) -> None:
        self.count = 0

    def on(self, what: Locator) -> None:
        self.count += 1
        what.click()


def test_six_dates_in_few_presses_and_what_becomes_of_them(evening: Evening, axe: Ledger) -> None:
    claire = evening.facilitator()
    base = "/".join(claire.page.url.split("/")[:3])
    assert she_plans_six(claire, base, axe) < FEW
    page = she_moves_all(claire, axe)
    lea_answers(evening, base, page, axe)
    claire.page.goto(base + page)
    expect(claire.page.get_by_role("button", name=re.compile(r"ne pourra pas · \W*Léa"))).to_have_attribute(
        "aria-pressed", "true"
    )
    she_calls_it_off(claire, axe)
    assert axe.complaints == []


def she_plans_six(claire: Person, base: str, axe: Ledger) -> int:
    """The group's page, the rhythm as it stands, one date moved and one left out and taken again."""
    page, presses = claire.page, Presses()
    page.goto(f"{base}/")
    presses.on(page.get_by_role("link", name="Érable"))
    presses.on(page.get_by_role("link", name="Planifier le cycle"))
    expect(page.locator("#consequence li")).to_have_count(6)
    page.get_by_label("Première séance").fill("2027-04-15T14:00")
    # The consequence follows as one types; the days of the month are those of the new date.
    expect(page.locator("#consequence")).to_contain_text("jeudi 6 mai 2027, 14 h")
    expect(page.locator("#consequence")).to_contain_text("Ascension")
    expect(page.get_by_label("Rythme")).to_contain_text("le premier jeudi du mois")
    axe.take(claire, "planning a cycle", "laptop", "tiny")
    presses.on(page.get_by_role("button", name="Vérifier ces dates"))
    page.get_by_label("Date et heure 2").fill("2027-05-07T14:00")
    expect(page.locator("#words-2")).to_contain_text("vendredi 7 mai 2027, 14 h")
    expect(page.locator("#words-2")).not_to_contain_text("Ascension")
    axe.take(claire, "the dates of a cycle", "laptop", "tiny")
    presses.on(page.get_by_role("button", name="Garder ces dates"))
    expect(page.get_by_text("6 séances sont planifiées.")).to_be_visible()
    return presses.count


def she_moves_all(claire: Person, axe: Ledger) -> str:
    page = claire.page
    page.get_by_text("Toutes les séances").click()
    page.locator("a", has_text=re.compile(r"^\s*Séance 2\s*$")).first.click()
    axe.take(claire, "a planned session", "laptop", "tiny")
    address = page.url[page.url.index("/sessions/") :]
    page.get_by_role("link", name="Déplacer").click()
    page.get_by_label("Celle-ci et toutes les suivantes").check()
    page.get_by_label("Nouvelle date et heure").fill("2027-04-16T15:00")
    expect(page.locator("#consequence li")).to_have_count(6)
    axe.look(claire, "moving")
    page.get_by_role("button", name="Déplacer", exact=True).click()
    expect(page.get_by_text("6 séances ont été déplacées.")).to_be_visible()
    expect(page.locator("main")).to_contain_text("vendredi 16 avril 2027, 15 h")
    return address


def lea_answers(evening: Evening, base: str, address: str, axe: Ledger) -> None:
    lea = evening.participant(LEA)
    lea.page.goto(base + address)
    axe.look(lea, "a planned session on a phone", dark=True)
    for answer in ("Je serai là", "Je ne pourrai pas"):
        lea.page.get_by_role("button", name=answer).click()
        expect(lea.page.get_by_role("button", name=answer)).to_have_attribute("aria-pressed", "true")


def she_calls_it_off(claire: Person, axe: Ledger) -> None:
    page = claire.page
    page.get_by_role("link", name="Annuler…").click()
    page.get_by_label("Un mot au groupe").fill("La neige nous retient.")
    page.get_by_role("button", name="Annuler la séance").click()
    expect(page.get_by_text("La neige nous retient.")).to_be_visible()
    axe.look(claire, "a session that is called off")
