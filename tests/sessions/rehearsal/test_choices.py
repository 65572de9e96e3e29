"""What simulated people choose: at any moment something that the server allows, the same for the same seed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest

from sessions.forms.words import TITLE_MAX
from sessions.rehearsal.acts import TEMPERS, Act
from sessions.rehearsal.choices import pause_between
from sessions.rehearsal.library import LANGUAGES, MOST, library, names
from sessions.rehearsal.scene import Manners, Piece
from sessions.rulebook.moves.floor import GiveFloor, PassTurn, RaiseHand, SetFloorMode
from sessions.rulebook.protocol.protocol import catalogue
from sessions.rulebook.protocol.vocabulary import WRITABLE
from sessions.rulebook.state.state import State
from tests.sessions.cast.rehearsal_acts import FRENCH, LIVELY, acts, commands
from tests.sessions.cast.states import (
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

MOMENTS = (
    "names",
    "title",
    "headline",
    "advice",
    "weather",
    "follow_up",
    "lead_in",
    "peer_note",
    "client_learning",
    "farewell",
    "second_reformulation",
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_sentences_for_every_kind_of_writing_and_names_for_everybody(language: str) -> None:
    known = library(language)
    assert set(known) == {*WRITABLE, *MOMENTS}
    assert all(len(set(sentences)) == len(sentences) >= 3 for sentences in known.values())
    assert len(names(language, MOST)) == MOST == len(names(language, 99))
    assert len(known["title"]) >= MOST
    assert all(len(title) <= TITLE_MAX for title in known["title"])


def test_both_languages_say_as_much() -> None:
    assert {kind: len(said) for kind, said in FRENCH.items()} == {k: len(said) for k, said in library("en").items()}


def test_in_french_everybody_is_vous() -> None:
    words = {word.lower() for said in FRENCH.values() for one in said for word in re.findall(r"\w+", one)}
    assert not words & {"tu", "te", "toi", "ta", "tes"}


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
    assert commands(found) == {"raise_hand", "contribute", "keep_idea"}
    written = {(act.fields["kind"], act.fields["text"]) for act in found if act.command == "contribute"}
    assert ("question", FRENCH["question"][0]) in written
    assert all(act.by != AMINA for act in found if act.fields.get("kind") == "question")


def test_hands_are_no_more_than_the_temper_raises_and_come_down_in_the_end() -> None:
    hands_out = after(amina_is_questioned(), SetFloorMode("queue"))
    waiting = after(hands_out, *map(RaiseHand, CIRCLE[1:4]))
    everything = {(one, "question"): 9 for one in CIRCLE} | {(one, "note"): 9 for one in CIRCLE}
    quiet = {"written": everything, "kept": tuple(Piece(UUID(int=1), "option", one) for one in CIRCLE)}
    assert acts(waiting, **quiet) == []
    assert commands(acts(waiting, later=5 * MINUTE, **quiet)) == {"lower_hand"}
    assert commands(acts(after(hands_out, RaiseHand(BRUNO)), **quiet)) == {"raise_hand"}
    assert acts(after(amina_is_questioned(), RaiseHand(BRUNO)), **quiet) == [], "in a room, one asks at a time"


def test_whoever_spoke_long_enough_yields_the_client_later() -> None:
    speaking = after(amina_is_questioned(), GiveFloor(BRUNO))
    assert "yield_floor" not in commands(acts(speaking, later=20 * SECOND))
    assert acts(speaking, later=26 * SECOND, count=1) == [Act(BRUNO, "yield_floor")]
    assert acts(speaking, Manners("lively", 10), later=3 * SECOND, count=1) == [Act(BRUNO, "yield_floor")]
    assert "yield_floor" not in commands(acts(amina_presents(), later=60 * SECOND))
    assert acts(amina_presents(), later=80 * SECOND, count=1) == [Act(AMINA, "yield_floor")]


def test_some_pass_in_a_go_round_and_always_the_same() -> None:
    first = [acts(all_learn(), Manners("difficult", 1), count=1, seed=seed) for seed in range(40)]
    passed = [found for found in first if found and found[0].command == "pass_turn"]
    assert 5 < len(passed) < 25


def test_some_come_back_later_and_never_twice() -> None:
    calm = Manners("calm", 1)
    first = [acts(all_learn(), calm, count=1, seed=seed)[0] for seed in range(60)]
    later = [seed for seed, act in enumerate(first) if act.command == "postpone_turn"]
    assert 0 < len(later) < 20
    put_off = after(all_learn(), PassTurn(BRUNO, is_for_later=True))
    turns = {
        act.command for seed in later for act in acts(put_off, calm, count=1, seed=seed) if act.by == put_off.turns[1]
    }
    assert "postpone_turn" not in turns


def test_advice_dressed_as_a_question() -> None:
    advising = replace(LIVELY, is_advising=True)
    written = [act for act in acts(amina_is_questioned(), advising) if act.command == "contribute"]
    advice = {act.by for act in written if act.fields["text"] in FRENCH["advice"]}
    assert advice == {BRUNO}
    assert not any(act.fields["text"] in FRENCH["advice"] for act in acts(amina_is_questioned()) if act.fields)


def test_a_monopoliser_asks_again_and_never_yields() -> None:
    loud = replace(LIVELY, is_monopolised=True)
    speaking = after(amina_is_questioned(), GiveFloor(AMINA))
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
