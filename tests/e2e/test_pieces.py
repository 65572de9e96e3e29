"""A list is sent in pieces, in browsers: what one does with a piece goes on while others come; older ones on demand."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Locator, expect

from groups.actors import Actor
from groups.models import Seat
from sessions import commands
from sessions.access import Visit
from sessions.models import Session

from .gathering import Gathering, begin
from .people import PHONE, Evening, Person
from .test_joining import open_people
from .test_network import refuse
from .test_story import CONTRACT, SITUATION

LEA, OMAR, JEANNE = range(3)
FIRST, SECOND = "Depuis quand ?", "Qui d’autre est concerné ?"
HALF = "Depuis quand, et"
MANY, NEWEST = 35, 30
MARK = "(piece) => { piece.isTheSame = true; }"
IS_MARKED = "(piece) => piece.isTheSame === true"
SELECT = "(words) => getSelection().selectAllChildren(words)"
GAPS = """() => {
    const boxes = [...document.querySelectorAll("#list-board section")].map((one) => one.getBoundingClientRect());
    return boxes.slice(1).map((box, place) => Math.round(box.top - boxes[place].bottom));
}"""
FOCUSED, SELECTED = "document.activeElement.id", "getSelection().toString().trim()"


def running(evening: Evening) -> tuple[Gathering, Person, Person]:
    """Questions are asked: Léa is client, Omar and Jeanne write."""
    room = begin(evening, LEA, OMAR, JEANNE)
    room.chooses(LEA)
    room.does(room.claire, "start")
    room.goes_to("Clarification")
    names = [evening.links["participants"][place]["name"] for place in (OMAR, JEANNE)]
    return room, room.people[names[0]], room.people[names[1]]


def note(who: Person, text: str) -> Locator:
    return who.page.locator("#region-board .note").filter(has_text=text)


def notes(who: Person) -> Locator:
    return who.page.locator("#region-board .note")


def test_what_one_does_with_a_contribution_goes_on_while_others_write(evening: Evening) -> None:
    room, omar, jeanne = running(evening)
    room.writes(omar, "contribute", FIRST)
    id_ = str(note(room.claire, FIRST).get_attribute("id")).removeprefix("note-")
    looks_at(room.claire, id_)
    rewords(omar, id_)
    room.writes(jeanne, "contribute", SECOND)
    for one in (room.claire, omar):
        expect(notes(one)).to_have_count(2)
        assert note(one, FIRST).evaluate(IS_MARKED)
    assert still_looked_at(room.claire, id_) == (True, f"hide-{id_}", FIRST)
    words = omar.page.locator("#reword-text")
    assert (words.input_value(), omar.page.evaluate(FOCUSED)) == (HALF, "reword-text")
    expect(words).to_be_visible()
    note(room.claire, SECOND).evaluate(MARK)
    words.press_sequentially(" par qui ?")
    room.evening.after(omar.page.locator('#reword [data-command="edit"]').click)
    expect(note(room.claire, f"{HALF} par qui ?")).to_contain_text("reformulé")
    assert note(room.claire, SECOND).evaluate(IS_MARKED)
    assert still_looked_at(room.claire, id_)[:2] == (True, f"hide-{id_}")


def looks_at(claire: Person, id_: str) -> None:
    """The menu of a note is open, a button in it has the focus, its words are selected."""
    claire.page.locator(f"#more-{id_} > summary").click()
    claire.page.locator(f"#hide-{id_}").focus()
    claire.page.locator(f"#note-{id_} > p").evaluate(SELECT)
    claire.page.locator(f"#note-{id_}").evaluate(MARK)


def still_looked_at(claire: Person, id_: str) -> tuple[bool, str, str]:
    is_open = claire.page.locator(f"#more-{id_}").evaluate("(more) => more.open")
    return is_open, claire.page.evaluate(FOCUSED), claire.page.evaluate(SELECTED)


def rewords(omar: Person, id_: str) -> None:
    omar.page.locator(f"#note-{id_}").evaluate(MARK)
    omar.page.locator(f"#edit-{id_}").click()
    omar.page.locator("#reword-text").fill(HALF)


@pytest.mark.long
def test_whoever_asks_for_the_floor_leaves_the_others_where_they_are(evening: Evening) -> None:
    room, omar, jeanne = running(evening)
    claire, id_ = room.claire, room.evening.id_of(OMAR)
    room.does(claire, "set_floor_mode", "#mode-queue")
    room.does(omar, "raise_hand")
    room.opens_duties(id_)
    claire.page.locator(f"#give-{id_}").focus()
    for piece in (f"#hand-{id_}", f"#person-{id_}", "#hands"):
        claire.page.locator(piece).evaluate(MARK)
    room.does(jeanne, "raise_hand")
    names = claire.page.locator("#hands .person-name")
    expect(names).to_have_text([re.compile("Omar Benali"), re.compile("Jeanne Petit")])
    assert claire.page.evaluate(FOCUSED) == f"give-{id_}"
    for piece in (f"#hand-{id_}", f"#person-{id_}", "#hands"):
        assert claire.page.locator(piece).evaluate(IS_MARKED)
    claire.page.locator(f"#hand-{room.evening.id_of(JEANNE)}").evaluate(MARK)
    room.does(omar, "lower_hand")
    expect(names).to_have_count(1)
    assert claire.page.locator("#hands > li").evaluate(IS_MARKED)
    assert claire.page.locator(f"#duty-{id_}").evaluate("(duty) => duty.open")


@pytest.mark.long
def test_whoever_is_let_in_joins_the_list_and_nobody_in_it_moves(evening: Evening) -> None:
    room = begin(evening, LEA)
    claire, lea, omar = room.claire, evening.id_of(LEA), evening.id_of(OMAR)
    open_people(claire)
    claire.page.locator(f"#person-{lea}").evaluate(MARK)
    room.opens_duties(lea)
    room.does(claire, "admit", f"#admit-{omar}")
    expect(claire.page.locator(f"#list-people > #person-{lea} + #person-{omar}")).to_be_visible()
    expect(claire.page.locator(f"#absent-{omar}")).to_have_count(0)
    assert claire.page.locator(f"#person-{lea}").evaluate(IS_MARKED)
    assert claire.page.locator(f"#duty-{lea}").evaluate("(duty) => duty.open")


@pytest.mark.long
def test_older_contributions_come_on_demand_and_stay(evening: Evening) -> None:
    """By the socket, and by the poll where sockets are blocked."""
    room, omar, jeanne = running(evening)
    write_many(evening, evening.id_of(OMAR))
    omar.context.close()
    evening.everybody.remove(omar)
    blocked = evening.someone(evening.links["participants"][OMAR]["url"], PHONE)
    blocked.page.route_web_socket("**/ws/**", refuse)
    blocked.page.goto(blocked.url)
    room.claire.page.reload()
    for one, link in ((room.claire, "live"), (blocked, "polling")):
        one.until("(link) => document.documentElement.dataset.link === link", link)
        expect(notes(one)).to_have_count(NEWEST)
        asks_for_the_older(one, link)
    room.writes(jeanne, "contribute", SECOND)
    for one in (room.claire, blocked):
        expect(notes(one)).to_have_count(MANY + 1)
        expect(notes(one).first).to_contain_text(SECOND)
        expect(notes(one).last).to_contain_text("Question 1")


@pytest.mark.long
def test_the_sections_of_the_board_stand_equally_far_apart(evening: Evening) -> None:
    """What is agreed on is one piece, whatever it holds, and stands among the kinds."""
    room, omar, _ = running(evening)
    lea = room.people[evening.links["participants"][LEA]["name"]]
    room.writes(lea, "contribute", SITUATION)
    room.writes(omar, "contribute", FIRST)
    room.goes_to("Contrat")
    room.writes(lea, "write_contract", CONTRACT)
    room.writes(omar, "contribute", CONTRACT, kind="reformulation")
    for one in (room.claire, lea, omar):
        expect(one.page.locator("#list-board section")).to_have_count(4)
        gaps = one.page.evaluate(GAPS)
        assert len(set(gaps)) == 1, gaps


def write_many(evening: Evening, participant: str) -> None:
    """From one phone within a minute: by hand it would be a quarter of an hour."""

    def work() -> None:
        seat = Seat.objects.filter(participant_id=UUID(participant)).latest("pk")
        for number in range(1, MANY + 1):
            visit = Visit(Session.objects.get(pk=UUID(evening.id)), Actor(seat=seat))
            commands.run(
                "contribute", visit=visit, key=uuid4(), id=uuid4(), kind="question", text=f"Question {number} ?"
            )

    evening.server.backstage(work)


def asks_for_the_older(one: Person, link: str) -> None:
    button = one.page.locator("button[data-older]")
    expect(button).to_have_text(re.compile(f"Afficher les {MANY - NEWEST} contributions plus anciennes"))
    with one.page.expect_navigation():
        button.click()
    one.until("(link) => document.documentElement.dataset.link === link", link)
    expect(notes(one)).to_have_count(MANY)
    expect(notes(one).last).to_contain_text("Question 1")
    expect(notes(one).first).to_be_in_viewport()
    expect(button).to_have_count(0)
