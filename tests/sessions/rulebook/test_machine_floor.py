"""Who speaks and writes in a round, move by move; the floor's own arithmetic is test_floor.py's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from groups.errors import Refused, Stale
from sessions.rulebook.machine import apply
from sessions.rulebook.moves.floor import (
    GiveFloor,
    LowerHand,
    NextSpeaker,
    PassTurn,
    RaiseHand,
    SetFloorMode,
    YieldFloor,
)
from sessions.rulebook.moves.people import Admit
from sessions.rulebook.moves.steps import Back, Next
from sessions.rulebook.moves.writing import AcceptContract, ChangeWriting, ContractAccepted, Write, Written
from sessions.rulebook.rules import rights
from sessions.rulebook.state.floor import Floor
from tests.sessions.cast import states
from tests.sessions.cast.states import AMINA, BRUNO, CHLOE, DRISS, ELSA, FARID, GINA, SECOND, SIX_PM, after

# Floor


def test_the_client_has_the_floor_on_entering() -> None:
    assert states.amina_presents().floor == Floor(mode="client_only", speaker=AMINA, since=SIX_PM)


def test_hands_wait_by_arrival_and_next_speaker_takes_the_first() -> None:
    state = after(states.amina_is_questioned(), RaiseHand(CHLOE), RaiseHand(BRUNO), later=SECOND)

    first = after(state, NextSpeaker(believed=""), later=SECOND)
    second = after(first, NextSpeaker(believed=CHLOE), later=SECOND)
    nobody = after(second, NextSpeaker(believed=BRUNO))

    assert state.floor.waiting == (CHLOE, BRUNO)
    assert (first.floor.speaker, first.floor.since, first.floor.waiting) == (CHLOE, SIX_PM + 3 * SECOND, (BRUNO,))
    assert (second.floor.speaker, second.floor.waiting) == (BRUNO, ())
    assert nobody.floor == Floor(mode="queue")


def test_a_hand_stays_up_once_raised_and_down_once_lowered() -> None:
    raised = after(states.amina_is_questioned(), RaiseHand(BRUNO))

    assert apply(raised, RaiseHand(BRUNO), SIX_PM) == ()
    lowered = after(raised, LowerHand(BRUNO))
    assert lowered.floor == Floor(mode="queue")
    assert apply(lowered, LowerHand(BRUNO), SIX_PM) == ()


def test_the_facilitator_gives_the_floor_out_of_order() -> None:
    state = after(states.amina_is_questioned(), RaiseHand(BRUNO), RaiseHand(CHLOE), GiveFloor(CHLOE))

    assert (state.floor.speaker, state.floor.waiting) == (CHLOE, (BRUNO,))
    assert apply(state, GiveFloor(CHLOE), SIX_PM) == ()


def test_the_floor_is_not_given_on_a_belief_that_is_over() -> None:
    state = after(states.amina_is_questioned(), GiveFloor(BRUNO))

    for believed in ("", CHLOE):
        with pytest.raises(Stale):
            apply(state, GiveFloor(DRISS, believed=believed), SIX_PM)
    assert after(state, GiveFloor(DRISS, believed=BRUNO)).floor.speaker == DRISS


def test_the_floor_is_yielded_by_its_speaker_or_taken_back() -> None:
    state = after(states.amina_is_questioned(), GiveFloor(BRUNO))

    assert after(state, YieldFloor(BRUNO)) == after(state, YieldFloor()) == states.amina_is_questioned()


def test_a_go_round_with_passes_and_a_late_arrival() -> None:
    state = states.amina_listens()
    assert state.floor == Floor(mode="go_round", pending=(BRUNO, CHLOE, DRISS))

    state = after(state, NextSpeaker(believed=""), Admit(GINA, 6))
    assert (state.floor.speaker, state.floor.pending) == (BRUNO, (CHLOE, DRISS, GINA))

    state = after(state, PassTurn(DRISS), NextSpeaker(believed=BRUNO))
    assert (state.floor.speaker, state.floor.pending, state.floor.passed) == (CHLOE, (GINA,), (DRISS,))

    state = after(state, PassTurn(CHLOE))
    assert (state.floor.speaker, state.floor.pending, state.floor.passed) == (GINA, (), (DRISS, CHLOE))

    state = after(state, NextSpeaker(believed=GINA))
    assert state.floor == Floor(mode="go_round", passed=(DRISS, CHLOE))


def test_the_client_learns_aloud_after_the_others() -> None:
    assert states.all_learn().floor.pending == (BRUNO, CHLOE, DRISS, ELSA, FARID, AMINA)


def test_the_facilitator_passes_over_whose_turn_it_is() -> None:
    waiting = after(states.all_learn(), PassTurn())
    speaking = after(states.learning_began(), PassTurn())

    assert (waiting.floor.speaker, waiting.floor.pending[0], waiting.floor.passed) == (None, CHLOE, (BRUNO,))
    assert (speaking.floor.speaker, speaking.floor.pending[0], speaking.floor.passed) == (CHLOE, DRISS, (BRUNO,))


def test_who_comes_back_to_a_turn_speaks_last() -> None:
    speaking = after(states.learning_began(), PassTurn(BRUNO, is_for_later=True))
    waiting = after(states.learning_began(), PassTurn(DRISS, is_for_later=True))

    assert (speaking.floor.speaker, speaking.floor.pending[-1], speaking.floor.passed) == (CHLOE, BRUNO, ())
    assert (waiting.floor.speaker, waiting.floor.pending) == (BRUNO, (CHLOE, ELSA, FARID, AMINA, DRISS))


def test_the_last_to_speak_puts_the_turn_off_and_has_it_still() -> None:
    alone = after(states.learning_began(), *[NextSpeaker()] * 5)
    state = after(alone, PassTurn(AMINA, is_for_later=True))

    assert (alone.floor.speaker, state.floor.speaker, state.floor.pending) == (AMINA, None, (AMINA,))


def test_an_exceptional_turn_is_not_put_off() -> None:
    state = after(states.elsa_speaks(), PassTurn(ELSA, is_for_later=True))

    assert (state.floor.speaker, state.floor.pending) == (BRUNO, (CHLOE, DRISS))


def test_another_floor_mode_within_the_step() -> None:
    go_round = after(states.amina_is_questioned(), SetFloorMode("go_round"))
    silent = after(go_round, NextSpeaker(), SetFloorMode("silence"))

    assert go_round.floor.pending == (BRUNO, CHLOE, DRISS, AMINA)
    assert silent.floor == Floor(mode="silence")
    assert apply(silent, SetFloorMode("silence"), SIX_PM) == ()
    assert after(silent, Next(), Back()).floor.mode == "queue"


def test_a_go_round_that_is_over_begins_again() -> None:
    under_way = states.learning_began()
    over = states.everybody_learned()

    assert apply(under_way, SetFloorMode("go_round"), SIX_PM) == ()
    assert after(over, SetFloorMode("go_round")).floor.pending == (BRUNO, CHLOE, DRISS, ELSA, FARID, AMINA)


def test_who_passed_is_called_on_all_the_same() -> None:
    state = after(states.learning_began(), PassTurn(DRISS), GiveFloor(DRISS))

    assert (state.floor.speaker, state.floor.passed, state.floor.pending) == (DRISS, (), (CHLOE, ELSA, FARID, AMINA))


def test_in_a_room_hands_are_folded_until_the_facilitator_opens_them() -> None:
    folded = states.amina_is_questioned()
    out = after(folded, SetFloorMode("queue"))

    assert (rights.hands_are_out(folded), rights.shown_mode(folded), folded.floor.mode) == (False, "free", "queue")
    assert (rights.hands_are_out(out), rights.shown_mode(out)) == (True, "queue")
    assert apply(out, SetFloorMode("queue"), SIX_PM) == ()
    assert not rights.hands_are_out(after(out, SetFloorMode("free")))
    assert not rights.hands_are_out(after(out, Next()))


def test_folded_hands_are_raised_all_the_same() -> None:
    assert after(states.amina_is_questioned(), RaiseHand(BRUNO)).floor.waiting == (BRUNO,)


def test_hands_are_out_where_not_everybody_is_in_the_room() -> None:
    for modality in ("remote", "hybrid"):
        state = replace(states.amina_is_questioned(), modality=modality)
        assert (rights.hands_are_out(state), rights.shown_mode(state)) == (True, "queue")


# Writing


def test_what_is_written_leaves_the_state_alone() -> None:
    state = states.amina_is_questioned()

    assert apply(state, Write(BRUNO, "question"), SIX_PM) == (Written(SIX_PM, "question", BRUNO),)
    assert after(state, Write(BRUNO, "question"), ChangeWriting("answered")) == state


def test_the_facilitator_reformulates_and_no_more() -> None:
    state = states.amina_listens()

    assert apply(state, Write(None, "reformulation"), SIX_PM) == (Written(SIX_PM, "reformulation", None),)
    with pytest.raises(Refused, match="may_not_write"):
        apply(state, Write(None, "option"), SIX_PM)


def test_a_peer_accepts_the_contract() -> None:
    state = states.at_step("contract")

    assert apply(state, AcceptContract(BRUNO), SIX_PM) == (ContractAccepted(SIX_PM, BRUNO),)
