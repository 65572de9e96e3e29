"""From step to step, and rounds that break off and are taken up again."""

from __future__ import annotations

from dataclasses import dataclass, replace

from groups.errors import Invalid, Refused

from ..events import Event, Events
from ..rules import guards, planner
from ..rules.navigation import after_this_round, between_rounds, following, preceding
from ..rules.planner import is_passed_by, settled
from ..state import floor
from ..state.state import Broken, State
from . import Decisions, Folds
from .delivery import entered


@dataclass(frozen=True, slots=True)
class Next:
    from_step: int | None = None


@dataclass(frozen=True, slots=True)
class Back:
    from_step: int | None = None


@dataclass(frozen=True, slots=True)
class Jump:
    to_step: int
    from_step: int | None = None


@dataclass(frozen=True, slots=True)
class InterruptRound:
    from_step: int | None = None


@dataclass(frozen=True, slots=True)
class ResumeRound:
    round: int


@dataclass(frozen=True, slots=True)
class StepEntered(Event):
    index: int


@dataclass(frozen=True, slots=True)
class RoundInterrupted(Event):
    """A round stops in its step of that index, to be taken up again or not."""

    round: int
    index: int


@dataclass(frozen=True, slots=True)
class RoundResumed(Event):
    round: int


def _next(state: State, move: Next, now: int) -> Events:
    guards.running(state)
    guards.believed_step(state, move.from_step)
    index = following(state)
    if index is None:
        raise Refused("last_step")
    return (*putting_off(state, index, now), *entering(state, index, now))


def _back(state: State, move: Back, now: int) -> Events:
    guards.running(state)
    guards.believed_step(state, move.from_step)
    index = preceding(state)
    if index is None:
        raise Refused("first_step")
    return entering(state, index, now)


def _jump(state: State, move: Jump, now: int) -> Events:
    guards.running(state)
    guards.believed_step(state, move.from_step)
    if not 0 <= move.to_step < len(state.agenda):
        raise Invalid("no_such_step", "to_step")
    if move.to_step == state.index:
        raise Refused("same_step")
    return entering(state, move.to_step, now)


def entering(state: State, index: int, now: int) -> Events:
    """Enter a step: a broken round is taken up again, those of absent clients on the way there are put off."""
    number = state.agenda[index].round
    guards.round_can_begin(state, number)
    resumed = (RoundResumed(now, number),) if number is not None and state.broken_off(number) else ()
    return (*resumed, StepEntered(now, index))


def putting_off(state: State, until: int, now: int) -> Events:
    """The rounds before a step that wait for a client who has left: their time goes to the rest."""
    coming = range((state.index or 0) + 1, until)
    numbers = dict.fromkeys(state.agenda[i].round for i in coming)
    waiting = (n for n in numbers if n is not None and is_passed_by(state, n) and not state.is_behind(n))
    return tuple(RoundInterrupted(now, number, _first(state, number)) for number in waiting)


def _first(state: State, number: int) -> int:
    return next(i for i, item in enumerate(state.agenda) if item.round == number)


def _interrupt_round(state: State, move: InterruptRound, now: int) -> Events:
    guards.running(state)
    guards.believed_step(state, move.from_step)
    number = state.item.round if state.item else None
    if number is None or state.index is None:
        raise Refused("no_round")
    index = after_this_round(state)
    if index is None:
        raise Refused("nothing_after")
    broken_off = RoundInterrupted(now, number, state.index)
    return (broken_off, *putting_off(state, index, now), *entering(state, index, now))


def _resume_round(state: State, move: ResumeRound, now: int) -> Events:
    guards.running(state)
    broken = state.broken_off(move.round)
    if broken is None:
        raise Refused("not_interrupted")
    if not between_rounds(state):
        raise Refused("round_under_way")
    return entering(state, broken.index, now)


def _step_entered(state: State, event: StepEntered) -> State:
    before, state = state, replace(settled(state, event.at), index=event.index, since=event.at, hands_out=False)
    state = entered(before, state)
    number = state.agenda[event.index].round
    broken = tuple(one for one in state.broken if one.round != number)
    state = replace(state, broken=broken, grants=(), moment=None, prompt=None)
    state = begun(state, number, event.at)
    step = state.protocol.step(state.agenda[event.index].key)
    return replace(state, floor=floor.opened(step.floor, speakers=state.turns, client=state.client, at=event.at))


def begun(state: State, number: int | None, at: int) -> State:
    """The round that the step entered belongs to, if any, has begun; at its first step time is shared anew."""
    if number is None:
        return state
    index = state.index or 0
    is_first = index == 0 or state.agenda[index - 1].round != number
    if number >= state.rounds_begun and is_first:
        state = planner.at_rounds_begin(state, number, at)
    return replace(state, rounds_begun=max(state.rounds_begun, number + 1))


def _round_interrupted(state: State, event: RoundInterrupted) -> State:
    state = settled(state, event.at)
    broken = (*state.broken, Broken(event.round, event.index))
    state = replace(state, broken=broken, rounds_begun=max(state.rounds_begun, event.round + 1))
    return _shared_out(state, event.at, event.round, set())


def _round_resumed(state: State, event: RoundResumed) -> State:
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


DECISIONS: Decisions = {
    Next: _next,
    Back: _back,
    Jump: _jump,
    InterruptRound: _interrupt_round,
    ResumeRound: _resume_round,
}
FOLDS: Folds = {
    StepEntered: _step_entered,
    RoundInterrupted: _round_interrupted,
    RoundResumed: _round_resumed,
}
