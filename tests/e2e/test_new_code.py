"""A code and a screen's link that got out: another of both at one press, on every page that is open."""

from __future__ import annotations

import os

from playwright.sync_api import expect

from .axe import Ledger
from .people import LAPTOP, PHONE, Evening, Person
from .test_joining import accept_charter, code_of, give_code, is_let_in, name_oneself, wait_at_the_door

SHOTS = os.environ.get("SHOTS", "")


def shot(person: Person, name: str) -> None:
    if SHOTS:
        person.page.screenshot(path=f"{SHOTS}/{name}.png")


def test_a_new_code_and_link_are_on_every_dashboard_and_shut_the_old_doors(evening: Evening, axe: Ledger) -> None:
    claire, wall, root = evening.facilitator(), evening.screen(), evening.server.url
    deputy = evening.someone(evening.links["deputy"]["url"], LAPTOP).arrive()
    evening.after(lambda: claire.press("open"))
    old = code_of(claire)
    expect(wall.page.locator(".door .qr")).to_be_visible()
    assert wall.page.locator(".door .qr").evaluate("(picture) => picture.decode().then(() => picture.naturalWidth)")
    nora = evening.someone(root, PHONE)
    give_code(nora, root, old)
    name_oneself(nora, "Nora Silva")
    accept_charter(nora)
    wait_at_the_door(nora)
    claire.page.locator('.door-box [popovertarget="ask-doors"]').click()
    axe.look(claire, "a new code is asked for")
    shot(claire, "ask-doors")
    # Nobody's code is changed by whoever looks, and closes the question again.
    claire.page.get_by_role("button", name="Garder le code").click()
    assert code_of(claire) == old
    claire.page.locator('.door-box [popovertarget="ask-doors"]').click()
    claire.page.get_by_role("button", name="Changer le code et le lien").click()

    for dashboard in (claire, deputy):
        expect(dashboard.page.locator(".door .code")).not_to_have_text(old)
    new = code_of(claire)
    assert code_of(deputy) == new
    expect(claire.page.locator("#ask-doors")).to_be_hidden()
    expect(wall.page.get_by_text("Le lien de cet écran ne vaut plus.")).to_be_visible()
    axe.look(wall, "a screen whose link is another")
    shot(wall, "screen-closed")
    expect(nora.page.get_by_text("Le code a changé.")).to_be_visible()
    axe.look(nora, "the code has changed")
    shot(nora, "code-changed")
    with claire.context.expect_page() as opened:
        claire.page.get_by_role("link", name="Écran de salle").click()
    expect(opened.value.locator(".door .code")).to_have_text(new)
    opened.value.close()

    give_code(nora, root, new)
    name_oneself(nora, "Nora Silva")
    accept_charter(nora)
    wait_at_the_door(nora)
    claire.button("turn_away").click()
    expect(nora.page.get_by_text("La personne qui anime n’a pas ouvert.")).to_be_visible()
    axe.look(nora, "turned away")
    shot(nora, "turned-away")
    claire.button("let_knock_again").click()
    nora.page.get_by_role("link", name="Frapper de nouveau").click()
    name_oneself(nora, "Nora Silva")
    accept_charter(nora)
    wait_at_the_door(nora)
    claire.press("admit", "[id^=welcome-]")
    is_let_in(nora)
