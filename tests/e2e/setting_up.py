"""From an empty installation to an invited group with six dates, each thing that is filled in or pressed counted."""

from __future__ import annotations

import re
from datetime import timedelta
from io import StringIO
from typing import Any

from django.core.management import call_command
from playwright.sync_api import Locator, Page, expect

from tests.mails import code_in

from .axe import Ledger
from .cycle import LEO, NADIA, NAME, OUTSIDE, PASTED, Cycle
from .post import letters_to, link_in

SHAPE = "%Y-%m-%dT%H:%M"
BREAKS_OUT = f"{OUTSIDE}\r\nBcc: espion@exemple.invalid\r\n\r\n"


class Hands:
    """Counts what somebody fills in and presses."""

    def __init__(self, page: Page) -> None:
        self.page, self.fields, self.presses = page, 0, 0

    def fill(self, what: str | Locator, text: str) -> None:
        self.fields += 1
        (self.page.get_by_label(what) if isinstance(what, str) else what).fill(text)

    def press(self, role: Any, name: str) -> None:
        self.presses += 1
        self.page.get_by_role(role, name=name).first.click()


def she_is_invited(cycle: Cycle) -> None:
    def invite() -> None:
        atelier, quiet = "Atelier Delorme", StringIO()
        call_command("create_organisation", atelier, admin_email="ada@exemple.invalid", admin_name="Ada", stdout=quiet)
        call_command("invite", atelier, NADIA, name="Nadia Delorme", role=["facilitator"], stdout=quiet)

    cycle.server.backstage(invite)


def she_signs_in(cycle: Cycle, hands: Hands, time: int) -> None:
    page = cycle.nadia.page
    page.goto(link_in(letters_to(cycle.post, NADIA, "Votre invitation")[0], "/accounts/login/"))
    hands.fill("Votre adresse e-mail", NADIA)
    hands.press("button", "Recevoir un code")
    hands.fill(page.locator("#id_code"), code_in(letters_to(cycle.post, NADIA, "Votre code", time)[-1]))
    hands.press("button", "Continuer")
    expect(page.locator("h1")).to_have_text("Bonjour Nadia")


def she_makes_a_group(cycle: Cycle, hands: Hands) -> None:
    page = cycle.nadia.page
    hands.press("link", "Créer votre premier groupe")
    hands.fill("Nom du groupe", NAME)
    hands.fill("Nom dans les agendas et les e-mails", OUTSIDE)
    hands.press("button", "Créer le groupe")
    hands.fill(page.locator("#id_people"), PASTED)
    cycle.group = page.url
    hands.press("button", "Vérifier cette liste")
    expect(page.locator("main")).to_contain_text("5 personnes ont été lues.")
    hands.fill(page.locator("fieldset", has_text="leo@@exemple.invalid").get_by_label("E-mail"), LEO)
    hands.press("button", "Ajouter ces personnes")
    expect(page.locator(".members li")).to_have_count(5)


def she_plans_six(cycle: Cycle, hands: Hands, axe: Ledger) -> None:
    page = cycle.nadia.page
    hands.press("link", "Planifier le cycle")
    hands.fill("Première séance", f"{cycle.first:{SHAPE}}")
    # The consequence follows as one types.
    expect(page.locator("#consequence li")).to_have_text([re.compile(r"mardi .*, 9\sh\s30")] * 6)
    expect(page.get_by_label("Rythme")).to_contain_text("le premier mardi du mois")
    axe.take(cycle.nadia, "planning a cycle", "laptop", "tiny")
    hands.press("button", "Vérifier ces dates")
    second = page.get_by_label("Date et heure 2")
    for days, words in ((1, "mercredi"), (0, "mardi")):
        second.fill(f"{cycle.first + timedelta(weeks=3, days=days):{SHAPE}}")
        expect(page.locator("#words-2")).to_contain_text(words)
    axe.take(cycle.nadia, "the dates of a cycle", "laptop", "tiny")
    hands.press("button", "Garder ces dates")
    expect(page.get_by_text("6 séances sont planifiées.")).to_be_visible()


def she_invites_everybody(cycle: Cycle, hands: Hands) -> None:
    """Under a name for mails that would be a header more, were it taken as it was sent."""
    page = cycle.nadia.page
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    form: dict[str, str | float | bool] = {"csrfmiddlewaretoken": token, "name": NAME, "calendar_name": BREAKS_OUT}
    assert page.request.post(f"{cycle.group}edit/", form=form).ok
    hands.press("link", "Invitations, liens et cartes")
    hands.press("button", "Envoyer à tout le monde")
    expect(page.get_by_text("5 invitations sont en route.")).to_be_visible()
