"""At the door: a name that is easily taken for another is flagged to whoever lets in, a blank one is none."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache

from groups.commands import add_participants
from groups.models import Participant
from groups.pasting import PastedPerson
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.guests import Guest, dashboard, newcomer
from tests.sessions.cast.moments import lobby


@pytest.fixture(autouse=True)
def in_the_lobby(evening: Evening) -> None:
    cache.clear()
    lobby(evening)


@pytest.mark.parametrize(
    ("name", "like"),
    [
        ("Chl\u043e\u00e9 C.", "Chloe C."),  # Cyrillic
        ("\uff23\uff48\uff4c\uff4f\uff45 \uff23.", "Chloe C."),  # full width
        ("C.\u3164chlo\u00eb\u034f", "Chloe C."),
        ("\u03a1\u0430ul Rossi", "Paul Rossi"),
        ("\u13aamina A.", "Amina A."),  # Cherokee
    ],
)
def test_a_name_drawn_like_a_members_is_flagged_to_whoever_lets_in_alone(
    evening: Evening, name: str, like: str
) -> None:
    add_participants(group=evening.group, people=[PastedPerson("Paul Rossi")], by=evening.users["claire"])
    guest = newcomer(evening, name)
    page = re.sub(r"<[^>]+>", "", dashboard(evening))
    assert f"ressemble à {like}" in page
    for reader in (guest.see(), dashboard(evening, "amina"), dashboard(evening, "farid")):
        assert "ressemble" not in reader


def test_a_name_like_another_at_the_door_is_flagged(evening: Evening) -> None:
    newcomer(evening, "Nora Silva")
    newcomer(evening, "SILVA N\u043er\u0430")
    assert re.sub(r"<[^>]+>", "", dashboard(evening)).count("qui est à la porte aussi") == 2
    evening.do("claire", "admit_all")
    assert Participant.objects.filter(is_knocking=True).count() == 2


@pytest.mark.parametrize("blank", ["\u3164", "\u034f\u2800", "\ufe0f \u00ad", "\u0301", " . ", "\U000e0041", "\u115f"])
def test_a_name_in_which_nothing_can_be_read_is_refused_at_its_field(evening: Evening, blank: str) -> None:
    answer = Guest(evening).take(name=blank)
    assert answer.status_code == 422
    assert "Il manque un nom." in answer.content.decode()
    assert not Participant.objects.filter(is_knocking=True).exists()
