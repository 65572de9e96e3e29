"""Planned sessions put to other dates: one, or one and all that follow; what was shown, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Event, Thread
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, connections, transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.test import Client

from groups.actors import Actor
from groups.errors import Refused, Stale
from groups.models import Part
from sessions.access import Visit
from sessions.commands import moving
from sessions.commands.planning import Plan, plan_dates
from sessions.models import JournalEntry, Session
from tests.services import PATIENCE
from tests.sessions.cast.evening import Evening, gather

PARIS = ZoneInfo("Europe/Paris")
DATES = ("2027-03-09T10:00", "2027-03-30T10:00", "2027-04-20T10:00", "2027-05-11T10:00")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def with_cycle(evening: Evening) -> Evening:
    """Four sessions, of which the first is before clocks change."""
    Session.objects.all().delete()
    plan = Plan(minutes=120, rounds=2, protocol_key="codev-classique")
    plan_dates(cycle=evening.group.cycle, dates=[at(one) for one in DATES], plan=plan)
    return evening


@pytest.fixture
def evening(db: None) -> Evening:
    return with_cycle(gather())


@pytest.fixture
def http(evening: Evening) -> Client:
    return evening.browser("claire", language="fr")


def session(number: int) -> Session:
    return Session.objects.get(number=number)


def send(http: Client, number: int, to: str, which: str = "one", **more: str) -> HttpResponse:
    return http.post(f"/sessions/{session(number).pk}/plan/move/", {"scheduled_at": to, "which": which, **more})


def seen(answer: HttpResponse) -> str:
    found = re.search(r'name="seen" value="(\w+)"', answer.content.decode())
    assert found, errors(answer)
    return found[1]


def errors(answer: HttpResponse) -> list[str]:
    return re.findall(r'<ul class="errorlist[^>]*>\s*<li>([^<]+)</li>', answer.content.decode())


def shown(answer: HttpResponse) -> list[str]:
    return re.findall(r"<strong>([^<]+)</strong>", answer.content.decode())


def dates() -> list[tuple[int, str]]:
    rows = Session.objects.order_by("scheduled_at")
    return [(one.number, one.scheduled_at.astimezone(PARIS).strftime("%Y-%m-%dT%H:%M")) for one in rows]


def test_what_would_become_of_each_is_shown_before_anything_moves(http: Client) -> None:
    answer = send(http, 1, "2027-03-11T14:00", "following")

    assert answer.status_code == 200
    assert shown(answer) == [
        "jeudi 11\u00a0mars 2027, 14\u00a0h – 16\u00a0h\u00a010",
        "jeudi 1er\u00a0avril 2027, 14\u00a0h – 16\u00a0h\u00a010",
        "jeudi 22\u00a0avril 2027, 14\u00a0h – 16\u00a0h\u00a010",
        "jeudi 13\u00a0mai 2027, 14\u00a0h – 16\u00a0h\u00a010",
    ]
    assert dates() == list(enumerate(DATES, 1))

    moved = send(http, 1, "2027-03-11T14:00", "following", seen=seen(answer))

    assert moved.status_code == 302
    after = ("2027-03-11T14:00", "2027-04-01T14:00", "2027-04-22T14:00", "2027-05-13T14:00")
    assert dates() == list(enumerate(after, 1))
    assert set(Session.objects.values_list("calendar_sequence", flat=True)) == {1}


def test_one_moves_alone_and_numbers_follow(http: Client) -> None:
    moved, told = session(1).pk, seen(send(http, 1, "2027-04-21T10:00"))
    for _press in ("the first", "the second"):
        sent = {"scheduled_at": "2027-04-21T10:00", "which": "one", "seen": told}
        assert http.post(f"/sessions/{moved}/plan/move/", sent).status_code == 302

    after = (DATES[1], DATES[2], "2027-04-21T10:00", DATES[3])
    assert dates() == list(enumerate(after, 1))
    assert sorted(Session.objects.values_list("number", "calendar_sequence")) == [(1, 0), (2, 0), (3, 1), (4, 0)]


def test_nothing_moves_but_what_was_shown(http: Client) -> None:
    told = seen(send(http, 1, "2027-03-11T14:00", "following"))
    send(http, 2, "2027-03-31T10:00", seen=seen(send(http, 2, "2027-03-31T10:00")))

    answer = send(http, 1, "2027-03-11T14:00", "following", seen=told)

    assert answer.status_code == 200
    assert "vendredi 2\u00a0avril 2027" in shown(answer)[1]
    assert dates()[0] == (1, DATES[0])
    assert send(http, 1, "2027-03-11T14:00", "following", seen=seen(answer)).status_code == 302


@pytest.mark.parametrize(
    ("to", "which", "said"),
    [
        ("2027-03-30T11:00", "one", "Le groupe a déjà la séance 2"),
        ("2020-03-30T11:00", "one", "passée"),
        ("9999-03-30T11:00", "one", "l’année"),
        ("2027-03-28T02:30", "one", "n’est jamais"),
        ("", "one", "obligatoire"),
        ("2027-03-11T14:00", "all", "choix valide"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(http: Client, to: str, which: str, said: str) -> None:
    answer = send(http, 1, to, which)

    assert answer.status_code == 422
    assert [said in one for one in errors(answer)] == [True], errors(answer)
    assert dates() == list(enumerate(DATES, 1))


def test_of_those_that_follow_it_is_said_which_cannot_be(http: Client, evening: Evening) -> None:
    cycle = evening.group.cycle
    plan = Plan(minutes=120, rounds=2, protocol_key="codev-classique")
    other = evening.group.cycles.create(number=cycle.number + 1)
    plan_dates(cycle=other, dates=[at("2027-04-27T11:00")], plan=plan)
    mine = Session.objects.get(cycle=cycle, number=1)

    address = f"/sessions/{mine.pk}/plan/move/"
    answer = http.post(address, {"scheduled_at": "2027-03-16T10:00", "which": "following"})

    (said,) = errors(answer)
    assert said.startswith("Séance 3")
    assert "mardi 27\u00a0avril 2027, 11\u00a0h – 13\u00a0h\u00a010" in said


def test_what_has_begun_stays(http: Client, evening: Evening) -> None:
    told = seen(send(http, 2, "2027-03-31T10:00", "following"))
    third = session(3)
    Session.objects.filter(pk=third.pk).update(status="open")
    assert send(http, 2, "2027-03-31T10:00", "following", seen=told).status_code == 200  # shown anew
    assert send(http, 3, "2027-05-01T10:00").status_code == 404
    for who, status in {"amina": 302, "hakim": 404, "agnes": 404, "david": 200}.items():
        assert evening.browser(who).get(f"/sessions/{session(2).pk}/plan/move/").status_code == status
    assert dates() == list(enumerate(DATES, 1))


def test_open_pages_are_told_and_the_journal_says_who(http: Client, evening: Evening) -> None:
    send(http, 4, "2027-05-12T10:00", seen=seen(send(http, 4, "2027-05-12T10:00")))

    moved = session(4)
    entry = JournalEntry.objects.get(session=moved)
    assert (moved.revision, entry.command, entry.events) == (1, "move", [])
    assert entry.actor == f"user:{evening.users['claire'].pk}"
    evening.session_id = moved.pk
    evening.do("claire", "open")


def test_two_who_move_at_once_do_not_undo_each_other(transactional_db: None) -> None:
    evening = with_cycle(gather())
    one = session(1)
    visit = Visit(one, Actor(user=evening.users["claire"]), Part.FACILITATOR)
    told = moving.fingerprint(moving.would_move(one, at("2027-03-11T10:00"), with_following=True))
    outcomes: list[Any] = []

    def move() -> None:
        try:
            changed = moving.move(visit=visit, to=at("2027-03-11T10:00"), with_following=True, seen=told)
            outcomes.append(len(changed))
        except (Stale, Refused) as refusal:
            outcomes.append(refusal.code)
        finally:
            connections.close_all()

    threads = [Thread(target=move) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(map(str, outcomes)) == ["4", "stale"]
    assert dates()[0] == (1, "2027-03-11T10:00")
    assert set(Session.objects.values_list("calendar_sequence", flat=True)) == {1}


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
@pytest.mark.xdist_group("compiled")
def test_numbers_follow_on_each_database(database: Any) -> None:
    """No two are the same at any moment: a constraint that is looked at row by row would say so."""
    evening = gather(organisation=f"Atelier {uuid4()}")
    cycle = evening.group.cycle
    plan = Plan(minutes=120, rounds=2, protocol_key="codev-classique")
    dates = [at("2027-04-20T10:00"), at("2027-03-30T10:00"), at("2027-05-11T10:00")]
    plan_dates(cycle=cycle, dates=dates, plan=plan)
    Session.objects.filter(pk=evening.session_id).delete()
    (before,) = plan_dates(cycle=cycle, dates=[at("2027-03-09T10:00")], plan=plan)

    def numbers() -> list[int]:
        rows = Session.objects.filter(cycle=cycle).exclude(status="cancelled")
        return list(rows.order_by("scheduled_at").values_list("number", flat=True))

    assert numbers() == [1, 2, 3, 4]
    visit = Visit(before, Actor(user=evening.users["claire"]), Part.FACILITATOR)
    to = at("2027-06-01T10:00")
    told = moving.fingerprint(moving.would_move(before, to, with_following=False))
    moving.move(visit=visit, to=to, with_following=False, seen=told)
    assert numbers() == [1, 2, 3, 4]
    second = Session.objects.get(cycle=cycle, number=2)
    moving.call_off(visit=Visit(second, Actor(user=evening.users["claire"]), Part.FACILITATOR), word="Neige.")
    assert numbers() == [1, 2, 3]
    under_way = Session.objects.filter(cycle=cycle, number=1)
    under_way.update(status="running")
    with held_elsewhere(under_way):
        plan_dates(cycle=cycle, dates=[at("2027-04-06T10:00")], plan=plan)
    assert numbers() == [1, 2, 3, 4]


@contextmanager
def held_elsewhere(sessions: QuerySet[Session]) -> Iterator[None]:
    """Somebody is let in there: the row is locked, where a database locks rows; who waits for it fails."""
    is_held, is_done, here = Event(), Event(), connections["default"]

    def hold() -> None:
        connections["default"] = here.copy()
        with transaction.atomic():
            list(sessions.select_for_update())
            is_held.set()
            is_done.wait(PATIENCE)
        connections.close_all()

    thread = Thread(target=hold)
    if connection.vendor == "postgresql":
        connection.cursor().execute("SET lock_timeout = '1s'")
        thread.start()
        assert is_held.wait(PATIENCE)
    try:
        yield
    finally:
        is_done.set()
        if connection.vendor == "postgresql":
            thread.join()
            connection.cursor().execute("RESET lock_timeout")
