"""Planning a session: methods, how people meet, what is left empty, and what a school decides."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from sessions import commands
from sessions.models import ProtocolCopy, Session
from sessions.rulebook.protocol.protocol import catalogue
from sessions.rulebook.state import agenda
from tests.sessions.cast.evening import Evening, gather
from tests.sessions.cast.states import protocol


@pytest.fixture
def evening(db: None) -> Evening:
    return gather()


@pytest.fixture
def http(evening: Evening) -> Client:
    return evening.browser("claire", language="en")


def soon() -> str:
    """Tomorrow: a session of this group is planned for today."""
    return (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")


def send(http: Client, evening: Evening, **fields: Any) -> HttpResponse:
    return http.post(f"/groups/{evening.group.pk}/plan/", {"scheduled_at": soon(), **fields})


def planned(http: Client, evening: Evening, **fields: Any) -> Session:
    answer = send(http, evening, **fields)
    assert answer.status_code == 302, errors(answer)
    return Session.objects.get(pk=answer["Location"].split("/")[2])


def errors(answer: HttpResponse) -> list[str]:
    return re.findall(r"<li>([^<]+)</li>", answer.content.decode())


def page(http: Client, evening: Evening) -> str:
    return http.get(f"/groups/{evening.group.pk}/plan/").content.decode()


def test_ways_to_meet_are_those_of_the_agenda() -> None:
    assert tuple(Session.Modality.values) == agenda.MODALITIES


def test_methods_of_codeveloppement_come_first_and_the_others_fold_away(http: Client, evening: Evening) -> None:
    first, _, others = page(http, evening).partition("Other methods")

    offered = [re.findall(r'name="protocol_key"\s+value="([^"]+)"', part) for part in (first, others)]
    assert offered == [list(catalogue())[:3], list(catalogue())[3:]]
    assert re.search(r"<details\s*>\s*<summary>$", first)


def test_each_method_says_what_it_is_and_how_long_it_takes(http: Client, evening: Evening) -> None:
    text = page(http, evening)

    for key in catalogue():
        assert protocol(key).title.en in text
        assert protocol(key).summary.en.replace("'", "&#x27;") in text
    minutes = re.findall(r"\d+ minutes, \d+ clients?", text)
    assert minutes == [
        "120 minutes, 2 clients",
        "60 minutes, 1 client",
        "40 minutes, 1 client",
        "60 minutes, 1 client",
        "60 minutes, 1 client",
        "50 minutes, 1 client",
        "65 minutes, 1 client",
        "31 minutes, 3 clients",
    ]


def test_short_forms_come_with_what_the_schools_say(http: Client, evening: Evening) -> None:
    assert page(http, evening).count("Schools criticise short forms.") == 2


@pytest.mark.parametrize("key", catalogue())
def test_what_is_left_empty_is_the_method_s_own(http: Client, evening: Evening, key: str) -> None:
    session = planned(http, evening, protocol_key=key)

    assert (session.minutes, session.planned_rounds) == (protocol(key).minutes, protocol(key).rounds)
    assert (session.modality, session.settings) == ("in_room", {})
    assert session.protocol == protocol(key)
    assert len(session.load().agenda) == len(agenda.plan(protocol(key), minutes=60, rounds=protocol(key).rounds))


@pytest.mark.parametrize(
    ("fields", "minutes"),
    [
        ({"modality": "remote"}, 150),
        ({"modality": "hybrid"}, 120),
        ({"modality": "remote", "rounds": "1"}, 75),
        ({"rounds": "3"}, 180),
        ({"rounds": "12"}, 480),
        ({"modality": "remote", "minutes": "90"}, 90),
    ],
)
def test_minutes_left_empty_go_by_clients_and_distance(
    http: Client, evening: Evening, fields: dict[str, str], minutes: int
) -> None:
    session = planned(http, evening, protocol_key="codev-classique", **fields)

    assert session.minutes == minutes
    assert session.modality == fields.get("modality", "in_room")


def test_a_school_s_choices_are_kept_and_carried_out(http: Client, evening: Evening) -> None:
    session = planned(
        http,
        evening,
        **{
            "protocol_key": "codev-classique",
            "codev-classique-client_in_consultation": "interaction",
            "codev-classique-subject_choice": "stakes",
            "codev-classique-contract_written": "no",
            "troika-observer": "yes",
        },
    )

    assert session.settings == {"client_in_consultation": "interaction", "contract_written": "no"}
    assert session.protocol.step("consultation").speaks == {"peer", "client"}
    assert session.protocol.step("contract").accepts == frozenset()


def test_sessions_with_the_same_choices_share_a_copy_that_opening_keeps(evening: Evening) -> None:
    chosen = {"observer": "no"}
    plans = [plan(evening, settings=chosen), plan(evening, settings=chosen), plan(evening)]

    assert plans[0].protocol_copy_id == plans[1].protocol_copy_id != plans[2].protocol_copy_id
    assert ProtocolCopy.objects.count() == 2
    assert plans[2].protocol_copy_id == evening.session.protocol_copy_id
    before = evening.session.protocol_copy_id
    evening.do("claire", "open")
    assert evening.session.protocol_copy_id == before


def test_a_session_planned_before_protocols_were_kept_opens_by_its_file(evening: Evening) -> None:
    Session.objects.filter(pk=evening.session_id).update(protocol_copy=None)
    assert evening.session.protocol == protocol("codev-classique")

    evening.do("claire", "open")

    assert evening.session.protocol_copy is not None


def plan(evening: Evening, **more: Any) -> Session:
    usual = {"scheduled_at": timezone.now(), "minutes": 120, "rounds": 2, "protocol_key": "codev-classique"}
    return commands.plan_session(cycle=evening.group.cycle, **usual, **more)


def test_mistakes_are_said_at_their_fields_and_what_was_typed_stays(http: Client, evening: Evening) -> None:
    answer = send(
        http,
        evening,
        protocol_key="troika",
        minutes="5",
        rounds="many",
        modality="by post",
        **{"troika-client_turned_away": "no", "troika-observer": "maybe"},
    )

    text = answer.content.decode()
    assert answer.status_code == 422
    assert errors(answer) == [
        "Select a valid choice. maybe is not one of the available choices.",
        "A setting of the school is not possible with this method.",
        "Select a valid choice. by post is not one of the available choices.",
        "Enter a whole number.",
        "Ensure this value is greater than or equal to 20.",
    ]
    assert re.search(r'value="troika"\s+id="id_protocol_key_troika"\s+checked', text)
    assert re.search(r"<details open>\s*<summary>Other methods", text)
    assert text.count('<details class="school" open>') == 1
    assert re.search(r'name="minutes" value="5"', text)
    assert re.search(r'name="rounds" value="many"', text)
    assert re.search(
        r'name="troika-client_turned_away"[^>]*>\s*<option value="yes">Yes</option>\s*<option value="no" sel', text
    )


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"minutes": "30", "rounds": "9"}, "rounds"), ({"minutes": "20"}, "minutes")],
)
def test_every_step_of_every_client_wants_a_minute(
    http: Client, evening: Evening, fields: dict[str, str], field: str
) -> None:
    answer = send(http, evening, protocol_key="codev-classique", **fields)

    assert errors(answer) == ["There is not enough time for so many clients."]
    assert re.search(rf'aria-describedby="[^"]*id_{field}_error', answer.content.decode())


def test_a_method_that_is_not_offered_is_refused(http: Client, evening: Evening) -> None:
    answer = send(http, evening, protocol_key="open-space")

    assert errors(answer) == ["Select a valid choice. open-space is not one of the available choices."]


@pytest.mark.parametrize(
    ("each", "language", "label"),
    [
        (3, "fr", "3 voix par personne"),
        (1, "fr", "1 voix par personne"),
        (1, "en", "1 vote each"),
        (5, "en", "5 votes each"),
    ],
)
def test_how_many_votes_each_has_is_said(
    evening: Evening, settings: Settings, each: int, language: str, label: str
) -> None:
    settings.CODEV_VOTES_EACH = each
    assert label in page(evening.browser("claire", language=language), evening)
