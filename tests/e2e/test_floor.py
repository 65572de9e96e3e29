"""The floor, in browsers: a go-round with passes and returns, hands least heard first, the time of a turn."""

from __future__ import annotations

import re
from uuid import UUID

from playwright.sync_api import expect

from sessions.models import Session

from .gathering import Gathering, begin
from .people import Evening, Person
from .test_joining import open_people, shot

LEA, OMAR, JEANNE, YANN = range(4)
PHONE_DOWN = "Vous pouvez poser votre téléphone."
SECOND = 1_000


def test_the_floor_goes_round_in_a_fair_order(evening: Evening) -> None:
    room = begin(evening, LEA, OMAR, JEANNE, YANN)
    room.chooses(LEA)
    room.does(room.claire, "start")
    they_go_round(room)
    hands_are_folded_and_opened(room)
    the_least_heard_come_first(room)
    a_turn_has_its_time(room)


def phone(room: Gathering, place: int) -> Person:
    return room.people[room.evening.links["participants"][place]["name"]]


def says(who: Person, words: str) -> None:
    expect(who.page.locator("#region-place")).to_have_text(words)


def they_go_round(room: Gathering) -> None:
    """Léa is client and comes last. Omar passes, Jeanne comes back later, Yann is put off and Omar called on."""
    ids = [room.evening.id_of(place) for place in (LEA, OMAR, JEANNE, YANN)]
    first = room.does(room.claire, "next_speaker")["speaker"]
    rest = [one for one in ids if one != first]
    by_id = {room.evening.id_of(place): phone(room, place) for place in (LEA, OMAR, JEANNE, YANN)}
    says(by_id[first], "Vous avez la parole.")
    room.does(by_id[rest[0]], "pass_turn")
    expect(room.claire.page.locator(f"#call-{rest[0]}")).to_be_visible()
    room.does(room.claire, "postpone_turn", f"#later-{rest[1]}")
    expect(room.claire.page.locator(".turns").first.locator("li").last).to_contain_text(name_of(room, rest[1]))
    shot(room.claire, "go-round")
    assert room.does(by_id[first], "postpone_turn")["speaker"] == rest[2]
    assert room.does(room.claire, "give_floor", f"#call-{rest[0]}")["speaker"] == rest[0]
    assert room.does(room.claire, "next_speaker")["speaker"] == rest[1]
    assert room.does(room.claire, "next_speaker")["speaker"] == first


def name_of(room: Gathering, participant: str) -> str:
    people = room.evening.links["participants"]
    return str(next(one["name"] for one in people if one["id"] == participant))


def hands_are_folded_and_opened(room: Gathering) -> None:
    room.goes_to("Clarification")
    omar = phone(room, OMAR)
    says(omar, PHONE_DOWN)
    expect(omar.button("raise_hand")).to_have_count(0)
    shot(omar, "hands-folded")
    room.does(room.claire, "set_floor_mode", "#mode-queue")
    expect(omar.button("raise_hand")).to_have_text("Lever la main")
    expect(omar.page.locator(".folded-hand")).to_be_hidden()


def the_least_heard_come_first(room: Gathering) -> None:
    """Omar speaks for three minutes, then asks before the others do: they come first, and he reads why."""
    omar, jeanne, yann = (phone(room, place) for place in (OMAR, JEANNE, YANN))
    open_people(room.claire)
    room.does(room.claire, "give_floor", f"#give-to-{room.evening.id_of(OMAR)}")
    earlier(room, 180 * SECOND)
    room.does(omar, "yield_floor")
    expect(room.claire.page.locator("#region-people")).to_contain_text("peu entendu")
    room.claire.page.locator("#floor-settings > summary").click()
    room.does(room.claire, "set_floor_order", "#order-least_heard")
    for one in (omar, jeanne, yann):
        room.does(one, "raise_hand")
    says(omar, "Vous êtes troisième : deux personnes ont été moins entendues.")
    assert {place_words(jeanne), place_words(yann)} == {
        "Votre main est levée : vous êtes la prochaine personne à parler.",
        "Vous êtes deuxième : une personne a été moins entendue.",
    }
    shot(omar, "third")
    shot(room.claire, "least-heard")
    for one in (omar, jeanne, yann):
        assert "peu entendu" not in one.words()


def place_words(who: Person) -> str:
    return re.sub(r"\s+", " ", who.page.locator("#region-place").inner_text()).strip()


def a_turn_has_its_time(room: Gathering) -> None:
    """The speaker is told first, softly; the dashboard is marked later; nobody else sees anything."""
    claire, omar = room.claire, phone(room, OMAR)
    room.does(claire, "set_turn_limit", "#limit-60")
    now = room.does(claire, "next_speaker")
    speaker = next(phone(room, place) for place in (JEANNE, YANN) if room.evening.id_of(place) == now["speaker"])
    told, mark = speaker.page.locator("[data-turn-signal]"), claire.page.locator(".turn-over")
    expect(told).to_be_empty()
    earlier(room, 52 * SECOND)
    room.does(claire, "pause")
    expect(told).to_have_text("Encore dix secondes")
    expect(mark).to_be_hidden()
    earlier(room, 10 * SECOND)
    room.does(claire, "resume")
    expect(told).to_have_text("Vous pouvez conclure")
    expect(mark).to_be_hidden()
    shot(speaker, "may-conclude")
    earlier(room, 15 * SECOND)
    room.does(claire, "pause")
    expect(mark).to_be_visible()
    shot(claire, "turn-over")
    expect(omar.page.locator("[data-turn-signal]")).to_be_empty()
    room.does(claire, "resume")
    room.does(speaker, "yield_floor")
    expect(told).to_be_empty()


def earlier(room: Gathering, span: int) -> None:
    """The turn under way began that much sooner; the next click shows it."""

    def shift() -> None:
        session = Session.objects.get(pk=UUID(room.evening.id))
        session.state["floor"]["since"] -= span
        session.save(update_fields=["state"])

    room.evening.server.backstage(shift)
