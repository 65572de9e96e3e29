"""Thirty people, with long names, on a dashboard, the room's screen and a phone: nothing meets, all letters legible."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest

from groups.actors import Actor
from groups.models import GroupFacilitator
from sessions import commands
from sessions.access import Visit
from sessions.demo import people
from sessions.models import Session
from tests.e2e.gathering import begin
from tests.e2e.larger import larger
from tests.e2e.modules.test_circle_sizes import MEETING, NAMES, SMALLEST
from tests.e2e.people import Evening, Person

ROOMS = ((1366, 768), (1920, 1080), (1024, 600), (640, 768), (480, 768))
PHONES = ((390, 844), (320, 568))


@pytest.fixture
def thirty(evening: Evening) -> Iterator[Evening]:
    """Two and twenty more people in the group."""
    names = [f"{chr(65 + place % 26)}{NAMES[place % 6]}" for place in range(len(people.MEMBERS), 30)]
    with larger(evening, names) as of_thirty:
        yield of_thirty


@pytest.mark.long
def test_thirty_people_at_every_size(thirty: Evening) -> None:
    room = begin(thirty, 0)
    wall, phone = thirty.screen(), next(iter(room.people.values()))
    thirty.agree(thirty.server.backstage(lambda: _seat_all_and_start(thirty)))
    room.goes_to("Clarification")
    for person, sizes in ((room.claire, ROOMS), (wall, ROOMS[:3]), (phone, PHONES)):
        for size in sizes:
            nothing_meets(person, size)


def _seat_all_and_start(thirty: Evening) -> int:
    """What a facilitator would press nine and twenty times."""
    session = Session.objects.get(pk=UUID(thirty.id))
    guide = GroupFacilitator.objects.get(group=session.cycle.group, role="facilitator")

    def do(command: str, **fields: object) -> None:
        visit = Visit(Session.objects.get(pk=session.pk), Actor(user=guide.user), part="facilitator")
        commands.run(command, visit=visit, key=uuid4(), **fields)

    for place in range(1, 30):
        do("admit", participant=UUID(thirty.id_of(place)))
    do("choose_clients", participants=[UUID(thirty.id_of(9)), UUID(thirty.id_of(0))])
    do("assign_role", participant=UUID(thirty.id_of(10)), role="observer")
    do("assign_role", participant=UUID(thirty.id_of(11)), role="scribe")
    do("start")
    return int(Session.objects.get(pk=session.pk).revision)


def nothing_meets(person: Person, size: tuple[int, int]) -> None:
    person.page.set_viewport_size({"width": size[0], "height": size[1]})
    assert person.page.evaluate("document.querySelectorAll('.seat').length") == 31
    assert person.page.evaluate(MEETING) == [], size
    assert person.page.evaluate("document.scrollingElement.scrollWidth - innerWidth") == 0, size
    if size[0] > 480:  # there the seats are too small for letters
        assert person.page.evaluate(SMALLEST) >= 10, size
