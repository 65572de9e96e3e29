"""Protocols: what the shipped files say, and what their settings change."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sessions.rulebook.protocol.protocol import Protocol, Text, catalogue, load, load_document, parse
from sessions.rulebook.protocol.vocabulary import KINDS, ROLES

CLASSIQUE = catalogue()["codev-classique"]
SHIPPED = [load(path) for path in catalogue().values()]


@pytest.fixture
def classique() -> dict[str, Any]:
    return load_document(CLASSIQUE)


def test_catalogue_puts_codeveloppement_first() -> None:
    assert list(catalogue()) == [
        "codev-classique",
        "codev-express",
        "codev-flash",
        "action-learning",
        "case-clinic",
        "fallberatung",
        "intervision-incident",
        "troika",
    ]


def test_classique_steps() -> None:
    protocol = load(CLASSIQUE)

    assert [(step.key, step.weight) for step in protocol.part("opening")] == [
        ("check_in", 8),
        ("follow_up", 5),
        ("subject_choice", 7),
    ]
    assert [(step.key, step.weight, step.floor) for step in protocol.part("round")] == [
        ("presentation", 10, "client_only"),
        ("clarification", 20, "queue"),
        ("contract", 10, "free"),
        ("consultation", 30, "go_round"),
        ("action_plan", 10, "client_only"),
        ("learning", 15, "go_round"),
    ]
    assert [step.key for step in protocol.part("closing")] == ["closing"]


def test_classique_sizes() -> None:
    protocol = load(CLASSIQUE)

    assert (protocol.smallest, protocol.largest, protocol.minutes, protocol.rounds) == (3, 12, 120, 2)
    assert protocol.opening == ((60, 5), (120, 20), (180, 30))
    assert protocol.closing == ((60, 3), (120, 6), (200, 10))


def test_classique_says_who_speaks() -> None:
    outside = {"peer", "observer", "scribe"}

    assert {step.key: set(step.speaks) for step in load(CLASSIQUE).steps} == {
        "check_in": outside,
        "follow_up": outside,
        "subject_choice": outside,
        "presentation": {"client"},
        "clarification": {"client", "peer"},
        "contract": {"client", "peer"},
        "consultation": {"peer"},
        "action_plan": {"client"},
        "learning": {"client", "peer", "observer", "scribe"},
        "closing": outside,
    }


def test_classique_says_who_writes_what() -> None:
    note, shared = {"note"}, {"learning", "feedback"}
    apports = set(KINDS) - {"question", "reformulation", "learning", "note"}

    assert {step.key: step.writes for step in load(CLASSIQUE).steps} == {
        "check_in": {"peer": note, "scribe": note},
        "follow_up": {"peer": note, "scribe": note},
        "subject_choice": {"peer": note, "scribe": note},
        "presentation": {"client": note, "scribe": note},
        "clarification": {"peer": {"question"}, "client": note, "scribe": note},
        "contract": {
            "client": {"contract"},
            "scribe": {"contract"},
            "peer": {"reformulation"},
            "facilitator": {"reformulation"},
        },
        "consultation": {
            "client": {"contract"},
            "scribe": {"contract", "note"},
            "peer": apports,
            "facilitator": {"reformulation"},
        },
        "action_plan": {"client": {"synthesis", "commitment"}, "scribe": {"synthesis", "commitment"}},
        "learning": {"client": shared, "peer": shared, "observer": shared, "scribe": shared},
        "closing": {"peer": shared, "observer": shared, "scribe": shared},
    }


def test_classique_contract_is_accepted_by_peers_as_long_as_it_may_change() -> None:
    accepted = {step.key: set(step.accepts) for step in load(CLASSIQUE).steps if step.accepts}

    assert accepted == {"contract": {"peer"}, "consultation": {"peer"}}


def test_troika_is_of_another_shape() -> None:
    protocol = load(catalogue()["troika"])

    assert [(step.key, step.part, step.weight, step.floor) for step in protocol.steps] == [
        ("preparation", "opening", 1, "silence"),
        ("presentation", "round", 2, "client_only"),
        ("clarification", "round", 2, "free"),
        ("consultation", "round", 5, "free"),
        ("learning", "round", 1, "go_round"),
    ]
    assert (protocol.smallest, protocol.largest, protocol.minutes, protocol.rounds) == (3, 3, 31, 3)
    assert (protocol.opening, protocol.closing) == (((0, 1),), ((0, 0),))
    assert protocol.settings["client_turned_away"] == "yes"
    assert [step.key for step in protocol.steps if step.accepts] == []


@pytest.mark.parametrize("protocol", SHIPPED, ids=lambda protocol: protocol.key)
def test_every_shipped_step_has_a_card_for_each_role_it_knows(protocol: Protocol) -> None:
    for step in protocol.steps:
        known = set(ROLES) if step.part == "round" else set(ROLES) - {"client"}
        assert set(step.cards) == known


@pytest.mark.parametrize("path", catalogue().values(), ids=lambda path: path.stem)
def test_a_document_frozen_as_json_gives_the_same_protocol(path: Path) -> None:
    frozen = json.loads(json.dumps(load_document(path)))

    assert parse(frozen, "session") == load(path)


ADVICE = {"reformulation", "analysis", "option", "experience", "hypothesis", "resource", "feedback", "metaphor"}


def test_action_learning_lets_nobody_write_advice() -> None:
    written = {
        kind for step in load(catalogue()["action-learning"]).steps for kinds in step.writes.values() for kind in kinds
    }

    assert written & (ADVICE | {"impression", "contract"}) == set()
    assert {"question", "reflective_question", "synthesis", "commitment", "learning", "note"} == written


def test_flash_is_written_in_silence_then_read_out() -> None:
    flash = load(catalogue()["codev-flash"])
    ideas = set(KINDS) - {"question", "reformulation", "learning", "note"}

    notes, reading = flash.step("silent_notes"), flash.step("reading_out")
    assert (notes.floor, notes.writes) == ("silence", {"peer": ideas, "client": {"note"}, "scribe": {"note"}})
    assert (reading.floor, reading.speaks, reading.is_listening) == ("go_round", {"peer"}, True)


def test_fallberatung_has_a_secretary_write_while_the_client_listens() -> None:
    consultation = load(catalogue()["fallberatung"]).step("consultation")

    assert (consultation.floor, consultation.speaks) == ("go_round", {"peer"})
    assert consultation.writes["scribe"] == consultation.writes["peer"] | {"note"}
    assert "client" not in consultation.writes


def test_case_clinic_is_silent_then_mirrors() -> None:
    clinic = load(catalogue()["case-clinic"])

    assert clinic.step("stillness").floor == "silence"
    assert (clinic.step("mirroring").floor, clinic.step("mirroring").speaks) == ("go_round", {"peer"})
    assert clinic.step("mirroring").writes["peer"] == {"metaphor", "impression"}
    assert "{client}" in clinic.step("mirroring").purpose.en
    assert "I see, I sense, I feel" in clinic.step("mirroring").purpose.en


def test_incident_method_analyses_without_the_client_who_is_then_silent() -> None:
    incident = load(catalogue()["intervision-incident"])

    assert [incident.step(key).speaks for key in ("questions", "analysis", "advice")] == [
        {"peer", "client"},
        {"peer"},
        {"peer"},
    ]


@pytest.mark.parametrize("protocol", SHIPPED, ids=lambda protocol: protocol.key)
def test_every_shipped_round_ends_with_what_everyone_learns(protocol: Protocol) -> None:
    learning = protocol.part("round")[-1]

    assert (learning.key, learning.floor) == ("learning", "go_round")
    assert learning.speaks == {"client", "peer", "observer", "scribe"}


@pytest.mark.parametrize("protocol", SHIPPED, ids=lambda protocol: protocol.key)
def test_every_shipped_step_has_different_prompts(protocol: Protocol) -> None:
    assert [step.key for step in protocol.steps if len(set(step.prompts)) < 5] == []


def test_short_forms_say_that_schools_criticise_them() -> None:
    said = {protocol.key for protocol in SHIPPED if "Les écoles critiquent les formes courtes." in protocol.summary.fr}

    assert said == {"codev-express", "codev-flash"}


def test_a_copy_frozen_before_there_were_prompts_is_read(classique: dict[str, Any]) -> None:
    for part in ("opening", "round", "closing"):
        for step in classique[part]:
            del step["prompts"]

    assert {step.prompts for step in parse(classique, "session").steps} == {()}


def test_step_by_key() -> None:
    protocol = load(CLASSIQUE)

    assert protocol.step("contract") == protocol.part("round")[2]
    with pytest.raises(KeyError):
        protocol.step("casting")


def test_text_is_given_in_a_language_and_else_in_english() -> None:
    text = Text(fr="Contrat", en="Contract")

    assert [text.given(language) for language in ("fr", "fr-ca", "en", "de")] == [
        "Contrat",
        "Contrat",
        "Contract",
        "Contract",
    ]


@pytest.mark.parametrize(
    ("setting", "speaks"),
    [("silent", {"peer"}), ("silent_unless_drift", {"peer"}), ("interaction", {"peer", "client"})],
)
def test_client_speaks_in_consultation_only_with_interaction(
    classique: dict[str, Any], setting: str, speaks: set[str]
) -> None:
    classique["settings"]["client_in_consultation"] = setting

    assert parse(classique, "school").step("consultation").speaks == speaks


@pytest.mark.parametrize(
    ("until", "steps"),
    [
        ("contract", ["contract"]),
        ("consultation", ["contract", "consultation"]),
        ("learning", ["contract", "consultation", "action_plan", "learning"]),
    ],
)
def test_contract_may_be_written_and_accepted_until_its_last_step(
    classique: dict[str, Any], until: str, steps: list[str]
) -> None:
    classique["settings"]["contract_until"] = until

    protocol = parse(classique, "school")

    for role in ("client", "scribe"):
        assert [step.key for step in protocol.steps if "contract" in step.writes.get(role, ())] == steps
    assert [step.key for step in protocol.steps if step.accepts == {"peer"}] == steps


def test_contract_of_a_school_that_writes_none(classique: dict[str, Any]) -> None:
    classique["settings"]["contract_written"] = "no"
    classique["round"][2] |= {"writes": {}, "accepts": [], "needs": []}

    protocol = parse(classique, "school")

    assert [step.key for step in protocol.steps if any("contract" in kinds for kinds in step.writes.values())] == []
