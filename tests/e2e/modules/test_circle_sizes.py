"""The circle at every size that our pages give it, from three seats to a full room: no name, role or initials meet."""

from __future__ import annotations

from django.template import engines
from django.utils import translation
from playwright.sync_api import Page

from sessions.live.regions.drawing import CROWD, PersonToDraw, arrange
from tests.e2e.loopback import Room

# Dashboards of 480 to 1920, phones of 320 and 390, the wall.
WIDTHS = (150, 178, 200, 240, 265, 295, 310, 358, 410, 480, 592, 860)
NAMES = (
    "Marie-Charlotte de La Rochefoucauld",
    "Jean-Baptiste Grandclément",
    "Wolfeschlegelsteinhausen Berger",
    "Bartholomeusz Maximilianus",
    "Anne-Sophie Vandenbroucke",
    "Emmanuelle-Joséphine Dupont",
)
MEETING = """() => [...document.querySelectorAll(".seats")].flatMap((drawing) => {
    const texts = [...drawing.querySelectorAll(".name, .role, .initials")].filter((one) => one.checkVisibility());
    const boxes = texts.filter((one) => one.textContent.trim()).map((one) => [one, one.getBoundingClientRect()]);
    const meet = (one, other) => Math.min(one.right, other.right) - Math.max(one.left, other.left) > 0.5
        && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 0.5;
    const pairs = boxes.flatMap((one, place) => boxes.slice(place + 1).map((other) => [one, other]));
    const where = drawing.closest("[data-where]")?.dataset.where;
    return pairs.filter(([one, other]) => meet(one[1], other[1]))
        .map(([one, other]) => `${where}: ${one[0].textContent} / ${other[0].textContent}`);
})"""
SMALLEST = """() => Math.min(...[...document.querySelectorAll(".seats :is(.name, .role, .initials)")]
    .filter((one) => one.checkVisibility())
    .map((one) => [parseFloat(getComputedStyle(one).fontSize), one.ownerSVGElement.getBoundingClientRect().width])
    .map(([size, width]) => size * width / 480))"""


def drawing(count: int, first: int) -> str:
    """A circle of long names, with one of each role, a speaker and a hand, from this place on."""
    roles = {(first + place) % count: role for place, role in enumerate(("client", "observer", "scribe"))}
    people = [
        PersonToDraw(
            str(place),
            f"{chr(65 + place % 26)}{NAMES[place % 6]} {chr(65 + place % 26)}",
            role=roles.get(place, "peer" if place else "guide"),
            speaks=place == (first + 1) % count,
            hand=1 if place == (first + 2) % count else None,
        )
        for place in range(count)
    ]
    with translation.override("fr"):
        circle = engines["live"].get_template("sessions/live/circle/_circle.jinja")
        return str(circle.render({"region": "region-circle", "circle": arrange(people)}))


def test_names_and_roles_meet_at_no_size(room: Room, page: Page) -> None:
    page.set_viewport_size({"width": 1400, "height": 1000})
    found: list[str] = []
    for count in (3, 6, 8, 9, 11, 12, 14, 15, 22, 30, 31):
        drawings = [(first, drawing(count, first)) for first in (1, count // 2)]
        circles = "".join(
            f'<div data-where="{count} people, {width} px" style="padding: 60px">'
            f'<div class="circle" style="inline-size: {width}px">{circle}</div></div>'
            for width in WIDTHS
            for _, circle in drawings
        )
        page.set_content(f'<link rel="stylesheet" href="{room.url}css/screens.css"><body>{circles}')
        found += page.evaluate(MEETING)
        assert page.evaluate(SMALLEST) >= (10.9 if count <= CROWD else 10), count
    assert found == []
