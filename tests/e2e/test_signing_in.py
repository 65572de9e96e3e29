"""Whoever signs in: in two steps, with a passkey, with a recovery code, and elsewhere signed out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import Argon2PasswordHasher
from playwright.sync_api import Browser, expect

from groups.commands import create_organisation, invite_person
from groups.models import Organisation, User
from groups.second_factor import unseal
from tests.provider import running_provider
from tests.second_step import code_of, give_app

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
        self.typed: set[str] = set()
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

    def colleague(self) -> str:
        """The address of somebody else of HR, who signs in with the same password, and has an app."""
        email = f"{uuid4().hex[:8]}@example.org"

        def invite() -> None:
            user = invite_person(organisation=self.organisation, email=email, name="Hakim", role="hr", by=self.account)
            User.objects.filter(pk=user.pk).update(password=self.account.password)
            EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
            self.apps = {self.email: give_app(self.account), email: give_app(user)}

        self.server.backstage(invite)
        return email

    def signs_in_in_two_steps(self, person: Person, email: str, wanted: str) -> None:
        self.signs_in(person, wanted, email)
        heading(person, "Deuxième étape")
        # A code counts once, and the next one is taken already: phones' clocks differ.
        secret = unseal(self.apps[email].data["secret"])
        code = next(one for ahead in (0, 1) if (one := code_of(secret, ahead)) not in self.typed)
        self.typed.add(code)
        person.page.locator("#id_code").fill(code)
        presses(person, "Continuer")

    def signs_in(self, person: Person, wanted: str = "/history/", email: str = "") -> None:
        page = person.page
        page.goto(f"{self.url}{wanted}")
        page.get_by_text("Avec un mot de passe").click()
        page.locator("#id_login").fill(email or self.email)
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
    heading(agnes, "Bonjour Agnès")
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
    expect(page).not_to_have_url(re.compile("/webauthn/add/"))  # else it would be left before it is kept
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


def test_a_device_and_a_second_step_that_were_lost(desk: Desk, axe: Ledger) -> None:
    hakim, agnes, elsewhere = desk.colleague(), desk.browser(), desk.browser()
    organisation = f"/organisations/{desk.organisation.pk}/"
    desk.signs_in_in_two_steps(elsewhere, desk.email, "/account/")
    desk.signs_in_in_two_steps(agnes, desk.email, "/account/devices/")
    heading(agnes, "Où vous êtes connecté")
    axe.look(agnes, "devices", dark=True)
    presses(agnes, "Déconnecter")
    expect(agnes.page.get_by_role("main").locator("li")).to_have_count(1)
    elsewhere.page.reload()
    heading(elsewhere, "Se connecter")

    desk.signs_in_in_two_steps(elsewhere, hakim, "/history/")
    heading(elsewhere, "Historique")
    agnes.page.goto(desk.url + organisation)
    agnes.page.get_by_role("main").locator("li", has_text="Hakim").locator("summary").click()
    presses(agnes, "Deuxième étape perdue ?")
    heading(agnes, "Deuxième étape perdue")
    axe.look(agnes, "a second step lost", dark=True)
    presses(agnes, "Faire refaire cette étape")
    expect(agnes.page.get_by_role("status")).to_contain_text("nouvelle deuxième étape")
    elsewhere.page.reload()
    desk.signs_in(elsewhere, email=hakim)
    heading(elsewhere, "Une deuxième étape")


@pytest.mark.long
def test_a_provider_brings_somebody_in(desk: Desk, axe: Ledger) -> None:
    """The server is started anew with a provider, and again without."""
    server, before = desk.server, desk.server.environment
    with running_provider() as provider:
        server.stop()
        told = {"ISSUER": provider.url, "CLIENT_ID": "codev", "CLIENT_SECRET": "x", "NAME": "Atelier", "ROLES": "hr=rh"}
        told |= {"ORGANISATION": str(desk.organisation.pk), "DOMAINS": "example.org"}
        server.environment = before | {f"CODEV_OIDC_{name}": value for name, value in told.items()}
        server.start()
        try:
            provider.knows("nina", email="nina@example.org", email_verified=True, groups=["rh"], amr=["mfa"])
            provider.knows("ugo", email="ugo@elsewhere.example", email_verified=True, groups=["rh"])
            she_comes_in_and_he_does_not(desk, axe)
        finally:
            server.stop()
            server.environment = before
            server.start()


def she_comes_in_and_he_does_not(desk: Desk, axe: Ledger) -> None:
    for sub, words in (("nina", "Historique"), ("ugo", "Pas possible")):
        person = desk.browser()
        person.page.goto(f"{desk.url}/accounts/login/?next=/history/")
        axe.look(person, "signing in")
        presses(person, "Me connecter avec Atelier")
        person.page.locator("input[name=sub]").first.fill(sub)
        person.page.get_by_role("button", name="Authorize").click()
        heading(person, words)
        # What the provider's own page loads is not ours.
        person.complaints = [one for one in person.complaints if "pico" not in one]
        axe.look(person, f"what {sub} finds")
