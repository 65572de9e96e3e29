"""Who was there signs: on the own phone from the closing step on, or on the facilitator’s screen; hours put right."""

from __future__ import annotations

from playwright.sync_api import expect

from .axe import Ledger
from .gathering import Gathering, begin
from .people import Evening

SIZES = ("laptop", "phone", "tiny", "phone at 200 %")


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
    axe.take(lea, "mine", *SIZES)
    lea.page.locator(f"#session-{evening.id}").get_by_role("button", name="J’émarge").click()
    expect(lea.page.get_by_text("signé le").first).to_be_visible()

    page = room.claire.page
    page.locator('a[href$="/attendance/"]:visible').click()
    expect(page.get_by_role("heading", name="Présences", exact=True)).to_be_visible()
    page.get_by_role("link", name="Signer sur cet écran").click()
    axe.take(room.claire, "signing", *SIZES)
    page.get_by_role("button", name="J’émarge").click()
    expect(page.get_by_text("Cochez au moins une demi-journée.")).to_be_visible()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="J’émarge").click()
    expect(page.get_by_text("sur l’écran de l’animation")).to_be_visible()
    axe.take(room.claire, "sheet", *SIZES)
    page.get_by_role("button", name="Contresigner").click()
    expect(page.get_by_text("2 signatures contresignées.")).to_be_visible()
    page.get_by_role("listitem").filter(has_text="pas encore signé").or_(
        page.locator(".attendance > li").first
    ).first.get_by_role("link", name="Corriger").click()
    page.get_by_label("Non, pas du tout").check()
    page.get_by_label("Pourquoi cette correction").fill("Noté par erreur.")
    axe.take(room.claire, "correcting", *SIZES)
    page.get_by_role("button", name="Garder cette correction").click()
    expect(page.get_by_text("Noté par erreur.")).to_be_visible()
    axe.take(room.claire, "corrected", *SIZES)

    lea.page.reload()
    lea.page.get_by_role("link", name="Je ne suis pas d’accord").click()
    axe.take(lea, "contesting", *SIZES)
    lea.page.get_by_label("Ce qui n’est pas juste").fill("J’étais là du début à la fin.")
    lea.page.get_by_role("button", name="Je ne suis pas d’accord").click()
    expect(lea.page.get_by_text("J’étais là du début à la fin.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Quelqu’un n’est pas d’accord avec une correction")).to_be_visible()
    expect(page.get_by_text("J’étais là du début à la fin.")).to_be_visible()
