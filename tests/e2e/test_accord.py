"""In browsers: the demand on the wall by the client's accord, hands put in order, and who has finished writing."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from .gathering import Gathering, begin
from .people import Evening, Person

LEA, OMAR, JEANNE = 0, 1, 2
CHANGED = "L’animation a changé l’ordre des demandes de parole"
WISH = "Je souhaite repartir avec trois façons d’annoncer ce retard sans braquer mon équipe."
FITS = """(box) => box.scrollHeight <= box.clientHeight && box.getBoundingClientRect().bottom <= innerHeight"""
SIZE = "(words) => parseFloat(getComputedStyle(words).fontSize)"


def test_hands_the_wall_and_the_end_of_writing(evening: Evening) -> None:
    room = begin(evening, LEA, OMAR, JEANNE)
    room.chooses(LEA)
    room.does(room.claire, "start")
    wall = evening.screen()
    hands_are_put_in_order(room, wall)
    the_demand_stands_on_the_wall(room, wall)
    they_finish_writing(room)


def phone(room: Gathering, place: int) -> Person:
    return room.people[room.evening.links["participants"][place]["name"]]


def hands_are_put_in_order(room: Gathering, wall: Person) -> None:
    """Jeanne goes first, by the keyboard alone; Omar has forgotten his hand."""
    claire, omar, jeanne = room.claire, phone(room, OMAR), phone(room, JEANNE)
    room.goes_to("Clarification")
    room.does(claire, "set_floor_mode", "#mode-queue")
    for one in (omar, jeanne):
        room.does(one, "raise_hand")
    hands = claire.page.locator("#hands > li")
    expect(hands.nth(0)).to_contain_text("Omar")
    claire.page.locator(f"#tools-{room.evening.id_of(JEANNE)} > summary").focus()
    for key in ("Enter", "Tab"):
        claire.page.keyboard.press(key)
    room.evening.after(lambda: claire.page.keyboard.press("Enter"))
    expect(hands.nth(0)).to_contain_text("Jeanne")
    expect(claire.page.locator(f"#earlier-{room.evening.id_of(JEANNE)}")).to_be_focused()
    for one in (claire, omar, jeanne, phone(room, LEA), wall):
        expect(one.page.locator("#region-moment")).to_have_text(re.compile(CHANGED))
    expect(omar.page.locator("#region-place")).to_have_text("Vous êtes deuxième : l’animation a fixé cet ordre.")
    claire.page.locator(f"#tools-{room.evening.id_of(OMAR)} > summary").click()
    room.does(claire, "lower_hand", f"#down-{room.evening.id_of(OMAR)}")
    expect(hands).to_have_count(1)
    expect(omar.button("raise_hand")).to_be_visible()


def the_demand_stands_on_the_wall(room: Gathering, wall: Person) -> None:
    """Claire asks, Léa agrees and takes it back; as large as it can be, and whole, on both sizes of wall."""
    claire, lea, demand = room.claire, phone(room, LEA), wall.page.locator("#region-projected")
    room.goes_to("Contrat")
    room.writes(lea, "write_contract", WISH)
    for place in (OMAR, JEANNE):
        room.does(phone(room, place), "accept_contract")
    expect(demand).to_be_hidden()
    claire.page.locator("#accord-more > summary").click()
    expect(claire.page.locator("#region-accord")).to_contain_text("1 écran de salle est ouvert.")
    room.does(claire, "ask_accord")
    expect(lea.page.locator("#region-accord")).to_contain_text("1 écran de salle est ouvert.")
    room.does(lea, "project_demand")
    words = demand.locator(".demand-contract")
    expect(words).to_have_text(WISH)
    for width, height in ((1024, 768), (1920, 1080)):
        wall.page.set_viewport_size({"width": width, "height": height})
        assert demand.evaluate(FITS)
        assert words.evaluate(SIZE) > height / 30
    for width, height in ((320, 568), (390, 844)):
        lea.page.set_viewport_size({"width": width, "height": height})
        expect(lea.page.locator("#withdraw_demand")).to_be_in_viewport(ratio=1)
    lea.unfold("write_contract")
    expect(lea.page.locator("#withdraw_demand")).to_be_in_viewport(ratio=1)
    room.does(lea, "withdraw_demand")
    lea.folds_what_is_open()
    expect(demand).to_be_hidden()
    assert WISH not in wall.page.content()


def they_finish_writing(room: Gathering) -> None:
    """Of three people nothing is said until all have; whoever types again has not."""
    claire, told = room.claire, room.claire.page.locator("#region-writers")
    room.goes_to("Apprentissages")
    people = [phone(room, place) for place in (LEA, OMAR, JEANNE)]
    for one in people:
        expect(told).to_be_hidden()
        one.page.locator('[data-finished="yes"]').click()
        expect(one.page.locator('[data-finished="no"]')).to_be_focused()
    expect(told).to_have_text("Tous ont terminé.")
    before = claire.state["revision"]
    people[0].unfold("contribute").locator("textarea").fill("Écouter")
    expect(told).to_be_hidden()
    expect(people[0].page.locator('#region-finished[data-may="finish"]')).to_have_count(1)
    assert claire.state["revision"] == before
