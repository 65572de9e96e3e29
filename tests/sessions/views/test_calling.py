"""What to call somebody, said in a session: by oneself or by who facilitates, shown to all, told apart; look-alikes."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse

from codev import doorbell
from groups.commands import accept_at_the_door, come_as_newcomer, rename_participant, take_guest_seat
from groups.models import Participant, Seat
from sessions import commands
from sessions.models import JournalEntry
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.moments import clarification, lobby


def call(evening: Evening, who: str, called: str, **more: Any) -> HttpResponse:
    return evening.browser(who, language="fr").post(evening.path("call/"), {"called": called, **more})


def called(evening: Evening, name: str) -> str:
    return Participant.objects.get(pk=evening.people[name].pk).known_as


def seen(evening: Evening, name: str, path: str = "") -> str:
    return evening.browser(name, language="fr").get(evening.path(path)).content.decode()


def test_people_say_what_to_call_them_and_the_facilitator_too(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[Any] = []
    clarification(evening)
    revision, entries = evening.session.revision, JournalEntry.objects.count()
    monkeypatch.setattr(doorbell, "ring", lambda *bell: rung.append(bell))

    assert call(evening, "bruno", "  Nono ").status_code == 204
    assert call(evening, "claire", "Mina", participant=evening.id("amina")).status_code == 204

    assert (called(evening, "bruno"), called(evening, "amina")) == ("Nono", "Mina")
    # No command of the session: no revision and no line of the journal, but a bell for every page of the group.
    assert (evening.session.revision, JournalEntry.objects.count()) == (revision, entries)
    assert rung == [("group", evening.group.pk, 0)] * 2
    for who in ("claire", "chloe", "bruno"):
        assert ">Mina</text>" in seen(evening, who)
        assert 'Sujet de <bdi translate="no" dir="auto">Mina</bdi>' in seen(evening, who)
    # Said again it is no news; what the name proposes is kept as such, and follows the name.
    call(evening, "bruno", "Nono")
    call(evening, "amina", "Amina")
    assert len(rung) == 3
    assert Participant.objects.get(pk=evening.people["amina"].pk).called == ""


def test_two_who_are_called_alike_are_told_apart_on_every_screen(evening: Evening) -> None:
    clarification(evening)
    call(evening, "bruno", "Amina")

    for who in ("claire", "chloe"):
        page = seen(evening, who)
        assert ">Amina A.</text>" in page
        assert ">Amina B.</text>" in page


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (" ", "called_missing"),
        ("x" * 41, "called_too_long"),
        ("Bru\u202eno", "name_unreadable"),
        ("Bru\u2067no", "name_unreadable"),
        ("Bru\x07no", "name_unreadable"),
    ],
)
def test_what_nobody_can_be_called_is_refused(evening: Evening, wrong: str, code: str) -> None:
    lobby(evening)
    answer = call(evening, "bruno", wrong)

    assert answer.status_code == 422
    assert f'data-code="{code}"' in answer.content.decode()
    assert called(evening, "bruno") == "Bruno"


def test_nobody_says_it_for_others(evening: Evening) -> None:
    lobby(evening)
    stranger = take_guest_seat(
        group=evening.group, session_id=evening.session_id, participant=evening.people["bruno"].pk, label=""
    )
    evening.seats["impostor"] = stranger

    assert call(evening, "chloe", "Toto", participant=evening.id("bruno")).status_code == 403
    assert call(evening, "impostor", "Toto").status_code == 403
    assert call(evening, "claire", "Toto", participant=str(uuid4())).status_code == 404
    assert called(evening, "bruno") == "Bruno"


def knock(evening: Evening, name: str, called: str = "") -> Seat:
    group, charter = evening.group, evening.group.charter
    seat = come_as_newcomer(group=group, session_id=evening.session_id, name=name, label="", called=called)
    accept_at_the_door(seat=seat, charter=charter)
    evening.seats[name] = seat
    return seat


def test_a_name_that_looks_like_a_members_is_flagged_before_admission(evening: Evening) -> None:
    absent = Participant.objects.create(group=evening.group, name="Léa Fontaine", position=20)
    lobby(evening)
    knock(evening, "FONTAINE Lea")
    knock(evening, "brùno-b")
    knock(evening, "Zoé Roy", "Léa Fontaine")
    knock(evening, "Henri")

    page = " ".join(seen(evening, "claire").split())
    marked = '<bdi translate="no" dir="auto">%s</bdi>, %s'
    assert page.count("ressemble à " + marked % (absent.name, "membre du groupe")) == 2
    assert page.count("ressemble à " + marked % ("Bruno B.", "qui est déjà là")) == 1
    # They are left to a press each; others come in together.
    commands.run("admit_all", visit=evening.visit("claire"), key=uuid4())
    admitted = {name for name in ("FONTAINE Lea", "brùno-b", "Zoé Roy", "Henri") if is_in(evening, name)}
    assert admitted == {"Henri"}


def is_in(evening: Evening, name: str) -> bool:
    return Seat.objects.get(pk=evening.seats[name].pk).is_admitted


def test_a_guest_says_at_the_door_what_to_call_them(evening: Evening) -> None:
    lobby(evening)
    http = evening.browser()
    http.post("/join/", {"code": evening.session.room_code})
    door = evening.path("join/")
    answer = http.post(door, {"name": "LE ANH Thi", "called": "x" * 41})
    assert answer.status_code == 422
    assert 'value="LE ANH Thi"' in answer.content.decode()

    http.post(door, {"name": "LE ANH Thi", "called": ""})
    thi = Participant.objects.get(name="LE ANH Thi")
    assert (thi.called, thi.known_as) == ("", "Thi")
    mine = f"/groups/{evening.group.pk}/called/?as={thi.pk}"
    assert 'value="Thi"' in http.get(mine).content.decode()
    http.post(mine, {"called": "Anh", "as": str(thi.pk)})
    assert Participant.objects.get(pk=thi.pk).known_as == "Anh"


def test_two_of_one_name_are_told_apart_in_lists_and_on_the_circle(evening: Evening) -> None:
    clarification(evening)
    amina, bruno = evening.people["amina"], evening.people["bruno"]
    rename_participant(participant=bruno, name=amina.name, email="", called="Amina 2", by=evening.users["claire"])

    page = seen(evening, "claire")
    assert ">Amina 2</text>" in page
    assert f"{amina.name} (Amina 2)" in page
    assert f"{amina.name} (Amina)" in page
    # Neither takes the other's.
    assert call(evening, "bruno", "amina").status_code == 422
