"""The minutes of the eight methods, as the method's description gives them."""

from __future__ import annotations

import pytest

from sessions.rulebook.protocol.protocol import catalogue
from sessions.rulebook.state.agenda import MODALITIES, plan, usual_minutes
from tests.sessions.cast.states import MINUTE, protocol

Minutes = list[tuple[str, int]]

# Title's key, then minutes by step at the protocol's own duration and number of clients; first client's round.
METHOD: dict[str, tuple[Minutes, Minutes, Minutes]] = {
    "codev-classique": (
        [("check_in", 8), ("follow_up", 5), ("subject_choice", 7)],
        [
            ("presentation", 5),
            ("clarification", 10),
            ("contract", 5),
            ("consultation", 15),
            ("action_plan", 5),
            ("learning", 7),
        ],
        [("closing", 6)],
    ),
    "codev-express": (
        [("check_in", 8)],
        [
            ("presentation", 5),
            ("clarification", 12),
            ("contract", 7),
            ("consultation", 15),
            ("action_plan", 5),
            ("learning", 8),
        ],
        [],
    ),
    "codev-flash": (
        [],
        [
            ("presentation", 3),
            ("clarification", 7),
            ("contract", 2),
            ("silent_notes", 8),
            ("reading_out", 10),
            ("action_plan", 4),
            ("learning", 6),
        ],
        [],
    ),
    "action-learning": (
        [],
        [
            ("presentation", 5),
            ("clarification", 10),
            ("reflective_questions", 25),
            ("action_questions", 12),
            ("learning", 8),
        ],
        [],
    ),
    "case-clinic": (
        [("roles", 2)],
        [("case", 15), ("stillness", 3), ("mirroring", 10), ("dialogue", 20), ("learning", 8)],
        [("thanks", 2)],
    ),
    "fallberatung": (
        [("casting", 5)],
        [
            ("spontaneous_account", 10),
            ("key_question", 5),
            ("module_choice", 5),
            ("consultation", 12),
            ("closing", 8),
            ("learning", 5),
        ],
        [],
    ),
    "intervision-incident": (
        [("follow_up", 5), ("cases", 10), ("subject_choice", 5)],
        [("questions", 15), ("analysis", 10), ("advice", 10), ("learning", 10)],
        [],
    ),
    "troika": (
        [("preparation", 1)],
        [("presentation", 2), ("clarification", 2), ("consultation", 5), ("learning", 1)],
        [],
    ),
}
OWN = {
    "codev-classique": (120, 2),
    "codev-express": (60, 1),
    "codev-flash": (40, 1),
    "action-learning": (60, 1),
    "case-clinic": (60, 1),
    "fallberatung": (50, 1),
    "intervision-incident": (65, 1),
    "troika": (31, 3),
}


def test_the_table_names_every_protocol() -> None:
    assert list(METHOD) == list(OWN) == list(catalogue())


@pytest.mark.parametrize("key", METHOD)
def test_minutes_are_the_method_s(key: str) -> None:
    of = protocol(key)
    items = plan(of, minutes=of.minutes, rounds=of.rounds)
    opening, inside, closing = METHOD[key]

    planned = [(item.key, item.round, item.planned_ms / MINUTE) for item in items]

    assert planned == [
        *((step, None, minutes) for step, minutes in opening),
        *((step, number, minutes) for number in range(of.rounds) for step, minutes in inside),
        *((step, None, minutes) for step, minutes in closing),
    ]


@pytest.mark.parametrize("key", OWN)
def test_own_minutes_and_number_of_clients(key: str) -> None:
    assert (protocol(key).minutes, protocol(key).rounds) == OWN[key]


@pytest.mark.parametrize(
    ("modality", "minutes"),
    [
        ("in_room", [120, 60, 40, 60, 60, 50, 65, 31]),
        ("remote", [150, 75, 50, 75, 75, 63, 81, 39]),
        ("hybrid", [120, 60, 40, 60, 60, 50, 65, 31]),
    ],
)
def test_a_session_at_a_distance_takes_a_quarter_more(modality: str, minutes: list[int]) -> None:
    protocols = [protocol(key) for key in METHOD]

    assert [usual_minutes(of, rounds=of.rounds, modality=modality) for of in protocols] == minutes


def test_usual_minutes_go_by_the_number_of_clients() -> None:
    assert [usual_minutes(protocol("codev-classique"), rounds=n, modality="in_room") for n in (1, 2, 3)] == [
        60,
        120,
        180,
    ]
    assert [usual_minutes(protocol("action-learning"), rounds=n, modality="remote") for n in (1, 2)] == [75, 150]


def test_modalities() -> None:
    assert MODALITIES == ("in_room", "remote", "hybrid")
