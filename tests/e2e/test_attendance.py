"""Who was there signs: on the own phone in the closing step, on the facilitator's screen, on paper; hours put right."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import expect

from .axe import Ledger
from .gathering import Gathering, begin
from .people import Evening, Person

SIZES = ("laptop", "phone", "tiny", "phone at 200 %")
PICTURES = os.environ.get("CODEV_PICTURES_OF_ATTENDANCE", "")


def look(ledger: Ledger, person: Person, name: str) -> None:
    ledger.take(person, name, *SIZES)
    if PICTURES:
        for size, width, height in (("d", 1366, 768), ("p", 390, 844)):
            person.page.set_viewport_size({"width": width, "height": height})
            person.page.screenshot(path=Path(PICTURES) / f"{name}-{size}.png", full_page=True)


def close(room: Gathering) -> None:
    room.claire.page.locator('[popovertarget="ask-close"]:visible').first.click()
    room.does(room.claire, "close")


def test_from_the_phone_to_the_countersigned_sheet(evening: Evening, axe: Ledger) -> None:
    room = begin(evening, 0, 1)
    lea = next(iter(room.people.values()))
    room.chooses(0)
    room.does(room.claire, "start")
    link = lea.page.get_by_role("link", name="J’émarge")
    expect(link).to_be_hidden()
    room.goes_to("Clôture")
    expect(link).to_be_visible()
    close(room)
    link.click()
    look(axe, lea, "mine")
    lea.page.get_by_role("button", name="J’émarge").click()
    expect(lea.page.get_by_text("signé le")).to_be_visible()

    page = room.claire.page
    page.locator('.controls a[href$="/attendance/"]').click()
    expect(page.get_by_role("heading", name="Présences", exact=True)).to_be_visible()
    page.get_by_role("link", name="Signer sur cet écran").click()
    look(axe, room.claire, "signing")
    page.get_by_role("button", name="J’émarge").click()
    expect(page.get_by_text("Cochez au moins une demi-journée.")).to_be_visible()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="J’émarge").click()
    expect(page.get_by_text("sur l’écran de l’animation")).to_be_visible()
    look(axe, room.claire, "sheet")
    page.get_by_role("button", name="Contresigner").click()
    expect(page.get_by_text("2 signatures contresignées.")).to_be_visible()
    page.get_by_role("listitem").filter(has_text="pas encore signé").or_(
        page.locator(".attendance > li").first
    ).first.get_by_role("link", name="Corriger").click()
    page.get_by_label("Non, pas du tout").check()
    page.get_by_label("Pourquoi cette correction").fill("Noté par erreur.")
    look(axe, room.claire, "correcting")
    page.get_by_role("button", name="Garder cette correction").click()
    expect(page.get_by_text("Noté par erreur.")).to_be_visible()
    look(axe, room.claire, "corrected")
