"""People are called as they wish: said on the way in and in the session, told apart, the same on every screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from groups.models import Participant

from .gathering import begin
from .people import Evening, Person
from .test_joining import open_people

OMAR, JEANNE = 1, 2


# Text beside a name in a flexible box would be a column of its own.
TORN = """() => [...document.querySelectorAll("bdi")].filter(({ parentElement: around }) =>
    /flex|grid/.test(getComputedStyle(around).display)
    && [...around.childNodes].some(({ nodeType, data }) => nodeType === 3 && data.trim())
).map(({ parentElement }) => parentElement.outerHTML)"""


@pytest.fixture(autouse=True)
def as_before(evening: Evening) -> Iterator[None]:
    """People stay in the group for other stories, which call them by their first names."""
    yield
    evening.server.backstage(lambda: Participant.objects.exclude(called="").update(called=""))


def renames_oneself(phone: Person, called: str) -> None:
    phone.page.locator("#call-me").click()
    phone.page.locator("#call-called").fill(called)
    phone.page.locator("#call button[type=submit]").click()


def test_people_are_called_as_they_wish_on_every_screen(evening: Evening) -> None:
    room = begin(evening, OMAR, JEANNE)
    claire, omar, jeanne = room.claire, room.people["Omar Benali"], room.people["Jeanne Petit"]
    wall = evening.screen()
    screens = [claire.page, omar.page, wall.page]
    # What cannot be said is refused where it was typed, and stays there.
    renames_oneself(jeanne, "Jo\u202ejo")
    expect(jeanne.page.locator("#notice")).to_contain_text("signes invisibles")
    expect(jeanne.page.locator("#call-called")).to_have_value("Jo\u202ejo")
    jeanne.page.locator("#call-called").fill("Jojo")
    jeanne.page.locator("#call button[type=submit]").click()
    expect(jeanne.page.locator("#call")).to_be_hidden()
    jeanne.page.locator("#call-me").click()
    expect(jeanne.page.locator("#call-called")).to_have_value("Jojo")
    jeanne.page.keyboard.press("Escape")
    for page in screens:
        expect(page.locator("#region-circle")).to_contain_text("Jojo")
    # The facilitator calls another the same: both are told apart, on dashboard, phone and wall.
    open_people(claire)
    them = evening.id_of(OMAR)
    claire.page.locator(f"#duty-{them} > summary").click()
    claire.page.locator(f"#call-them-{them}").click()
    expect(claire.page.locator("#call output")).to_have_text("Omar Benali")
    claire.page.locator("#call-called").fill("Jojo")
    claire.page.locator("#call button[type=submit]").click()
    for page in (claire.page, wall.page):
        for label in ("Jojo B.", "Jojo P."):
            expect(page.locator("#region-circle .seat .name", has_text=label)).to_have_count(1)
    room.chooses(OMAR)
    room.does(claire, "start")
    room.goes_to("Clarification")
    room.does(jeanne, "raise_hand")
    room.does(claire, "next_speaker")
    for page in (*screens, jeanne.page):
        expect(page.locator(".ring-said")).to_have_text("Jojo P. a la parole")
        assert page.evaluate(TORN) == []
