"""Who goes and comes back, and the exceptions that are made for somebody: one turn, one writing."""

from __future__ import annotations

import pytest

from groups.errors import Refused
from sessions.rulebook.machine import apply
from sessions.rulebook.moves.clients import ChooseClients
from sessions.rulebook.moves.clock import EndBreak, TakeBreak
from sessions.rulebook.moves.floor import FloorGiven, GiveFloor, NextSpeaker, PassTurn, SetFloorMode, YieldFloor
from sessions.rulebook.moves.life import Close, Start
from sessions.rulebook.moves.people import Admit, AssignRole, MarkBack, MarkLeft, SayWhere
from sessions.rulebook.moves.steps import Back, InterruptRound, Jump, Next, ResumeRound
from sessions.rulebook.moves.writing import AllowWriting, Write
from sessions.rulebook.rules.outlook import saved_ms
from sessions.rulebook.state.floor import Floor
from sessions.rulebook.state.parts import Broken, Grant
from sessions.rulebook.state.state import State
from tests.sessions.cast import states
from tests.sessions.cast.states import AMINA, BRUNO, CHLOE, CIRCLE, DRISS, ELSA, FARID, MINUTE, SECOND, SIX_PM, after

# Going and coming back


def test_who_left_is_not_present_and_keeps_the_place() -> None:
    state = states.bruno_left()

    assert (state.left, state.role_of(BRUNO)) == ((BRUNO,), None)
    assert state.present == tuple(one for one in CIRCLE if one != BRUNO)
    assert (state.admitted, state.clients) == (CIRCLE, (AMINA, BRUNO))


def test_who_comes_back_is_as_before() -> None:
    state = after(states.amina_is_questioned(), MarkLeft(FARID), MarkBack(FARID))

    assert state == states.amina_is_questioned()
    assert state.role_of(FARID) == "scribe"


def test_who_leaves_gives_up_turn_and_hand() -> None:
    state = after(states.two_hands_wait(), MarkLeft(BRUNO), MarkLeft(CHLOE))

    assert (state.floor.speaker, state.floor.waiting) == (None, (DRISS,))


def test_who_comes_back_to_a_go_round_speaks_last() -> None:
    gone = after(states.amina_listens(), PassTurn(CHLOE), MarkLeft(BRUNO), MarkLeft(CHLOE))

    back = after(gone, MarkBack(CHLOE), MarkBack(BRUNO))

    assert gone.floor == Floor(mode="go_round", pending=(DRISS,))
    assert back.floor == Floor(mode="go_round", pending=(DRISS, CHLOE, BRUNO))


def test_the_door_lets_nobody_in_who_was_in_and_left() -> None:
    assert apply(states.bruno_left(), Admit(BRUNO, 1), SIX_PM) == ()


def test_people_go_and_come_in_the_lobby_and_in_a_break() -> None:
    for state in (states.lobby(), states.on_break()):
        gone = after(state, MarkLeft(DRISS))
        assert DRISS not in gone.present
        assert after(gone, MarkBack(DRISS)) == state


def bruno_left_before_his_round() -> State:
    """Three clients; Bruno, the second, is gone as the first round ends."""
    three = after(states.lobby(), ChooseClients((AMINA, BRUNO, CHLOE)), Start())
    return after(three, Jump(states.index_of(three, "learning")), MarkLeft(BRUNO), later=40 * MINUTE)


def test_the_round_of_a_client_who_left_is_put_off_and_its_time_waits_for_the_facilitators_word() -> None:
    state = after(bruno_left_before_his_round(), Next())

    assert (state.client, state.broken) == (CHLOE, (Broken(1, 9),))
    assert sum(item.allotted_ms for item in state.agenda if item.round == 2) == 31 * MINUTE
    assert saved_ms(state, state.last_at) == (120 - 80 - 6 - 31) * MINUTE


def test_who_comes_back_in_time_or_is_replaced_loses_no_round() -> None:
    state = bruno_left_before_his_round()

    assert after(state, MarkBack(BRUNO), Next()).client == BRUNO
    assert after(state, ChooseClients((AMINA, DRISS, CHLOE)), Next()).client == DRISS


def test_a_round_that_was_put_off_is_taken_up_from_its_beginning() -> None:
    state = after(bruno_left_before_his_round(), Next(), MarkBack(BRUNO))
    ended = after(state, Jump(states.index_of(state, "learning", 2)), later=MINUTE)

    resumed = after(ended, ResumeRound(1))

    assert (resumed.client, resumed.broken) == (BRUNO, ())
    assert resumed.item is not None
    assert resumed.item.key == "presentation"


def test_nothing_is_begun_again_for_want_of_the_only_client_left() -> None:
    second_gone = after(states.all_learn(), MarkLeft(BRUNO))

    for leading_on in (Next(), InterruptRound()):
        state = after(second_gone, leading_on)
        assert state.item is not None
        assert (state.item.key, state.client) == ("closing", None)
    assert after(second_gone, Next(), Back()).client == AMINA


def test_who_is_at_a_distance_speaks_first_in_go_rounds() -> None:
    state = after(states.at_distance_and_in_the_room(), ChooseClients((AMINA,)), Start())
    learning = after(state, Jump(states.index_of(state, "learning")))

    assert state.floor.pending == (CHLOE, FARID, AMINA, BRUNO, DRISS, ELSA)
    assert learning.floor.pending == (CHLOE, FARID, BRUNO, DRISS, ELSA, AMINA)
    in_room = after(learning, SayWhere(CHLOE, is_remote=False), SetFloorMode("free"))
    assert after(in_room, SetFloorMode("go_round")).floor.pending == (FARID, BRUNO, CHLOE, DRISS, ELSA, AMINA)
    assert apply(learning, SayWhere(CHLOE, is_remote=True), SIX_PM) == ()


def test_the_client_of_a_round_that_is_over_may_leave() -> None:
    second = states.at_step("presentation", 1)
    state = after(second, MarkLeft(AMINA), ChooseClients((AMINA, BRUNO)))

    assert (state.client, state.clients, state.left) == (BRUNO, (AMINA, BRUNO), (AMINA,))


# One turn by exception


def test_anybody_may_be_given_one_exceptional_turn() -> None:
    state = states.elsa_speaks()

    assert (state.floor.speaker, state.floor.is_exception) == (ELSA, True)
    assert state.floor.pending == (BRUNO, CHLOE, DRISS)
    assert after(state, YieldFloor(ELSA)).floor == states.amina_listens().floor


def test_an_exception_that_needs_none_is_a_turn_like_any_other() -> None:
    state = after(states.amina_listens(), GiveFloor(CHLOE, is_exception=True))

    assert state == after(states.amina_listens(), GiveFloor(CHLOE))


def test_silence_and_the_client_alone_have_exceptions_too() -> None:
    for state in (states.silent_questions(), states.amina_presents()):
        happened = apply(state, GiveFloor(BRUNO, is_exception=True), SIX_PM)
        assert happened == (FloorGiven(SIX_PM, BRUNO, is_exception=True),)


def test_the_next_turn_is_no_exception() -> None:
    state = after(states.elsa_speaks(), NextSpeaker())

    assert (state.floor.speaker, state.floor.is_exception) == (BRUNO, False)
    assert after(states.elsa_speaks(), Next()).floor.is_exception is False


def test_an_exceptional_turn_is_none_of_the_go_rounds() -> None:
    assert after(states.elsa_speaks(), PassTurn(ELSA)).floor.passed == ()


def test_who_speaks_by_exception_and_becomes_a_peer_speaks_by_right() -> None:
    state = after(states.elsa_speaks(), AssignRole(ELSA, "peer"))

    assert state.floor == Floor("go_round", ELSA, states.elsa_speaks().floor.since, (), (BRUNO, CHLOE, DRISS))


def test_an_exception_ends_when_its_speaker_leaves() -> None:
    assert after(states.elsa_speaks(), MarkLeft(ELSA)).floor == states.amina_listens().floor


def test_an_exception_of_silence_is_none_once_hands_go_up() -> None:
    silent = after(states.silent_questions(), GiveFloor(BRUNO, is_exception=True))

    assert after(silent, SetFloorMode("queue")).floor == Floor("queue", BRUNO, SIX_PM)


# One writing by exception


def test_one_writing_out_of_step_is_used_by_writing() -> None:
    state = states.bruno_may_suggest()
    assert state.grants == (Grant(BRUNO, "option"),)

    written = after(state, Write(BRUNO, "question"), Write(BRUNO, "option"))

    assert written.grants == ()
    with pytest.raises(Refused, match="may_not_write"):
        apply(written, Write(BRUNO, "option"), SIX_PM)


def test_an_exception_is_one_persons_and_of_one_kind() -> None:
    for author, kind in ((CHLOE, "option"), (BRUNO, "analysis"), (None, "option")):
        with pytest.raises(Refused, match="may_not_write"):
            apply(states.bruno_may_suggest(), Write(author, kind), SIX_PM)


def test_what_the_step_lets_write_uses_no_exception() -> None:
    state = after(states.bruno_may_suggest(), AllowWriting(BRUNO, "analysis"), Write(BRUNO, "question"))

    assert state.grants == (Grant(BRUNO, "option"), Grant(BRUNO, "analysis"))


def test_allowing_what_may_be_written_already_changes_nothing() -> None:
    state = states.bruno_may_suggest()

    for kind in ("option", "question"):
        assert apply(state, AllowWriting(BRUNO, kind), SIX_PM) == ()


def test_an_exception_ends_with_its_step() -> None:
    assert after(states.bruno_may_suggest(), Next(), Back()).grants == ()
    assert after(states.bruno_may_suggest(), Close()).grants == ()


def test_an_exception_waits_through_a_break_and_an_absence() -> None:
    rested = after(states.bruno_may_suggest(), TakeBreak(5), EndBreak(), later=MINUTE)

    state = after(rested, MarkLeft(BRUNO), MarkBack(BRUNO), later=SECOND)

    assert after(state, Write(BRUNO, "option")).grants == ()
