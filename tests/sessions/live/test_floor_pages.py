"""What phones and the dashboard say about the floor: places and reasons, limits, turns to come, little heard."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from sessions.live import labels
from sessions.models import Session
from sessions.rulebook.rules.airtime import PlaceInQueue
from tests.sessions.cast.evening import SCREEN, Evening
from tests.sessions.cast.moments import check_in, clarification, hands_up, presentation

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)
PARTICIPANTS = ("amina", "bruno", "chloe", "driss", "elsa", "farid")


def page_of(evening: Evening, name: str, language: str = "fr") -> str:
    path = evening.path("screen/" if name == SCREEN else "")
    return evening.browser(name, language=language).get(path).content.decode()


def region_of(evening: Evening, name: str, region: str, language: str = "fr") -> str:
    """A region's words, without its markup."""
    found = re.search(rf'id="region-{region}".*?</p>', page_of(evening, name, language), re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>|^[^>]*>", " ", found[0])).strip() if found else ""


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        (PlaceInQueue(1, 0, 0), "Votre main est levée : vous êtes la prochaine personne à parler."),
        (PlaceInQueue(3, 2, 0), "Vous êtes troisième : deux personnes ont été moins entendues."),
        (PlaceInQueue(2, 0, 1), "Vous êtes deuxième : une main s’est levée avant la vôtre."),
        (
            PlaceInQueue(4, 1, 2),
            "Vous êtes quatrième : une personne a été moins entendue, deux mains se sont levées avant la vôtre.",
        ),
        (PlaceInQueue(12, 11, 0), "Vous êtes en position 12 : 11 personnes ont été moins entendues."),
    ],
)
def test_a_place_is_said_with_its_reason(place: PlaceInQueue, sentence: str) -> None:
    with translation.override("fr"):
        assert labels.where_a_hand_stands(place).replace("\u00a0", " ") == sentence


def test_each_phone_says_its_own_place_and_nobody_elses(evening: Evening) -> None:
    hands_up(evening)
    assert region_of(evening, "bruno", "place", "en") == "Your hand is up: you are next."
    assert region_of(evening, "chloe", "place", "en") == "You are second: one hand was up before yours."
    for name in ("amina", "elsa", "claire", SCREEN):
        assert "before yours" not in page_of(evening, name, "en")


def test_only_who_drives_moves_a_hand_or_takes_anothers_down(evening: Evening) -> None:
    hands_up(evening)
    chloe = evening.id("chloe")
    for name in ("david", "bruno", "gina"):
        for command in ("move_hand", "lower_hand"):
            assert evening.post(evening.browser(name), command, participant=chloe).status_code == 403, (name, command)
    assert evening.post(evening.browser("claire"), "lower_hand").status_code == 403
    evening.do("claire", "move_hand", participant=evening.people["chloe"].pk)
    assert "l’animation a fixé cet ordre" in region_of(evening, "bruno", "place")
    evening.do("claire", "lower_hand", participant=evening.people["chloe"].pk)
    assert [hand.participant for hand in evening.session.load().floor.queue] == [evening.id("bruno")]


def test_only_who_drives_chooses_the_order(evening: Evening) -> None:
    clarification(evening)
    for name in ("david", "bruno", "gina"):
        answer = evening.post(evening.browser(name), "set_floor_order", order="least_heard")
        assert answer.status_code in (403, 404)
    assert evening.session.load().floor_order == "arrival"


def test_a_turns_limit_is_told_to_the_speaker_and_marked_for_who_facilitates(evening: Evening) -> None:
    hands_up(evening)
    evening.do("claire", "set_turn_limit", seconds=60)
    evening.do("claire", "give_floor", participant=evening.people["chloe"].pk)
    ends_at = (evening.session.load().floor.since or 0) + 60_000
    told = f'data-turn-ends="{ends_at}"'
    mark = f'data-turn-mark="{ends_at + 15_000}"'
    seen = {name: page_of(evening, name) for name in (*PARTICIPANTS, "claire", "david", SCREEN)}
    assert {name for name, page in seen.items() if told in page} == {"chloe"}
    assert {name for name, page in seen.items() if mark in page} == {"claire", "david"}
    evening.do("claire", "set_turn_limit")
    assert "data-turn-ends" not in page_of(evening, "chloe")
    assert "data-turn-mark" not in page_of(evening, "claire")


def test_the_clients_own_story_and_a_rest_have_no_limit(evening: Evening) -> None:
    presentation(evening)
    evening.do("claire", "set_turn_limit", seconds=60)
    assert "data-turn-ends" not in page_of(evening, "amina")
    evening.do("claire", "set_floor_mode", mode="free")
    assert "data-turn-ends" in page_of(evening, "amina")
    evening.do("claire", "take_break", minutes=5)
    assert "data-turn-ends" not in page_of(evening, "amina")


def order_of(evening: Evening) -> list[str]:
    names = {str(person.pk): name for name, person in evening.people.items()}
    return [names[one] for one in evening.session.load().floor.pending]


def test_who_drives_puts_somebody_off_and_calls_on_who_passed(evening: Evening) -> None:
    check_in(evening)
    bruno, claire = evening.people["bruno"].pk, evening.browser("claire")
    assert order_of(evening)[:3] == ["amina", "bruno", "chloe"]
    assert evening.post(claire, "postpone_turn", participant=bruno).status_code == 204
    assert (order_of(evening)[:2], order_of(evening)[-1]) == (["amina", "chloe"], "bruno")
    assert evening.post(claire, "pass_turn", participant=evening.people["chloe"].pk).status_code == 204
    page = page_of(evening, "claire", "en")
    assert "Have passed:" in page
    assert f'id="call-{evening.id("chloe")}"' in page
    assert f'id="later-{evening.id("amina")}"' in page
    assert 'id="later-' not in page_of(evening, "david", "en")


def test_nobody_passes_anothers_turn(evening: Evening) -> None:
    check_in(evening)
    amina = evening.people["amina"].pk
    assert evening.post(evening.browser("bruno"), "pass_turn", participant=amina).status_code == 403
    assert evening.post(evening.browser("amina"), "pass_turn", participant=amina).status_code == 204
    assert order_of(evening)[0] == "bruno"


def in_a_room(evening: Evening) -> None:
    """Everybody meets in one room, and questions are asked."""
    Session.objects.filter(pk=evening.session_id).update(
        modality="in_room", state={**evening.session.state, "modality": "in_room"}
    )
    clarification(evening)


def may(evening: Evening, name: str) -> set[str]:
    found = re.search(r'id="region-me"[^>]*data-may="([^"]*)"', page_of(evening, name))
    return set(found[1].split()) & {"raise_hand", "ask_to_speak"} if found else set()


def test_in_a_room_hands_are_folded_and_phones_may_be_put_down(evening: Evening) -> None:
    in_a_room(evening)
    assert may(evening, "bruno") == {"ask_to_speak"}
    assert region_of(evening, "bruno", "place", "en") == "You may put your phone down."
    assert "put your phone down" not in region_of(evening, "farid", "place", "en")
    evening.do("claire", "set_floor_mode", mode="queue")
    assert may(evening, "bruno") == {"raise_hand"}
    assert region_of(evening, "bruno", "place", "en") == ""


def test_at_a_distance_hands_are_out(evening: Evening) -> None:
    clarification(evening)
    assert may(evening, "bruno") == {"raise_hand"}
