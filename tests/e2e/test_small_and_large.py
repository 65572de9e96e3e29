"""The smallest and the largest group, in browsers: three without a plan, twelve on one dashboard that never scrolls."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.gathering import Gathering, begin, come_by_code
from tests.e2e.larger import larger
from tests.e2e.people import LAPTOP, PHONE, Evening, Person
from tests.e2e.test_joining import code_of, is_let_in, shot

LEA, OMAR, JEANNE = 0, 1, 2
UNTOLD = "Zoé Marchand"
MORE = ("Rachid Amrani", "Sonia Weber-Castillon", "Thomas Lefèvre", UNTOLD)
SMALL = {"width": 1024, "height": 600}
CHARTER = "Bienveillance. Non\N{NON-BREAKING HYPHEN}jugement. Confidentialité."
QUESTION = "Depuis quand la date est-elle tenue pour acquise ?"
OUTSIDE = """(selector) => [...document.querySelectorAll(selector)].filter((one) => {
    if (!one.checkVisibility()) return false;
    const { top, left, bottom, right } = one.getBoundingClientRect();
    return top < 0 || left < 0 || bottom > innerHeight || right > innerWidth;
}).map((one) => one.innerText)"""
COVERED = """(selector) => [...document.querySelectorAll(selector)].filter((one) => {
    if (!one.checkVisibility()) return false;
    const { top, left, width, height } = one.getBoundingClientRect();
    const found = document.elementFromPoint(left + width / 2, top + height / 2);
    return !one.contains(found);
}).map((one) => one.innerText)"""
LETTERS = """() => [...document.querySelectorAll(".seats :is(.name, .initials)")]
    .filter((one) => one.checkVisibility())
    .map((one) => [parseFloat(getComputedStyle(one).fontSize), one.ownerSVGElement.getBoundingClientRect().width])
    .map(([size, width]) => size * width / 480)"""
OVERFLOW = "() => document.scrollingElement.scrollHeight - innerHeight"
CONTROLS = ".dashboard > .head button, .controls button, .floor-controls button, .people-panel > summary"


@pytest.mark.long
def test_three_people_without_a_plan_are_all_clients(evening: Evening) -> None:
    room = claire_starts_now(evening, minutes=60, clients=3)
    three_come_by_code(room)
    all_three_will_be_clients(room)
    seen = [one_round(room, number) for number in range(3)]
    assert {name: [roles[name] for roles in seen] for name in room.people} == {
        "Nadia": ["client", "pair", "pair"],
        "Oscar": ["pair", "client", "pair"],
        "Pauline": ["pair", "pair", "client"],
    }
    they_close(room)


def claire_starts_now(evening: Evening, *, minutes: int, clients: int) -> Gathering:
    """From the facilitator's home, with two numbers."""
    claire = evening.facilitator()
    page = claire.page
    page.goto(evening.server.url)
    page.locator("summary", has_text="Démarrer maintenant").click()
    page.fill("#id_minutes", str(minutes))
    page.fill("#id_rounds", str(clients))
    page.get_by_role("button", name="Démarrer maintenant").click()
    page.wait_for_url(re.compile("/sessions/"))
    claire.connected()
    assert claire.state["status"] == "open"
    return Gathering(evening, claire)


def three_come_by_code(room: Gathering) -> None:
    code = code_of(room.claire)
    for name in ("Nadia", "Oscar", "Pauline"):
        phone = room.evening.someone(room.evening.server.url, PHONE)
        come_by_code(room.evening, phone, code, name)
        room.people[name] = phone
    expect(room.claire.page.locator("[data-knock]")).to_have_count(3)
    shot(room.claire, "three-knock")
    room.claire.page.get_by_role("button", name="Accueillir tout le monde").click()
    for phone in room.people.values():
        is_let_in(phone)
        expect(phone.page.get_by_text(CHARTER)).to_be_visible()
    shot(phone, "three-lobby")
    room.evening.agree(int(room.claire.state["revision"]))


def all_three_will_be_clients(room: Gathering) -> None:
    for phone in room.people.values():
        id_ = phone.page.get_attribute("body", "data-participant")
        room.does(room.claire, "choose_clients", f"#client-{id_}")
    shot(room.claire, "three-chosen")
    assert room.does(room.claire, "start")["steps"] == "22"


def one_round(room: Gathering, number: int) -> dict[str, str]:
    """Everybody's role in this round, as each screen says it."""
    now = room.goes_to("Exposé", number)
    assert (now["round"], now["phase"]) == (str(number), "presentation")
    roles = {name: role_on(phone) for name, phone in room.people.items()}
    room.goes_to("Consultation", number)
    for _ in range(2):
        room.does(room.claire, "next_speaker")
    shot(room.claire, f"three-round-{number}")
    assert room.claire.button("next_speaker").count() == 0
    return roles


def role_on(phone: Person) -> str:
    return phone.page.locator("#region-role").inner_text().removeprefix("Votre rôle\N{NO-BREAK SPACE}: ")


def they_close(room: Gathering) -> None:
    room.goes_to("Apprentissages", 2)
    assert room.does(room.claire, "next")["phase"] == "closing"
    room.claire.page.locator('[popovertarget="ask-close"]:visible').first.click()
    assert room.does(room.claire, "close")["status"] == "closed"
    for phone in room.people.values():
        expect(phone.page.get_by_role("heading", name="La séance est close")).to_be_visible()


@pytest.fixture
def twelve(evening: Evening) -> Iterator[Evening]:
    """Four more people in the group, one of whom has not accepted the charter; 150 minutes for three clients."""
    with larger(evening, MORE, untold=[UNTOLD]) as of_twelve:
        yield of_twelve


@pytest.mark.long
def test_twelve_people_on_one_dashboard(twelve: Evening) -> None:
    room = begin(twelve, LEA, OMAR, JEANNE)
    everybody_is_seated(room)
    room.chooses(LEA, OMAR, JEANNE)
    fits(room, "lobby")
    room.does(room.claire, "start")
    they_pass_and_come_back(room)
    fits(room, "opening")
    lea_presents(room)
    phones_and_wall_are_legible(room)
    lea_is_questioned(room)
    the_others_search(room)
    they_learn_and_close(room)


def everybody_is_seated(room: Gathering) -> None:
    """Three have phones; for the nine others the facilitator's word is enough."""
    for place in range(3, 12):
        id_ = room.evening.id_of(place)
        verb = "seat" if room.evening.links["participants"][place]["name"] == UNTOLD else "admit"
        room.does(room.claire, verb, f"#{verb}-{id_}")
    expect(room.claire.page.locator("#region-summary")).to_contain_text("12 présents sur 12")
    expect(room.claire.page.locator("#region-said")).to_have_text("12 personnes dans le cercle")


def they_pass_and_come_back(room: Gathering) -> None:
    """Omar passes before his turn and raises a hand; Jeanne passes in hers, and Claire asks her again."""
    lea, omar, jeanne = (room.people[name] for name in ("Léa Fontaine", "Omar Benali", "Jeanne Petit"))
    ids = [room.evening.id_of(place) for place in (LEA, OMAR, JEANNE)]
    assert room.does(room.claire, "next_speaker")["speaker"] == ids[0]
    room.does(omar, "pass_turn")
    expect(omar.page.locator("#region-place")).to_have_text("Vous pouvez poser votre téléphone.")
    room.does(lea, "yield_floor")
    assert room.does(room.claire, "next_speaker")["speaker"] == ids[2]
    assert room.does(jeanne, "pass_turn")["speaker"] == room.evening.id_of(3)
    room.does(omar, "raise_hand")
    assert room.does(room.claire, "give_floor", f"#give-{ids[1]}")["speaker"] == ids[1]
    expect(omar.page.locator("#region-place")).to_have_text("Vous avez la parole.")
    room.opens_duties(ids[2])
    assert room.does(room.claire, "give_floor", f"#give-to-{ids[2]}")["speaker"] == ids[2]
    close_people(room.claire)
    assert jeanne.button("yield_floor").count() == 1


def close_people(facilitator: Person) -> None:
    facilitator.page.locator(".people-panel > summary").click()


def lea_presents(room: Gathering) -> None:
    room.goes_to("Exposé")
    fits(room, "presentation")


def phones_and_wall_are_legible(room: Gathering) -> None:
    lea, wall = room.people["Léa Fontaine"], room.evening.screen()
    shot(wall, "twelve-wall")
    assert letters(wall) >= 11
    for width, height in ((320, 568), (390, 844)):
        lea.page.set_viewport_size({"width": width, "height": height})
        shot(lea, f"twelve-phone-{width}")
        assert letters(lea) >= 11


def lea_is_questioned(room: Gathering) -> None:
    room.goes_to("Clarification")
    for name in ("Omar Benali", "Jeanne Petit"):
        room.does(room.people[name], "raise_hand")
    room.writes(room.people["Omar Benali"], "contribute", QUESTION)
    expect(room.claire.page.locator(".board-kind")).to_contain_text("0 répondue sur 1")
    fits(room, "clarification")
    room.does(room.claire, "mark_answered")
    expect(room.claire.page.locator(".board-kind")).to_contain_text("1 répondue sur 1")


def the_others_search(room: Gathering) -> None:
    room.goes_to("Consultation")
    room.does(room.claire, "next_speaker")
    fits(room, "consultation")


def they_learn_and_close(room: Gathering) -> None:
    room.goes_to("Apprentissages")
    room.does(room.claire, "next_speaker")
    fits(room, "learning")
    room.goes_to("Clôture")
    fits(room, "closing")


def fits(room: Gathering, moment: str) -> None:
    """Nothing to scroll for on a 13-inch laptop; on a smaller one what matters most is in sight too."""
    claire = room.claire
    shot(claire, f"twelve-{moment}")
    assert in_sight(claire, CONTROLS) == (0, [], [])
    assert letters(claire) >= 11
    claire.page.set_viewport_size(SMALL)
    shot(claire, f"twelve-{moment}-small")
    assert in_sight(claire, ".controls .main") == (0, [], [])
    assert letters(claire) >= 11
    claire.page.set_viewport_size(LAPTOP["viewport"])


def letters(person: Person) -> float:
    """How high the smallest letters are that say who sits where, in pixels."""
    return min(person.page.evaluate(LETTERS))


def in_sight(person: Person, controls: str) -> tuple[int, list[str], list[str]]:
    """By how much the page overflows the window; which controls are outside it; which are covered."""
    page = person.page
    return max(0, page.evaluate(OVERFLOW)), page.evaluate(OUTSIDE, controls), page.evaluate(COVERED, controls)
