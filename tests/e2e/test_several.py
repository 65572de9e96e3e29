"""Being several: a deputy takes over when the facilitator's browser is gone, and a phone goes on when a laptop dies."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db.models import F
from playwright.sync_api import expect

from sessions import commands
from sessions.models import Presence, Session

from .gathering import Gathering, begin, come_by_code
from .people import LAPTOP, PHONE, Evening, Person
from .test_joining import code_of, is_let_in, shot

LEA, OMAR = 0, 1
OUT_OF_REACH = "L’animation est hors de portée"
TAKE_OVER = """async (address) => {
    const token = document.cookie.match(/csrftoken=([^;]+)/)[1];
    const body = new URLSearchParams({ key: "00000000-0000-4000-8000-000000000001" });
    const headers = { "X-CSRFToken": token };
    return (await fetch(address, { method: "POST", headers, body })).status;
}"""


def deputy(evening: Evening) -> Person:
    return evening.someone(evening.links["deputy"]["url"], LAPTOP).arrive()


def started(evening: Evening) -> Gathering:
    room = begin(evening, LEA)
    room.chooses(LEA)
    room.does(room.claire, "start")
    return room


def leaves(evening: Evening, person: Person) -> None:
    """A browser is gone, from one moment to the next."""
    evening.everybody.remove(person)
    person.context.close()


def a_minute_passes(evening: Evening) -> None:
    """As the database tells it: the facilitators were last heard of a minute earlier."""

    def older() -> None:
        facilitators = Presence.objects.filter(session_id=UUID(evening.id), participant=None)
        facilitators.update(last_seen_at=F("last_seen_at") - timedelta(seconds=61))

    evening.server.backstage(older)


def take_over_by(person: Person, evening: Evening) -> int:
    return int(person.page.evaluate(TAKE_OVER, f"/sessions/{evening.id}/do/take_over/"))


def test_a_deputy_takes_over_and_the_facilitator_who_is_back_drives_at_once(evening: Evening) -> None:
    room = started(evening)
    lea, hugo = room.people["Léa Fontaine"], deputy(evening)
    assert hugo.button("take_over").count() == hugo.button("next").count() == 0
    assert take_over_by(hugo, evening) == 409
    leaves(evening, room.claire)
    a_minute_passes(evening)
    for person in (lea, hugo):
        expect(person.page.locator("#region-driving")).to_contain_text(OUT_OF_REACH)
    shot(hugo, "several-out-of-reach")
    shot(lea, "several-out-of-reach-lea")
    assert take_over_by(lea, evening) == 403
    hugo_guides(room, hugo, lea)
    claire_is_back(room, hugo, lea)


def hugo_guides(room: Gathering, hugo: Person, lea: Person) -> None:
    room.does(hugo, "take_over")
    for person in (lea, hugo):
        expect(person.page.locator("#region-driving")).to_contain_text("Hugo Lambert anime")
    assert room.does(hugo, "next")["step"] == "1"
    shot(hugo, "several-taken-over")


def claire_is_back(room: Gathering, hugo: Person, lea: Person) -> None:
    claire = room.evening.facilitator()
    expect(claire.button("take_back")).to_be_visible()
    assert room.does(claire, "next")["step"] == "2"
    expect(lea.page.locator("#region-driving")).to_be_empty()
    expect(hugo.page.locator("#region-summary")).to_contain_text("Vous secondez l’animation")
    assert hugo.button("next").count() == 0


@pytest.mark.long
def test_the_facilitation_is_handed_over_and_taken_back(evening: Evening) -> None:
    room = started(evening)
    lea, hugo = room.people["Léa Fontaine"], deputy(evening)
    room.claire.page.click('[popovertarget="ask-several"]:visible')
    shot(room.claire, "several-asked")
    room.does(room.claire, "hand_over")
    expect(room.claire.page.locator("#ask-several")).to_be_hidden()
    for person in (lea, hugo, room.claire):
        expect(person.page.locator("#region-driving")).to_have_text("Hugo Lambert anime")
    assert room.does(hugo, "next")["step"] == "1"
    room.does(room.claire, "take_back")
    expect(lea.page.locator("#region-driving")).to_be_empty()
    assert hugo.button("next").count() == 0


@pytest.mark.long
def test_the_laptop_dies_and_the_paired_phone_goes_on(evening: Evening) -> None:
    room = started(evening)
    room.claire.page.click('[popovertarget="ask-several"]:visible')
    room.claire.page.get_by_role("button", name="Relier mon téléphone").click()
    expect(room.claire.page.locator("#paired .qr")).to_be_visible()
    shot(room.claire, "several-code")
    phone = evening.someone(evening.server.url + f"/pair/{scanned(evening)}/", PHONE)
    phone.page.goto(phone.url)
    shot(phone, "several-pair")
    phone.page.get_by_role("button", name="Animer ici").click()
    phone.connected()
    expect(room.claire.page.locator("#paired")).to_contain_text("relié à")
    leaves(evening, room.claire)
    assert room.does(phone, "next")["step"] == "1"
    shot(phone, "several-phone")
    again = evening.someone(phone.url, PHONE)
    assert again.page.goto(phone.url).status == 404  # type: ignore[union-attr]
    evening.everybody.remove(again)


def scanned(evening: Evening) -> str:
    """What a camera would read: a code of Claire's as her dashboard asks for it, whose token no page can tell again."""

    def offered() -> str:
        session = Session.objects.select_related("cycle__group").get(pk=evening.id)
        claire = session.cycle.group.facilitators.get(role="facilitator").user
        return commands.offer_pairing(session=session, by=claire)[1]

    return evening.server.backstage(offered)


AGES = """() => {
    for (const [key, kept] of Object.entries(sessionStorage)) if (key.startsWith("codev:seen:")) {
        sessionStorage.setItem(key, JSON.stringify({ ...JSON.parse(kept), at: Date.now() - 60_000 }));
    }
}"""


@pytest.mark.long
def test_whoever_comes_back_is_told_what_moved(evening: Evening) -> None:
    room = started(evening)
    lea = room.people["Léa Fontaine"]
    assert room.goes_to("Clarification")["step"] == "4"
    lea.page.goto(evening.server.url + "/health/")
    lea.page.evaluate(AGES)
    evening.everybody.remove(lea)
    room.goes_to("Contrat")
    room.writes(room.claire, "contribute", "Repartir avec un premier pas.", kind="reformulation")
    evening.everybody.append(lea)
    lea.page.goto(f"{evening.server.url}/sessions/{evening.id}/")
    lea.connected()
    note = lea.page.locator("[data-return]")
    expect(note).to_have_text("Pendant votre absence : étape 5 → 6, une contribution.")
    shot(lea, "several-return")
    lea.page.mouse.click(200, 300)
    expect(note).to_be_hidden()


FITS = "() => document.documentElement.scrollWidth <= innerWidth"
IN_SIGHT = """() => {
    const main = [...document.querySelectorAll(".controls > .main")].find((one) => one.checkVisibility());
    const { top, bottom } = main.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
}"""


@pytest.mark.long
def test_a_session_is_guided_from_a_phone(evening: Evening) -> None:
    """Main button, knock, people, hands and break: all by touch, nothing wider than the screen."""
    room = begin(evening, LEA, OMAR, facilitator=evening.facilitator(**PHONE))
    omar = room.people["Omar Benali"]
    nora_is_welcomed(room)
    room.chooses(LEA)
    room.does(room.claire, "start")
    room.goes_to("Clarification")
    room.does(omar, "raise_hand")
    fits(room, "several-small-hand")
    assert room.does(room.claire, "give_floor", "[id^=give-]")["speaker"] == evening.id_of(OMAR)
    room.claire.page.click('[popovertarget="ask-break"]:visible')
    room.does(room.claire, "take_break", ".main")
    fits(room, "several-small-break")
    room.does(room.claire, "end_break")
    assert room.does(room.claire, "next")["phase"] == "contract"


def nora_is_welcomed(room: Gathering) -> None:
    nora = room.evening.someone(room.evening.server.url, PHONE)
    come_by_code(room.evening, nora, code_of(room.claire), "Nora Delmas")
    expect(room.claire.page.locator("[data-knock]")).to_contain_text("demande à entrer")
    fits(room, "several-small-knock")
    room.claire.press("admit", "[id^=welcome-]")
    is_let_in(nora)


def fits(room: Gathering, name: str) -> None:
    shot(room.claire, name)
    assert room.claire.page.evaluate(FITS)
    assert room.claire.page.evaluate(IN_SIGHT)
