"""What is one's own, from one device to the next: by a code from the mail, and by one that a device shows."""

from __future__ import annotations

import re
from uuid import UUID

from playwright.sync_api import expect

from groups import commands
from groups.models import Participant

from .axe import Ledger
from .gathering import Gathering, begin
from .people import LAPTOP, PHONE, WITNESS, Evening, Person
from .test_joining import shot

LEA = 0
TITLE, ASKED = "Un report à annoncer", "Comment le dire sans braquer ?"
ADDRESS = "lea@exemple.fr"


def test_what_is_ones_own_opens_on_another_device_by_a_code(evening: Evening, axe: Ledger) -> None:
    room = begin(evening)
    phone = comes_by_link(evening, PHONE)
    is_client_on_the_phone(room, phone)
    laptop = comes_by_link(evening, LAPTOP)
    opens_it_on_the_laptop(evening, laptop, axe)
    ends_the_laptop_from_the_phone(laptop, phone, axe)


def comes_by_link(evening: Evening, device: dict[str, object]) -> Person:
    """By a personal link that Claire made; it admits, and proves nothing."""

    def make() -> str:
        lea = Participant.objects.get(pk=UUID(evening.id_of(LEA)))
        Participant.objects.filter(pk=lea.pk).update(email=ADDRESS)
        return commands.make_link(participant=lea, by=lea.group.facilitators.get(role="facilitator").user)

    link = f"{evening.server.url}/join/{evening.server.backstage(make)}/"
    context = evening.browser.new_context(locale="fr-FR", **device)  # type: ignore[arg-type]
    context.add_init_script(WITNESS)
    someone = Person(context, link)
    evening.others.append(someone)
    someone.page.goto(link)
    someone.page.locator("main form button").click()
    return someone


def is_client_on_the_phone(room: Gathering, phone: Person) -> None:
    phone.page.goto(f"{room.evening.server.url}/sessions/{room.evening.id}/")
    room.claire.until("(id) => document.querySelector(`[data-seat='${id}']`)", room.evening.id_of(LEA))
    room.chooses(LEA)
    room.does(room.claire, "start")
    room.goes_to("Exposé")
    phone.until("() => document.getElementById('region-me')?.dataset.may.includes('word_headline')")

    def headline() -> None:
        phone.settled()
        phone.page.locator("button[data-when='word_headline']:visible").click()
        form = phone.page.locator("form:has([data-command=word_headline])")
        form.locator("[name=title]").fill(TITLE)
        form.locator("[name=question]").fill(ASKED)
        phone.settled()
        form.locator("[data-command=word_headline]").click()

    room.evening.after(headline)
    room.claire.page.locator("[popovertarget='ask-close']:visible").first.click()
    room.does(room.claire, "close")
    phone.page.goto(f"{room.evening.server.url}/sessions/{room.evening.id}/keepsake/")
    expect(phone.page.get_by_text(TITLE)).to_be_visible()
    shot(phone, "keepsake-partial")


def opens_it_on_the_laptop(evening: Evening, laptop: Person, axe: Ledger) -> None:
    page = laptop.page
    answer = page.goto(f"{evening.server.url}/sessions/{evening.id}/keepsake/")
    assert answer is not None
    assert answer.status == 403
    assert TITLE not in laptop.words()
    axe.look(laptop, "prove", dark=True)
    shot(laptop, "prove")
    page.get_by_role("button", name="Recevoir un code").click()
    field = page.locator("[autocomplete=one-time-code]")
    expect(field).to_be_focused()
    axe.look(laptop, "code")
    shot(laptop, "code")
    code = re.findall(r"\b\d{6}\b", evening.server.mail_to(ADDRESS).partition("\n\n")[2])[0]
    page.keyboard.type(f"{int(code) ^ 1:06}")
    page.keyboard.press("Enter")
    expect(page.get_by_text("ne convient pas")).to_be_visible()
    field.fill(code)
    page.keyboard.press("Enter")
    expect(page.get_by_text(TITLE)).to_be_visible()


def ends_the_laptop_from_the_phone(laptop: Person, phone: Person, axe: Ledger) -> None:
    laptop.page.get_by_role("link", name="Mes séances").first.click()
    laptop.page.get_by_role("link", name="Retour à l’accueil").click()
    laptop.page.get_by_role("link", name="Mes appareils").click()
    laptop.page.get_by_role("button", name="Afficher un code").click()
    axe.look(laptop, "devices", dark=True)
    shot(laptop, "devices")
    code = re.sub(r"\s", "", laptop.page.locator(".digits").inner_text())
    phone.page.get_by_role("link", name="J’ai un code").click()
    phone.page.locator("[autocomplete=one-time-code]").fill(code)
    phone.page.get_by_role("button", name="Continuer").click()
    expect(phone.page.get_by_text(TITLE)).to_be_visible()
    phone.page.goto(laptop.page.url.replace("/show/", "/"))
    axe.look(phone, "devices on a phone")
    shot(phone, "devices-phone")
    listed = phone.page.locator("main li")
    before = listed.count()  # on a server that other stories had before, Léa has more devices
    listed.filter(has_not_text="cet appareil").last.get_by_role("button", name="Fermer").click()
    expect(listed).to_have_count(before - 1)
    laptop.page.goto(laptop.page.url.replace("/show/", "/"))
    expect(laptop.page).to_have_url(re.compile("/accounts/login"))
