"""What simulated clients and peers choose in a round: headline, contract and wordings, ideas, marks, what is kept."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from sessions.rehearsal.acts import Act
from sessions.rehearsal.scene import Manners, Piece
from sessions.rulebook.moves.delivery import WriteInSilence
from sessions.rulebook.moves.writing import AllowWriting
from tests.sessions.cast.rehearsal_acts import FRENCH, LIVELY, acts, commands, those
from tests.sessions.cast.states import (
    AMINA,
    BRUNO,
    CHLOE,
    CIRCLE,
    ELSA,
    FARID,
    after,
    all_learn,
    amina_is_questioned,
    amina_listens,
    amina_presents,
    at_step,
    last_step,
    protocol,
)

IDEA, OTHER = UUID(int=5), UUID(int=6)
ALL = 200
ASKED = {(one, "question"): 9 for one in CIRCLE}


def test_a_client_without_a_subject_words_the_headline_once() -> None:
    wished = those(acts(amina_presents()), "word_headline")
    assert wished
    assert set(map(repr, wished)) == {repr(Act(AMINA, "word_headline", wished[0].fields))}
    assert wished[0].fields == {"title": FRENCH["title"][0], "question": FRENCH["headline"][0]}
    assert "word_headline" not in commands(acts(amina_presents(), has_headline=True))
    assert "word_headline" not in commands(acts(amina_is_questioned()))


def test_the_client_writes_the_contract_and_all_but_one_accept_it() -> None:
    written = [act for act in acts(at_step("contract")) if act.command == "write_contract"]
    assert written[0] == Act(AMINA, "write_contract", {"text": FRENCH["contract"][0]})
    found = acts(at_step("contract"), contract=1, count=200)
    assert "write_contract" not in commands(found)
    assert {act.by for act in found if act.command == "accept_contract"} == set(CIRCLE[1:4])
    hesitating = acts(at_step("contract"), Manners("difficult", 1), contract=1, count=200, cast=CIRCLE[:4])
    assert {act.by for act in hesitating if act.command == "accept_contract"} == set(CIRCLE[1:3])


def test_the_client_keeps_a_synthesis_and_two_commitments() -> None:
    assert commands(acts(at_step("action_plan"))) >= {"write_synthesis", "add_commitment"}
    done = acts(at_step("action_plan"), has_synthesis=True, commitments=2)
    assert not done
    assert not commands(done) & {"write_synthesis", "add_commitment"}


def test_the_client_marks_questions_as_answered() -> None:
    question = UUID(int=5)
    found = acts(amina_is_questioned(), open_questions=(question,))
    assert Act(AMINA, "mark_answered", {"id": question}) in found


def test_peers_propose_at_most_two_wordings_and_some_clients_adopt_one() -> None:
    contract = at_step("contract")
    proposed = those(acts(contract, count=ALL, contract=1), "contribute")
    assert {act.fields["kind"] for act in proposed} == {"reformulation"}
    assert {act.fields["text"] for act in proposed} == {FRENCH["reformulation"][0]}, "it is Amina's subject"
    second = those(acts(contract, count=ALL, contract=1, written={(BRUNO, "reformulation"): 1}), "contribute")
    assert {act.fields["text"] for act in second} == {FRENCH["second_reformulation"][0]}
    enough = {(BRUNO, "reformulation"): 1, (CHLOE, "reformulation"): 1}
    assert not those(acts(contract, count=ALL, contract=1, written=enough), "contribute")
    seeds = range(40)
    adopting = [those(acts(contract, seed=seed, contract=1, wordings=(IDEA, OTHER)), "adopt_wording") for seed in seeds]
    assert 15 < sum(bool(found) for found in adopting) < 35
    assert {(act.by, act.fields["id"]) for found in adopting for act in found} == {(AMINA, OTHER)}
    assert not any(
        those(acts(contract, count=9, seed=seed, contract=2, wordings=(IDEA,)), "adopt_wording") for seed in seeds
    )


def test_some_keep_an_idea_while_questions_are_asked_and_one_each() -> None:
    kept = those(acts(amina_is_questioned(), count=ALL), "keep_idea")
    authors = {act.by for act in kept}
    assert 0 < len(authors) < 4
    assert not authors & {AMINA, ELSA, FARID}, "neither client nor observer nor scribe"
    assert {act.fields["kind"] for act in kept} == {"option"}
    assert {act.fields["text"] for act in kept} == {FRENCH["option"][0]}
    has_kept = tuple(Piece(IDEA, "option", one) for one in authors)
    assert "keep_idea" not in commands(acts(amina_is_questioned(), count=ALL, kept=has_kept))
    assert "keep_idea" not in commands(acts(amina_is_questioned(), Manners("difficult", 1), count=ALL))


def test_who_gives_advice_keeps_none_of_it() -> None:
    for seed in range(8):
        found = acts(amina_is_questioned(), replace(LIVELY, is_advising=True), seed=seed)
        assert BRUNO not in {act.by for act in those(found, "keep_idea")}


def test_what_was_kept_is_shared_when_its_step_asks_for_it() -> None:
    kept = (Piece(IDEA, "option", BRUNO),)
    assert "share_kept" not in commands(acts(amina_is_questioned(), count=ALL, kept=kept))
    assert Act(BRUNO, "share_kept", {"id": IDEA}) in acts(amina_listens(), count=ALL, kept=kept)


def test_in_consultation_each_writes_a_little_and_of_several_kinds() -> None:
    consulted = acts(amina_listens(), count=ALL, contract=1)
    assert len({act.fields["kind"] for act in those(consulted, "contribute") if act.by == BRUNO}) > 4
    again = acts(amina_listens(), count=ALL, contract=1, written={(BRUNO, "option"): 1})
    assert "option" not in {act.fields["kind"] for act in those(again, "contribute") if act.by == BRUNO}
    enough = {(one, kind): 1 for one in CIRCLE for kind in ("option", "analysis")}
    assert {act.by for act in those(acts(amina_listens(), count=ALL, written=enough), "contribute")} <= {FARID}


def test_an_exception_is_used_whatever_was_written_before() -> None:
    granted = after(amina_is_questioned(), AllowWriting(BRUNO, "option"))
    found = those(acts(granted, count=ALL, written=ASKED), "contribute")
    assert {(act.by, act.fields["kind"]) for act in found if act.by == BRUNO} == {(BRUNO, "option")}


def test_the_client_marks_three_things_that_were_received() -> None:
    received = (Piece(IDEA, "option", BRUNO), Piece(OTHER, "analysis", CHLOE), Piece(UUID(int=7), "question", BRUNO))
    marks = {(act.by, act.fields["id"], act.fields["mark"]) for act in _marks(received)}
    assert marks == {(AMINA, IDEA, "trying"), (AMINA, OTHER, "thinking")}
    marked = tuple(Piece(UUID(int=number), "option", BRUNO, "trying") for number in range(10, 13))
    assert not _marks((*received, *marked))


def _marks(received: tuple[Piece, ...]) -> list[Act]:
    return those(acts(at_step("action_plan"), received=received, has_synthesis=True, commitments=2), "mark")


def test_everybody_writes_one_learning_the_client_in_other_words() -> None:
    found = those(acts(all_learn(), count=ALL), "contribute")
    assert {act.by for act in found} == set(CIRCLE)
    assert {act.fields["kind"] for act in found} == {"learning"}
    said = {act.by: act.fields["text"] for act in found}
    assert (said[AMINA], said[BRUNO]) == (FRENCH["client_learning"][0], FRENCH["learning"][0])
    learnt = {(one, "learning"): 1 for one in CIRCLE}
    more = those(acts(all_learn(), count=ALL, written=learnt), "contribute")
    assert {act.fields["kind"] for act in more} == {"feedback"}
    assert AMINA not in {act.by for act in more}


def test_at_the_end_everybody_leaves_with_a_word() -> None:
    found = those(acts(last_step(), count=ALL), "contribute")
    assert {act.fields["text"] for act in found} == {FRENCH["farewell"][0]}
    learnt = {(one, "learning"): 1 for one in CIRCLE}
    assert not those(acts(last_step(), count=ALL, written=learnt), "contribute")


def test_in_silence_they_write_and_no_hand_goes_up() -> None:
    silent = after(amina_is_questioned(), WriteInSilence())
    found = acts(silent, count=ALL)
    assert {"contribute", "keep_idea"} <= commands(found)
    assert "raise_hand" not in commands(found)


@pytest.mark.parametrize(
    ("key", "step", "pool"),
    [
        ("codev-classique", "check_in", "weather"),
        ("codev-classique", "follow_up", "follow_up"),
        ("troika", "preparation", "lead_in"),
        ("codev-classique", "presentation", "note"),
        ("fallberatung", "module_choice", "peer_note"),
    ],
)
def test_notes_suit_the_moment(key: str, step: str, pool: str) -> None:
    found = those(acts(at_step(step, of=protocol(key)), has_headline=True), "contribute")
    texts = {act.fields["text"] for act in found if act.by in (BRUNO, AMINA)}
    assert FRENCH[pool][0] in texts
