"""Whoever signs in: in two steps, with a passkey, with a recovery code, and elsewhere signed out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import Argon2PasswordHasher
from playwright.sync_api import Browser, expect

from groups.commands import create_organisation
from groups.models import Organisation, User
from tests.second_step import code_of

from .axe import Ledger
from .people import LAPTOP, WITNESS, Person
from .serving import Server

PASSWORD = "trois petits chats verts"
# What a device with a fingerprint reader does, for Chromium: it says yes at once.
READER = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
READER |= {"isUserVerified": True, "automaticPresenceSimulation": True}


class Desk:
    """An account that is HR and administrator, and the browsers that it comes with."""

    def __init__(self, server: Server, chromium: Browser) -> None:
        self.server, self.chromium = server, chromium
        # A browser keeps passkeys for a name, not for an address in figures.
        self.url = server.url.replace("127.0.0.1", "localhost")
        self.email = f"{uuid4().hex[:8]}@example.org"
        self.people: list[Person] = []
        server.backstage(self.prepare)

    def prepare(self) -> None:
        self.organisation: Organisation = create_organisation(
            name="Atelier", admin_email=self.email, admin_name="Agnès", roles=["hr"]
        )
        self.account = User.objects.get(email=self.email)
        # As the server keeps it: tests have a quicker way.
        self.account.password = Argon2PasswordHasher().encode(PASSWORD, "a grain of salt")
        self.account.save()
        EmailAddress.objects.create(user=self.account, email=self.email, verified=True, primary=True)

    def browser(self) -> Person:
        context = self.chromium.new_context(locale="fr-FR", **LAPTOP)
        context.add_init_script(WITNESS)
        self.people.append(Person(context, self.url))
        return self.people[-1]

    def signs_in(self, person: Person, wanted: str = "/history/") -> None:
        page = person.page
        page.goto(f"{self.url}{wanted}")
        page.get_by_text("Avec un mot de passe").click()
        page.locator("#id_login").fill(self.email)
        page.locator("#id_password").fill(PASSWORD)
        page.get_by_role("button", name="Se connecter avec le mot de passe").click()

    def signs_out(self, person: Person) -> None:
        person.page.locator(".topbar button").click()
        expect(person.page.locator("h1")).to_have_text("Se connecter")


@pytest.fixture
def desk(server: Server, chromium: Browser) -> Iterator[Desk]:
    desk = Desk(server, chromium)
    yield desk
    complaints = [complaint for one in desk.people for complaint in one.complaints]
    for one in desk.people:
        one.context.close()
    assert complaints == []


def heading(person: Person, words: str) -> None:
    expect(person.page.locator("h1")).to_have_text(words)


def presses(person: Person, words: str) -> None:
    person.page.get_by_role("main").locator("a, button", has_text=words).first.click()


def test_two_steps_a_passkey_and_a_lost_phone(desk: Desk, axe: Ledger) -> None:
    agnes = desk.browser()
    codes = she_sets_the_app_up(desk, agnes, axe)
    she_adds_a_passkey(agnes, axe)
    desk.signs_out(agnes)
    presses(agnes, "Me connecter avec une clé d’accès")
    heading(agnes, "Mes groupes")
    she_comes_with_a_recovery_code(desk, codes[0], axe)


def she_sets_the_app_up(desk: Desk, agnes: Person, axe: Ledger) -> list[str]:
    page = agnes.page
    desk.signs_in(agnes)
    heading(agnes, "Une deuxième étape")
    axe.look(agnes, "why a second step", dark=True)
    presses(agnes, "Mettre en place l’application")
    heading(agnes, "Confirmez que c’est bien vous")
    axe.look(agnes, "confirming by password")
    page.locator("#id_password").fill(PASSWORD)
    presses(agnes, "Continuer")
    heading(agnes, "Mettre en place l’application")
    axe.look(agnes, "setting up the app", dark=True)
    page.locator("#id_code").fill(code_of(page.locator("code").text_content() or ""))
    presses(agnes, "Continuer")
    heading(agnes, "Codes de secours")
    axe.look(agnes, "recovery codes")
    codes = page.locator(".recovery-codes code").all_inner_texts()
    presses(agnes, "Je les ai gardés")
    heading(agnes, "Historique")
    return codes


def she_adds_a_passkey(agnes: Person, axe: Ledger) -> None:
    page = agnes.page
    cdp = agnes.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": READER})
    page.locator(".topbar a", has_text="Agnès").click()
    axe.look(agnes, "one's account", dark=True)
    presses(agnes, "Application, clés d’accès")
    axe.look(agnes, "two steps")
    presses(agnes, "Ajouter une clé d’accès")
    axe.look(agnes, "adding a passkey")
    page.locator("#id_name").fill("Portable du bureau")
    presses(agnes, "Continuer")
    page.goto(f"{agnes.url}/accounts/2fa/webauthn/")
    expect(page.locator("h2")).to_have_text("Portable du bureau")
    axe.look(agnes, "passkeys")


def she_comes_with_a_recovery_code(desk: Desk, code: str, axe: Ledger) -> None:
    other = desk.browser()
    desk.signs_in(other)
    heading(other, "Deuxième étape")
    axe.look(other, "the second step", dark=True)
    other.page.locator("#id_code").fill(code)
    presses(other, "Continuer")
    heading(other, "Historique")
    assert re.search(r"/history/$", other.page.url)
