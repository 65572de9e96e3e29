"""What a school may decide otherwise than a protocol's file."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from sessions.rulebook.protocol.protocol import catalogue, load_document, parse
from sessions.rulebook.protocol.reading import ProtocolError
from sessions.rulebook.protocol.settings import applicable, configured
from tests.sessions.cast.states import protocol

SILENT = ("silent", "silent_unless_drift", "interaction")
CHOICE = ("facilitator", "votes", "stakes")
YES_NO = ("yes", "no")


def document(key: str) -> dict[str, Any]:
    return load_document(catalogue()[key])


def test_classique_lets_a_school_decide_everything() -> None:
    assert applicable(protocol("codev-classique")) == {
        "client_in_consultation": SILENT,
        "subject_choice": CHOICE,
        "contract_written": YES_NO,
        "observer": YES_NO,
        "client_turned_away": YES_NO,
        "round_floor": ("two_thirds", "half", "none"),
        "contract_until": ("contract", "consultation", "action_plan", "learning"),
    }


@pytest.mark.parametrize(
    ("key", "settings"),
    [
        ("action-learning", {"observer"}),
        ("troika", {"observer", "subject_choice", "client_in_consultation", "client_turned_away"}),
        ("case-clinic", {"observer", "subject_choice", "client_in_consultation", "client_turned_away"}),
        (
            "codev-flash",
            {"observer", "client_in_consultation", "client_turned_away", "contract_written", "contract_until"},
        ),
    ],
)
def test_a_protocol_has_the_settings_that_its_steps_give_a_meaning_to(key: str, settings: set[str]) -> None:
    # Whatever the steps, a client's time may have a floor.
    assert set(applicable(protocol(key))) == settings | {"round_floor"}


@pytest.mark.parametrize("key", catalogue())
def test_a_protocol_s_own_choices_change_nothing(key: str) -> None:
    own = {name: protocol(key).settings[name] for name in applicable(protocol(key))}

    assert configured(document(key), {}) == configured(document(key), own) == document(key)


@pytest.mark.parametrize("key", catalogue())
def test_every_choice_of_every_protocol_gives_a_protocol(key: str) -> None:
    for name, values in applicable(protocol(key)).items():
        for value in values:
            chosen = parse(configured(document(key), {name: value}), "school")
            assert chosen.settings == {**protocol(key).settings, name: value}
            assert [step.key for step in chosen.steps] == [step.key for step in protocol(key).steps]


def test_interaction_lets_the_client_speak_where_the_client_listens() -> None:
    chosen = parse(configured(document("codev-flash"), {"client_in_consultation": "interaction"}), "school")

    assert [step.key for step in chosen.steps if step.speaks == {"peer", "client"}] == [
        "clarification",
        "contract",
        "reading_out",
    ]


def test_a_contract_that_is_not_written_is_neither_accepted_nor_missed() -> None:
    chosen = parse(configured(document("codev-classique"), {"contract_written": "no"}), "school")

    contract = chosen.step("contract")
    assert (contract.writes["peer"], contract.writes["client"]) == ({"reformulation"}, frozenset())
    assert (contract.accepts, contract.needs) == (frozenset(), ())
    assert [step.key for step in chosen.steps if any("contract" in kinds for kinds in step.writes.values())] == []


def test_a_contract_may_stay_open_to_the_end() -> None:
    chosen = parse(configured(document("codev-express"), {"contract_until": "learning"}), "school")

    open_in = [step.key for step in chosen.steps if "contract" in step.writes.get("client", ())]
    assert open_in == ["contract", "consultation", "action_plan", "learning"]


@pytest.mark.parametrize(
    ("key", "overrides", "reason"),
    [
        ("troika", {"contract_written": "yes"}, "settings.contract_written: cannot be 'yes' here"),
        ("troika", {"music": "yes"}, "settings.music: cannot be 'yes' here"),
        ("codev-classique", {"observer": "maybe"}, "settings.observer: cannot be 'maybe' here"),
        (
            "codev-classique",
            {"contract_until": "clarification"},
            "settings.contract_until: cannot be 'clarification' here",
        ),
        ("action-learning", {"client_turned_away": "yes"}, "settings.client_turned_away: cannot be 'yes' here"),
    ],
)
def test_a_choice_that_means_nothing_here_is_refused(key: str, overrides: dict[str, str], reason: str) -> None:
    with pytest.raises(ProtocolError) as refusal:
        configured(document(key), overrides)

    assert str(refusal.value) == f"{key}: {reason}"


def test_the_file_s_document_is_left_alone() -> None:
    given = document("codev-classique")
    before = deepcopy(given)

    configured(given, {"contract_written": "no", "observer": "no"})

    assert given == before
