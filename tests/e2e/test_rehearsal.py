"""A facilitator tries a whole session alone, with simulated participants: from home to closed, and out again."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from sessions.models import Rehearsal

from .axe import Ledger
from .people import Evening, Person


def begin(claire: Person) -> Page:
    """From the dashboard of the real session home, where a rehearsal opens at a press."""
    page = claire.page
    page.goto("/".join(page.url.split("/")[:3]))
    card = page.locator("#rehearsal")
    if (left_behind := card.get_by_role("button", name="Quitter l’essai")).count():
        left_behind.click()
        expect(page.locator(".messages")).to_contain_text("rien n’en est gardé")
    page.locator("summary", has_text="Séance d’essai").click()
    expect(card.locator("h2")).to_have_text("Séance d’essai")
    card.get_by_label("Méthode").select_option("codev-flash")
    card.get_by_label("Participants simulés").fill("3")
    card.get_by_label("Rythme").select_option("10")
    card.get_by_role("button", name="Commencer une séance d’essai").click()
    claire.connected()
    expect(page.locator(".rehearsal-mark")).to_have_text(re.compile("Séance d’essai"))
    return page


def next_step(claire: Person, title: str) -> None:
    claire.press("next")
    expect(claire.page.locator("[data-stage-heading]")).to_have_text(title)


def test_a_rehearsal_to_its_end(evening: Evening, axe: Ledger) -> None:
    claire = evening.facilitator()
    page = begin(claire)
    expect(page.locator("[data-seat]")).to_have_count(4)
    expect(page.locator("h1")).to_contain_text("Séance d’essai")

    page.locator('[data-command="choose_clients"]:visible').first.click()
    claire.press("start")
    expect(page.locator("#region-headline")).to_contain_text("Titre du sujet")
    page.locator(".simulated-panel summary").click()
    page.get_by_label("Un conseil déguisé en question").check()
    page.get_by_label("Une connexion perdue").check()
    page.locator(".simulated-panel summary").click()

    next_step(claire, "Clarification")
    expect(page.locator("#region-floor")).to_contain_text("main levée")
    expect(page.locator("[data-seat].away")).to_have_count(1)
    next_step(claire, "Contrat")
    expect(page.locator("#region-board")).to_contain_text(re.compile("epartir avec"))
    columns = [page.locator(one).bounding_box() for one in (".agenda-panel", ".guiding", ".side")]
    lefts = [box["x"] for box in columns if box]
    assert lefts == sorted(lefts)
    assert len(set(lefts)) == 3

    page.locator('[popovertarget="ask-close"]:visible').first.click()
    claire.settled()
    page.locator('#ask-close [data-command="close"]').click()
    expect(page.locator("[data-stage-heading]")).to_have_text("La séance est close")
    page.locator(".rehearsal-end button").click()
    expect(page.locator(".messages")).to_contain_text("rien n’en est gardé")
    axe.look(claire, "home, with a message")
    expect(page.locator("#rehearsal")).to_contain_text("Commencer une séance d’essai")
    assert evening.server.backstage(Rehearsal.objects.count) == 0
