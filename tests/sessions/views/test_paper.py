"""A session on paper: the sheet that is printed before, and what is put down afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.utils import timezone

from sessions.commands.projections.runs import rebuild
from sessions.history import figures
from sessions.models import Attendance, PhaseRun, Round, Session, SpeakingTurn
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.moments import lobby

BEGAN = timezone.localtime().replace(hour=9, minute=30, second=0, microsecond=0) - timedelta(days=3)


def put_down(evening: Evening, **more: Any) -> HttpResponse:
    told = {
        "began_at": BEGAN.strftime("%Y-%m-%dT%H:%M"),
        "minutes": "135",
        "present": [evening.id(name) for name in ("amina", "bruno", "chloe")],
        "client_1": evening.id("bruno"),
        "client_2": evening.id("amina"),
    }
    return evening.browser("claire").post(evening.path("afterwards/"), {**told, **more})


def test_the_sheet_has_every_step_with_its_hours_and_no_subject(evening: Evening) -> None:
    session = evening.session
    page = evening.browser("claire", language="fr").get(evening.path("sheet/")).content.decode()

    for step in session.protocol.steps:
        assert step.title.given("fr") in page
    begins = timezone.localtime(session.scheduled_at)
    for after in (0, 20, 25, 67 + 10, 72 + 10):
        assert f"{begins + timedelta(minutes=after):%H:%M}" in page
    assert f"Pause de 10 min à {begins + timedelta(minutes=67):%H:%M}" in page
    assert "Amina" not in page


def test_what_was_on_paper_is_a_session_that_was_held(evening: Evening) -> None:
    assert put_down(evening).status_code == 302

    session = evening.session
    assert (session.status, session.was_on_paper) == ("closed", True)
    came = Attendance.objects.filter(session=session).values_list("participant__name", "arrived_at")
    assert {name.split()[0]: at for name, at in came} == dict.fromkeys(("Amina", "Bruno", "Chloe"), BEGAN)
    clients = Round.objects.filter(session=session).values_list("client", flat=True)
    assert list(clients) == [evening.people["bruno"].pk, evening.people["amina"].pk]
    (cycle,) = figures.of_the_group(evening.group.pk)
    assert (cycle.tally.held, cycle.tally.span.minutes, cycle.tally.consultations) == (1, 135, 2)


def test_its_rows_follow_from_its_journal(evening: Evening) -> None:
    put_down(evening)
    models = (PhaseRun, SpeakingTurn, Attendance)
    before = [list(model.objects.values_list("session", *_told(model))) for model in models]

    state = rebuild(evening.session)

    assert state == evening.session.load()
    assert [list(model.objects.values_list("session", *_told(model))) for model in models] == before


def _told(model: Any) -> list[str]:
    return [field.attname for field in model._meta.fields if field.name not in ("id", "session")]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"client_2": "bruno"}, "client_2"),
        ({"client_2": "driss"}, "client_2"),
        ({"client_1": ""}, "client_1"),
        ({"present": []}, "present"),
        ({"minutes": "2"}, "minutes"),
        ({"began_at": "2099-01-01T10:00"}, "began_at"),
        ({"began_at": "yesterday"}, "began_at"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(evening: Evening, more: dict[str, Any], field: str) -> None:
    named = {name: evening.id(value) if value in ("bruno", "driss") else value for name, value in more.items()}

    answer = put_down(evening, **named)

    assert (answer.status_code, next(iter(answer.context["form"].errors))) == (422, field)
    assert evening.session.status == "planned"


def test_a_session_that_began_on_screens_is_not_put_down(evening: Evening) -> None:
    lobby(evening)

    answer = put_down(evening)

    assert answer.status_code == 422
    assert evening.session.status == "open"


def add_past(evening: Evening, who: str = "claire", **more: Any) -> HttpResponse:
    told = {
        "began_at": BEGAN.strftime("%Y-%m-%dT%H:%M"),
        "protocol_key": "codev-express",
        "minutes": "75",
        "present": [evening.id(name) for name in ("amina", "bruno")],
        "client_1": evening.id("bruno"),
    }
    http = evening.browser(who, language="fr")
    return http.post(f"/groups/{evening.group.pk}/past-session/", {**told, **more})


def test_a_past_session_that_nobody_planned_gets_its_place(evening: Evening) -> None:
    assert add_past(evening).status_code == 302

    past = Session.objects.exclude(pk=evening.session_id).get()
    assert (past.status, past.was_on_paper, past.scheduled_at, past.held_minutes) == ("closed", True, BEGAN, 75)
    assert (past.protocol.key, past.number, evening.session.number) == ("codev-express", 1, 2)
    assert Attendance.objects.filter(session=past).count() == 2


def test_what_is_still_to_come_or_was_held_already_is_said_at_its_field(evening: Evening) -> None:
    to_come = (timezone.localtime() + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")
    for fields, said in (({"began_at": to_come}, "à venir"), ({"protocol_key": "none"}, "choix valide")):
        answer = add_past(evening, **fields)
        assert answer.status_code == 422
        assert said in answer.content.decode()
    add_past(evening)
    again = add_past(evening)
    assert again.status_code == 422
    text = again.content.decode()
    assert "Le groupe a déjà la séance 1" in text[text.index('id="id_began_at_error"') :]
    assert Session.objects.count() == 2


def test_nobody_else_adds_one(evening: Evening) -> None:
    for who, status in {"david": 404, "hakim": 404, "amina": 403}.items():
        assert add_past(evening, who).status_code == status
