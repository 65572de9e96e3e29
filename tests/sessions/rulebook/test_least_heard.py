"""Hands called least heard first: the order is right, ties go by arrival, and nobody waits for ever."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.errors import CodevError
from sessions.rulebook.machine import apply
from sessions.rulebook.moves.clock import EndBreak, TakeBreak
from sessions.rulebook.moves.floor import GiveFloor, LowerHand, NextSpeaker, RaiseHand, YieldFloor
from sessions.rulebook.moves.steps import Back, Next
from sessions.rulebook.moves.turns import MoveHand, SetFloorOrder
from sessions.rulebook.rules import airtime
from sessions.rulebook.rules.airtime import PlaceInQueue
from sessions.rulebook.state.floor import Floor, Hand
from sessions.rulebook.state.state import State
from tests.sessions.cast import states
from tests.sessions.cast.states import AMINA, BRUNO, CHLOE, CIRCLE, DRISS, ELSA, MINUTE, SECOND, after

SPANS = st.dictionaries(st.sampled_from(CIRCLE), st.sampled_from((SECOND, 2 * SECOND, MINUTE, 10 * MINUTE)))
ARRIVALS = st.permutations(CIRCLE).flatmap(lambda order: st.integers(0, len(order)).map(lambda n: tuple(order[:n])))
LEAST = SetFloorOrder("least_heard")


def waiting(arrivals: tuple[str, ...], heard: dict[str, int], order: str = "least_heard") -> State:
    """Questions are asked; these hands are up, one a second, and so much was heard of each."""
    queue = tuple(Hand(one, second) for second, one in enumerate(arrivals))
    state = states.amina_is_questioned()
    return replace(state, floor=Floor(mode="queue", queue=queue), heard=heard, floor_order=order)


def called(state: State) -> list[str]:
    return [hand.participant for hand in airtime.hands(state)]


@given(ARRIVALS, SPANS)
def test_hands_are_called_least_heard_first_and_by_arrival_on_a_tie(
    arrivals: tuple[str, ...], heard: dict[str, int]
) -> None:
    order = called(waiting(arrivals, heard))
    ranks = [(heard.get(one, 0), arrivals.index(one)) for one in order]
    assert ranks == sorted(ranks)
    assert sorted(order) == sorted(arrivals)


@given(ARRIVALS, SPANS)
def test_hands_are_called_by_arrival_unless_the_facilitator_chose(
    arrivals: tuple[str, ...], heard: dict[str, int]
) -> None:
    state = waiting(arrivals, heard, "arrival")
    assert called(state) == list(arrivals)
    for before, one in enumerate(arrivals):
        assert airtime.place_of(state, one) == PlaceInQueue(before + 1, 0, before)


@given(ARRIVALS, SPANS)
def test_a_place_counts_those_who_stand_before_for_either_reason(
    arrivals: tuple[str, ...], heard: dict[str, int]
) -> None:
    state = waiting(arrivals, heard)
    for number, one in enumerate(called(state), 1):
        less = sum(heard.get(other, 0) < heard.get(one, 0) for other in arrivals)
        assert airtime.place_of(state, one) == PlaceInQueue(number, less, number - 1 - less)
    assert airtime.place_of(state, "a-stranger") is None


@given(ARRIVALS, SPANS, st.data())
def test_the_order_of_those_who_wait_stays_as_others_come_go_and_speak(
    arrivals: tuple[str, ...], heard: dict[str, int], data: st.DataObject
) -> None:
    state = waiting(arrivals, heard)
    before = called(state)
    steps = st.sampled_from((*(LowerHand(one) for one in CIRCLE), NextSpeaker(), YieldFloor()))
    for step in data.draw(st.lists(steps | st.just(RaiseHand("farid")), max_size=5)):
        state = tried(state, step)
    still = [one for one in called(state) if one in before and one != "farid"]
    assert still == [one for one in before if one in still]


def tried(state: State, step: object) -> State:
    try:
        return after(state, step, later=30 * SECOND)
    except CodevError:
        return state


@given(st.integers(1, 90), SPANS)
def test_nobody_waits_for_ever(seconds: int, heard: dict[str, int]) -> None:
    """However often the others ask again as soon as they have spoken: each of their turns makes them less urgent."""
    patient, keen = BRUNO, (AMINA, CHLOE, DRISS)
    state = waiting((*keen, patient), heard)
    most = sum(1 + (heard.get(patient, 0) - heard.get(one, 0)) // (seconds * SECOND) for one in keen)
    bound, turns = max(most, 0) + len(keen) + 1, 0
    while patient in state.floor.waiting:
        spoke = state.floor.speaker
        state = after(state, NextSpeaker(), later=seconds * SECOND)
        state = after(state, RaiseHand(spoke)) if spoke in keen else state
        turns += 1
        assert turns <= bound + 1


@pytest.mark.parametrize("move", [NextSpeaker(), YieldFloor(), GiveFloor(CHLOE), Next()])
def test_a_turn_that_ends_is_heard(move: object) -> None:
    state = after(states.amina_is_questioned(), GiveFloor(BRUNO))
    assert state.heard == {}
    assert after(state, move, later=MINUTE).heard == {BRUNO: MINUTE}


def test_a_break_is_heard_of_nobody() -> None:
    state = after(states.amina_is_questioned(), GiveFloor(BRUNO))
    state = after(state, TakeBreak(10), later=MINUTE)
    state = after(after(state, EndBreak(), later=10 * MINUTE), YieldFloor(), later=2 * MINUTE)
    assert state.heard == {BRUNO: 3 * MINUTE}


def test_a_clients_own_story_counts_too() -> None:
    assert after(states.amina_presents(), Next(), later=5 * MINUTE).heard == {AMINA: 5 * MINUTE}


def test_the_next_speaker_is_the_least_heard_until_the_session_ends() -> None:
    """Driss has not been heard; Chloé, who was, raised her hand first. The choice outlasts the step."""
    state = after(states.amina_is_questioned(), LEAST, GiveFloor(CHLOE))
    state = after(state, YieldFloor(), later=MINUTE)
    state = after(after(state, Back()), Next(), RaiseHand(CHLOE), RaiseHand(DRISS))
    assert airtime.next_up(state) == DRISS
    assert airtime.place_of(state, CHLOE) == PlaceInQueue(2, 1, 0)
    assert after(state, NextSpeaker()).floor.speaker == DRISS


def test_a_go_round_keeps_its_own_order() -> None:
    state = after(states.amina_listens(), LEAST)
    assert airtime.next_up(state) == BRUNO
    assert after(state, LEAST) == state


def test_hands_that_were_put_in_order_stay_so_before_those_raised_later() -> None:
    """Whatever the rule: who was heard least, and raises a hand afterwards, comes after them."""
    asking = after(states.amina_is_questioned(), LEAST, *(RaiseHand(one) for one in (BRUNO, CHLOE)))
    asking = replace(asking, heard={BRUNO: 60_000, CHLOE: 30_000, DRISS: 0})
    assert [hand.participant for hand in airtime.hands(asking)] == [CHLOE, BRUNO]
    moved = after(asking, MoveHand(BRUNO, is_later=False), RaiseHand(DRISS))
    assert [hand.participant for hand in airtime.hands(moved)] == [BRUNO, CHLOE, DRISS]
    assert airtime.place_of(moved, CHLOE) == PlaceInQueue(2, 0, 0, is_placed=True)
    assert airtime.place_of(moved, DRISS) == PlaceInQueue(3, 0, 2)
    assert moved.moment
    assert moved.moment.kind == "hands"
    # At the end of the order, and of a hand that is down, nothing changes and nobody is told.
    for move in (MoveHand(BRUNO, is_later=False), MoveHand(DRISS, is_later=True), MoveHand(ELSA, is_later=True)):
        assert apply(moved, move, moved.last_at) == ()
