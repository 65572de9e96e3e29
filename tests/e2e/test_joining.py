"""People as they come, in browsers: the room code and its end, a shared phone, a session that nobody had planned."""

from __future__ import annotations

import os
import re

import pytest
from playwright.sync_api import expect

from .axe import Ledger
from .people import PHONE, Evening, Person

DRAFT = "Une phrase qui n’est pas encore partie."
OVER = "Ce code n’est plus valable, la séance est terminée."
SHOTS = os.environ.get("SHOTS", "")


def shot(person: Person, name: str) -> None:
    if SHOTS:
        person.page.screenshot(path=f"{SHOTS}/{name}.png")


def code_of(facilitator: Person) -> str:
    return facilitator.page.locator(".door .code").first.text_content() or ""


def give_code(person: Person, root: str, code: str) -> None:
    """By the QR code: the field is filled in, and nothing is entered before the button."""
    person.page.goto(f"{root}/join/?code={code}")
    assert person.page.input_value("#id_code") == code
    person.page.locator("main form button.main").click()


def name_oneself(person: Person, name: str) -> None:
    person.page.fill("#id_name", name)
    person.page.locator("main form button.main").click()


def choose_name(person: Person, name: str) -> None:
    person.page.get_by_label(name, exact=True).check()
    person.page.locator("main form button.main").click()


def accept_charter(person: Person) -> None:
    person.page.get_by_role("button", name=re.compile("accepte")).click()


def wait_at_the_door(person: Person) -> None:
    person.connected()
    assert person.state["shell"] == "waiting"


def is_let_in(person: Person) -> None:
    person.until("() => document.body.dataset.shell === 'participant'")
    person.connected()


def change_person(person: Person) -> None:
    person.page.get_by_role("button", name="Changer de personne").click()
    person.page.locator("main form button.main").click()


def test_a_code_opens_while_the_session_lives_and_no_longer(evening: Evening, axe: Ledger) -> None:
    claire, wall, omar = evening.facilitator(), evening.screen(), evening.participant(1)
    root = evening.server.url
    evening.after(lambda: claire.press("open"))
    code = code_of(claire)
    expect(wall.page.locator(".door .code")).to_have_text(code)
    axe.look(claire, "dashboard with code")
    axe.look(wall, "room screen with code")
    shot(claire, "lobby-dashboard")
    shot(wall, "lobby-screen")

    nora = evening.someone(root, PHONE)
    axe.visit(nora, f"/join/?code={code}", "code")
    shot(nora, "code")
    give_code(nora, root, code)
    axe.look(nora, "names")
    shot(nora, "names")
    name_oneself(nora, "Nora Silva")
    axe.look(nora, "charter at the door")
    accept_charter(nora)
    wait_at_the_door(nora)
    axe.look(nora, "waiting at the door")
    shot(nora, "waiting")

    seen = omar.page.inner_html("#region-circle")
    expect(claire.page.locator("[data-knock]")).to_contain_text("demande à entrer")
    axe.look(claire, "somebody knocks")
    shot(claire, "knock")
    assert omar.page.inner_html("#region-circle") == seen
    claire.press("admit", "[id^=welcome-]")
    is_let_in(nora)
    expect(claire.page.locator("[data-knock]")).to_have_count(0)
    expect(omar.page.locator("#region-circle")).to_contain_text("Nora")

    evening.after(lambda: claire.press("choose_clients", f"#client-{evening.id_of(1)}"))
    evening.after(lambda: claire.press("start"))
    claire.page.locator('[popovertarget="ask-close"]').first.click()
    claire.settled()
    evening.after(lambda: claire.page.locator('#ask-close [data-command="close"]').click())

    late = evening.someone(root, PHONE)
    give_code(late, root, code)
    expect(late.page.get_by_text(OVER)).to_be_visible()
    axe.look(late, "code after the end")
    shot(late, "over")


@pytest.mark.long
def test_a_shared_phone(evening: Evening, axe: Ledger) -> None:
    claire = evening.facilitator()
    root = evening.server.url
    evening.after(lambda: claire.press("open"))
    code = code_of(claire)
    phone = evening.someone(root, PHONE)
    give_code(phone, root, code)
    choose_name(phone, "Jeanne Petit")
    wait_at_the_door(phone)
    claire.press("admit", "[id^=welcome-]")
    is_let_in(phone)
    evening.after(lambda: claire.press("choose_clients", f"#client-{evening.id_of(2)}"))
    evening.after(lambda: claire.press("start"))
    box = phone.unfold("contribute")
    box.locator("textarea").fill(DRAFT)
    shot(phone, "participant")

    change_person(phone)
    choose_name(phone, "Ana Ribeiro")
    wait_at_the_door(phone)
    assert DRAFT not in phone.words()
    open_people(claire)
    claire.press("admit", "[id^=welcome-]")
    is_let_in(phone)
    assert phone.page.get_attribute("body", "data-participant") == evening.id_of(4)
    assert phone.unfold("contribute").locator("textarea").input_value() == ""

    change_person(phone)
    choose_name(phone, "Jeanne Petit")
    wait_at_the_door(phone)
    expect(claire.page.locator("[data-knock]")).to_contain_text("ce nom est déjà dans le cercle")
    shot(claire, "occupied")
    axe.look(claire, "an occupied name")
    claire.press("admit", "[id^=welcome-]")
    is_let_in(phone)
    assert phone.unfold("contribute").locator("textarea").input_value() == DRAFT


def open_people(facilitator: Person) -> None:
    panel = facilitator.page.locator(".people-panel")
    if not panel.evaluate("(panel) => panel.open"):
        panel.locator("summary").first.click()


@pytest.mark.long
def test_started_without_a_plan(evening: Evening, axe: Ledger) -> None:
    claire = evening.facilitator()
    root = evening.server.url
    claire.page.goto(root)
    axe.look(claire, "home")
    shot(claire, "home")
    claire.page.locator("summary", has_text="Démarrer maintenant").click()
    claire.page.get_by_role("button", name="Démarrer maintenant").click()
    claire.page.wait_for_url(re.compile("/sessions/"))
    claire.until("() => document.documentElement.dataset.status === 'open'")
    code = code_of(claire)
    guests = [evening.someone(root, PHONE) for _ in range(3)]
    for guest, name in zip(guests, ("Nora", "Oscar", "Paula"), strict=True):
        give_code(guest, root, code)
        name_oneself(guest, name)
        accept_charter(guest)
        wait_at_the_door(guest)
    expect(claire.page.locator("[data-knock]")).to_have_count(3)
    shot(claire, "three-knock")
    claire.press("admit_all")
    for guest in guests:
        is_let_in(guest)
    claire.settled()
    claire.button("choose_clients").first.click()
    expect(claire.page.locator(".people small").filter(has_text="client 1")).to_be_visible()
    claire.press("start")
    claire.until("() => document.documentElement.dataset.status === 'running'")
    claire.page.locator('[popovertarget="ask-close"]').first.click()
    claire.settled()
    claire.page.locator('#ask-close [data-command="close"]').click()
    claire.page.get_by_role("link", name="Le garder ou l’oublier").click()
    axe.look(claire, "keep or forget")
    shot(claire, "keep")
    claire.page.get_by_role("button", name="Oublier le groupe").click()
    expect(claire.page.get_by_text("sont oubliés")).to_be_visible()
