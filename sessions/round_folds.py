"""What rounds become of what happens: broken off, taken up, added, dropped, given and taking time. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from . import agenda, planner
from . import events as happened
from .agenda import Item
from .events import Event
from .state import Broken, State


def settled(state: State, at: int) -> State:
    """The running stretch is added to the step, or the pause to the pauses."""
    if state.index is None:
        return state
    if state.since is None:
        paused = 0 if state.paused_at is None else at - state.paused_at
        return replace(state, paused_ms=state.paused_ms + paused, paused_at=None)
    item = state.agenda[state.index]
    spent = replace(item, spent_ms=item.spent_ms + at - state.since)
    return replace(state, agenda=_with_item(state, state.index, spent), since=None)


def _with_item(state: State, index: int, item: Item) -> tuple[Item, ...]:
    return (*state.agenda[:index], item, *state.agenda[index + 1 :])


def begun(state: State, number: int | None, at: int) -> State:
    """The round that the step entered belongs to, if any, has begun; at its first step time is shared anew."""
    if number is None:
        return state
    index = state.index or 0
    is_first = index == 0 or state.agenda[index - 1].round != number
    if number >= state.rounds_begun and is_first:
        state = planner.at_rounds_begin(state, number, at)
    return replace(state, rounds_begun=max(state.rounds_begun, number + 1))


def _clients_chosen(state: State, event: happened.ClientsChosen) -> State:
    rounds = len(event.clients)
    if rounds == state.rounds:
        return replace(state, clients=event.clients)
    if state.rounds_begun == 0:
        items = agenda.replan(state.agenda, state.protocol, minutes=state.minutes, rounds=rounds)
    else:
        items = planner.with_rounds(state, rounds)
    state = replace(state, clients=event.clients, agenda=items, index=_index_in(items, state.item))
    return _replanned(state, event.at) if state.rounds_begun else state


def _index_in(items: tuple[Item, ...], current: Item | None) -> int | None:
    """Where the current step went: the closing moves as rounds come or go."""
    return None if current is None else [(item.key, item.round) for item in items].index((current.key, current.round))


def _replanned(state: State, at: int) -> State:
    """The rounds to come share what the present part leaves them."""
    steps = planner.ahead_of(state)
    here = state.item
    assert here is not None  # noqa: S101  a round has begun, so the session runs
    rest = {i for i in steps if (state.agenda[i].part, state.agenda[i].round) == (here.part, here.round)}
    coming = {i for i, item in enumerate(state.agenda) if item.round is not None and item.round >= state.rounds_begun}
    left = state.clock.remaining_ms(at) if state.clock else 0
    used = max(0, left) if here.part != "closing" else 0
    used += sum(state.agenda[i].allotted_ms - state.agenda[i].spent_ms for i in rest if here.part != "closing")
    available = planner.left_for_rounds(state, at) - used
    return replace(state, agenda=planner.shared_out(state.agenda, state.protocol, coming, available))


def _round_interrupted(state: State, event: happened.RoundInterrupted) -> State:
    state = settled(state, event.at)
    broken = (*state.broken, Broken(event.round, event.index))
    state = replace(state, broken=broken, rounds_begun=max(state.rounds_begun, event.round + 1))
    return _shared_out(state, event.at, event.round, set())


def _round_resumed(state: State, event: happened.RoundResumed) -> State:
    state = settled(state, event.at)
    taken_up = next(one for one in state.broken if one.round == event.round)
    state = replace(state, broken=tuple(one for one in state.broken if one.round != event.round))
    items = enumerate(state.agenda)
    rest = {i for i, item in items if item.round == event.round and i >= taken_up.index}
    return _shared_out(state, event.at, event.round, rest)


def _shared_out(state: State, at: int, number: int, steps: set[int]) -> State:
    """What is left until the planned end, less closing and break, goes to these steps and the rounds after that one."""
    coming = {i for i, item in enumerate(state.agenda) if planner.is_to_come(state, item, number + 1)}
    available = planner.left_for_rounds(state, at)
    return replace(state, agenda=planner.shared_out(state.agenda, state.protocol, steps | coming, available))


def _time_added(state: State, event: happened.TimeAdded) -> State:
    assert state.index is not None  # noqa: S101  decided on a running step only
    item = state.agenda[state.index]
    state = replace(state, agenda=_with_item(state, state.index, replace(item, extra_ms=item.extra_ms + event.span_ms)))
    if event.payer is None:
        return state
    payer = state.agenda[event.payer]
    return replace(
        state, agenda=_with_item(state, event.payer, replace(payer, extra_ms=payer.extra_ms - event.paid_ms))
    )


FOLDS: dict[type[Event], Callable[[State, Any], State]] = {
    happened.ClientsChosen: _clients_chosen,
    happened.RoundInterrupted: _round_interrupted,
    happened.RoundResumed: _round_resumed,
    happened.TimeAdded: _time_added,
}
