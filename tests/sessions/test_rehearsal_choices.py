"""What simulated people choose: at any moment something that the server allows, the same for the same seed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from uuid import UUID

import pytest

from sessions import moves
from sessions.protocol import WRITABLE, catalogue
from sessions.rehearsal.choices import TEMPERS, Act, choose, pause_between
from sessions.rehearsal.library import LANGUAGES, MOST, library, names
from sessions.rehearsal.scene import Manners, Scene
from sessions.state import State

from .people import (
    AMINA,
    BRUNO,
    CIRCLE,
    FARID,
    MINUTE,
    SECOND,
    after,
    all_learn,
    amina_is_questioned,
    amina_listens,
    amina_presents,
    at_step,
    lobby,
    on_break,
    pause,
    protocol,
)

LIVELY = Manners("lively", 1)
FRENCH = library("fr")


def acts(state: State, manners: Manners = LIVELY, *, count: int = 40, later: int = 0, **more: object) -> list[Act]:
    """What is chosen at this moment with one throw of the dice after another; nothing is carried out."""
    scene = replace(Scene(state, CIRCLE), **more)
    chosen = (choose(scene, manners, FRENCH, Random(throw), state.last_at + later) for throw in range(count))
    return [act for act in chosen if act]


def commands(found: list[Act]) -> set[str]:
    return {act.command for act in found}


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_sentences_for_every_kind_of_writing_and_names_for_everybody(language: str) -> None:
    known = library(language)
    assert set(known) == {*WRITABLE, "names", "advice"}
    assert all(len(set(sentences)) == len(sentences) >= 3 for sentences in known.values())
    assert len(names(language, MOST)) == MOST == len(names(language, 99))


def test_the_same_seed_chooses_the_same() -> None:
    assert acts(amina_is_questioned()) == acts(amina_is_questioned())


def test_people_arrive_one_after_another_once_the_room_is_open() -> None:
    empty = replace(lobby(), seats=(), roles={})
    assert acts(empty, count=1) == [Act(AMINA, "arrive")]
    assert acts(replace(empty, status="planned")) == []
    assert acts(replace(empty, status="closed")) == []


@pytest.mark.parametrize("moment", [lobby, pause, on_break])
def test_nobody_acts_before_the_start_in_a_pause_or_on_a_break(moment: Callable[[], State]) -> None:
    assert acts(moment(), later=MINUTE) == []


def test_peers_ask_to_speak_and_write_questions() -> None:
    found = acts(amina_is_questioned())
    assert commands(found) == {"raise_hand", "contribute"}
    written = {(act.fields["kind"], act.fields["text"]) for act in found if act.command == "contribute"}
    assert ("question", FRENCH["question"][0]) in written
    assert all(act.by != AMINA for act in found if act.fields.get("kind") == "question")


def test_hands_are_no_more_than_the_temper_raises_and_come_down_in_the_end() -> None:
    waiting = after(amina_is_questioned(), *map(moves.RaiseHand, CIRCLE[1:4]))
    everything = {(one, "question"): 9 for one in CIRCLE} | {(one, "note"): 9 for one in CIRCLE}
    assert acts(waiting, written=everything) == []
    assert commands(acts(waiting, later=5 * MINUTE, written=everything)) == {"lower_hand"}


def test_whoever_spoke_long_enough_yields_the_client_later() -> None:
    speaking = after(amina_is_questioned(), moves.GiveFloor(BRUNO))
    assert "yield_floor" not in commands(acts(speaking, later=20 * SECOND))
    assert acts(speaking, later=26 * SECOND, count=1) == [Act(BRUNO, "yield_floor")]
    assert acts(speaking, Manners("lively", 10), later=3 * SECOND, count=1) == [Act(BRUNO, "yield_floor")]
    assert "yield_floor" not in commands(acts(amina_presents(), later=60 * SECOND))
    assert acts(amina_presents(), later=80 * SECOND, count=1) == [Act(AMINA, "yield_floor")]


def test_some_pass_in_a_go_round_and_always_the_same() -> None:
    first = [acts(all_learn(), Manners("difficult", 1), count=1, seed=seed) for seed in range(40)]
    passed = [found for found in first if found and found[0].command == "pass_turn"]
    assert 5 < len(passed) < 25


def test_the_client_writes_the_contract_and_all_but_one_accept_it() -> None:
    assert "write_contract" in commands(acts(at_step("contract")))
    found = acts(at_step("contract"), contract=1, count=200)
    assert "write_contract" not in commands(found)
    assert {act.by for act in found if act.command == "accept_contract"} == set(CIRCLE[1:4])
    hesitating = acts(at_step("contract"), Manners("difficult", 1), contract=1, count=200, cast=CIRCLE[:4])
    assert {act.by for act in hesitating if act.command == "accept_contract"} == set(CIRCLE[1:3])


def test_the_client_keeps_a_synthesis_and_two_commitments() -> None:
    assert commands(acts(at_step("action_plan"))) >= {"write_synthesis", "add_commitment"}
    done = acts(at_step("action_plan"), has_synthesis=True, commitments=2)
    assert {act.by for act in done} <= {FARID}
    assert not commands(done) & {"write_synthesis", "add_commitment"}


def test_the_client_marks_questions_as_answered() -> None:
    question = UUID(int=5)
    found = acts(amina_is_questioned(), open_questions=(question,))
    assert Act(AMINA, "mark_answered", {"id": question}) in found


def test_advice_dressed_as_a_question() -> None:
    advising = replace(LIVELY, is_advising=True)
    written = [act for act in acts(amina_is_questioned(), advising) if act.command == "contribute"]
    advice = {act.by for act in written if act.fields["text"] in FRENCH["advice"]}
    assert advice == {BRUNO}
    assert not any(act.fields["text"] in FRENCH["advice"] for act in acts(amina_is_questioned()) if act.fields)


def test_a_monopoliser_asks_again_and_never_yields() -> None:
    loud = replace(LIVELY, is_monopolised=True)
    speaking = after(amina_is_questioned(), moves.GiveFloor(AMINA))
    assert "yield_floor" not in commands(acts(speaking, loud, later=60 * MINUTE))
    assert acts(speaking, later=60 * MINUTE, count=1) == [Act(AMINA, "yield_floor")]
    asking = [act.by for act in acts(amina_is_questioned(), loud) if act.command == "raise_hand"]
    assert asking.count(AMINA) > len(asking) / 2


def test_whose_connection_is_lost_does_nothing() -> None:
    lost = replace(LIVELY, is_one_lost=True)
    assert FARID in {act.by for act in acts(amina_listens(), count=200)}
    assert FARID not in {act.by for act in acts(amina_listens(), lost, count=200)}


@pytest.mark.parametrize("temper", TEMPERS)
@pytest.mark.parametrize("pace", [1, 3, 10])
def test_there_is_a_second_between_acts_at_least(temper: str, pace: int) -> None:
    assert pause_between(Manners(temper, pace)) >= 1.0


@pytest.mark.parametrize("key", catalogue())
def test_in_every_step_of_every_protocol_something_can_be_chosen_or_nobody_may(key: str) -> None:
    of = protocol(key)
    for step in of.steps:
        state = at_step(step.key, of=of)
        found = acts(state, later=5 * MINUTE)
        writes = {kind for one in CIRCLE for kind in step.writes.get(state.role_of(one) or "", ())} - {
            "contract",
            "synthesis",
            "commitment",
        }
        assert bool(found) or not writes
