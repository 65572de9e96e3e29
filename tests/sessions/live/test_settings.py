"""What live pages say of how people meet and of what the school decided."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.utils import timezone

from sessions import commands
from sessions.models import Session
from tests.sessions.cast.evening import Evening

SENTENCES = (
    "The group chooses by votes.",
    "The client turns away, or switches the camera off.",
    "The client may speak too.",
    "The client speaks only if the group drifts.",
)


def region(evening: Evening, name: str, by: str = "claire") -> str:
    """A region as somebody's page first has it."""
    page = evening.browser(by, language="en").get(evening.path()).content.decode()
    assert page.count(f'id="region-{name}"') == 1
    return page.partition(f'id="region-{name}"')[2].partition('id="region-')[0]


def replan(evening: Evening, settings: dict[str, str]) -> None:
    """The evening goes on with another session, in whose lobby Amina, Bruno and Chloé are."""
    usual: dict[str, Any] = {"scheduled_at": timezone.now(), "minutes": 120, "rounds": 2}
    session = commands.plan_session(
        cycle=evening.group.cycle, protocol_key="codev-classique", settings=settings, **usual
    )
    evening.session_id = session.pk
    evening.do("claire", "open")
    for name in ("amina", "bruno", "chloe"):
        evening.do("claire", "admit", participant=evening.people[name].pk)


@pytest.mark.parametrize(("modality", "chip"), [("in_room", []), ("remote", ["At a distance"]), ("hybrid", ["Hybrid"])])
def test_the_dashboard_says_how_people_meet_when_not_in_a_room(
    evening: Evening, modality: str, chip: list[str]
) -> None:
    Session.objects.filter(pk=evening.session_id).update(modality=modality)

    assert re.findall(r'<span class="chip">([^<]+)<', region(evening, "summary")) == chip


@pytest.mark.parametrize(
    ("settings", "step", "said"),
    [
        ({}, "subject_choice", []),
        ({"subject_choice": "votes"}, "subject_choice", ["The group chooses by votes."]),
        ({"client_turned_away": "yes"}, "consultation", ["The client turns away, or switches the camera off."]),
        ({"client_in_consultation": "interaction"}, "consultation", ["The client may speak too."]),
        ({"client_in_consultation": "interaction"}, "presentation", []),
    ],
)
def test_cards_say_what_the_school_decided_otherwise(
    evening: Evening, settings: dict[str, str], step: str, said: list[str]
) -> None:
    replan(evening, settings)
    evening.do("claire", "choose_clients", participants=[evening.people["amina"].pk])
    evening.do("claire", "start")
    evening.do("claire", "jump", to_step=evening.index(step))

    for by in ("claire", "bruno"):
        card = region(evening, "card", by)
        assert [sentence for sentence in SENTENCES if sentence in card] == said


@pytest.mark.parametrize(("observer", "duties"), [("yes", True), ("no", False)])
def test_a_school_without_observers_offers_none(evening: Evening, observer: str, duties: bool) -> None:
    replan(evening, {} if observer == "yes" else {"observer": "no"})

    assert ('"role": "observer"' in region(evening, "people")) is duties
