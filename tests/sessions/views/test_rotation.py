"""The rotation of a cycle: the table, the proposal and its reason, for who facilitates and nobody else."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from groups.models import Participant
from sessions.models import Answer, Session
from sessions.rotation import Cell, rotation_of
from tests.sessions.cast.evening import SCREEN, Evening, plan
from tests.sessions.cast.moments import check_in, lobby


@pytest.fixture
def held(evening: Evening) -> Evening:
    """Amina and Bruno were clients, Gina never came; another session is planned for tomorrow, one was called off."""
    check_in(evening)
    evening.do("claire", "close")
    Session.objects.filter(pk=evening.session_id).update(scheduled_at=timezone.now() - timedelta(days=1))
    plan(evening.group.cycle)
    Session.objects.filter(pk=plan(evening.group.cycle).pk).update(status="cancelled")
    return evening


def path(evening: Evening) -> str:
    return f"/groups/{evening.group.pk}/rotation/"


def test_the_table_says_who_was_what_and_who_is_next(held: Evening) -> None:
    table = rotation_of(held.group)
    lines = {person.name.split()[0].lower(): cells for person, cells in table.lines}
    assert lines == {
        "amina": (Cell.CLIENT, Cell.OPEN),
        "bruno": (Cell.CLIENT, Cell.OPEN),
        "chloe": (Cell.THERE, Cell.PROPOSED),
        "driss": (Cell.THERE, Cell.PROPOSED),
        **dict.fromkeys(("elsa", "farid"), (Cell.THERE, Cell.OPEN)),
        "gina": (Cell.ABSENT, Cell.OPEN),
    }
    assert (table.found.places, table.found.missing) == (2, 3)


def test_the_proposal_says_why_without_guessing_a_gender(held: Evening) -> None:
    page = held.browser("claire", language="fr").get(path(held)).content.decode()
    said = re.sub("[\u2068\u2069]", "", page).replace("\u00a0", " ")
    assert "Chloe C. : pas encore de tour comme client dans ce cycle, c’est la dernière séance pour cela" in said
    assert "5 personnes n’ont pas encore été clientes ; 2 places restent dans les séances à venir." in said
    assert "Il manque 3 places pour que chaque personne soit cliente une fois." in said
    # Each cell in words, too: a picture alone says nothing to who does not see it.
    assert page.count('class="turn client"') - 1 == 2
    assert page.count('<span class="visually-hidden">client</span>') == 2


def test_whoever_says_not_to_come_is_not_proposed(held: Evening) -> None:
    coming = Session.objects.get(status="planned")
    Answer.objects.create(session=coming, participant=held.people["chloe"], comes=False)
    Answer.objects.create(session=coming, participant=held.people["driss"], comes=True)
    last = {person.name.split()[0].lower(): cells[-1] for person, cells in rotation_of(held.group).lines}
    assert (last["chloe"], last["driss"], last["elsa"]) == (Cell.ABSENT, Cell.PROPOSED, Cell.PROPOSED)


def test_clients_who_are_chosen_are_not_proposed_again(evening: Evening) -> None:
    lobby(evening)
    evening.do("claire", "choose_clients", participants=[evening.people["amina"].pk])
    table = rotation_of(evening.group)
    assert [cells for person, cells in table.lines if person.name.startswith("Amina")] == [(Cell.CHOSEN,)]
    assert table.next is None


@pytest.mark.parametrize("name", ["amina", "gina", "hakim", "agnes", SCREEN, ""])
def test_nobody_else_is_shown_who_was_client(held: Evening, name: str) -> None:
    answer = held.browser(name).get(path(held))
    assert answer.status_code in (302, 404)
    assert "Chloe" not in answer.content.decode()


def test_a_long_cycle_costs_no_more_statements(held: Evening) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert held.browser("claire").get(path(held)).status_code == 200
        return len(queries)

    few = asked()
    Participant.objects.bulk_create(
        Participant(group=held.group, name=f"P{number}", position=number) for number in range(8, 31)
    )
    state = held.session.state
    for number in range(10, 40):
        later = timezone.now() + timedelta(days=number)
        some = {"minutes": 90, "planned_rounds": 2, "protocol_key": "codev-classique", "state": state}
        Session.objects.create(cycle=held.group.cycle, number=number, scheduled_at=later, **some)
    assert asked() == few
