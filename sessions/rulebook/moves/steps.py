"""From step to step, and rounds that break off and are taken up again."""

from __future__ import annotations

from dataclasses import dataclass, replace

from groups.errors import Invalid, Refused

from ..events import Event, Events
from ..rules import guards, paying, planner
from ..rules.navigation import after_this_round, between_rounds, following, preceding
from ..rules.planner import is_passed_by, settled
from ..state import floor
from ..state.parts import Broken
from ..state.state import State
from . import Decisions, Folds
from .delivery import entered


@dataclass(frozen=True, slots=True)
class Next:
    """The next step begins, past rounds that are over. `from_step`, here and below, is the step that the sender saw."""

    from_step: int | None = None


@dataclass(frozen=True, slots=True)
class Back:
    """The step before begins again."""

    from_step: int | None = None


@dataclass(frozen=True, slots=True)
class Jump:
    """The step of that index in the agenda begins."""

    to_step: int
    from_step: int | None = None


@dataclass(frozen=True, slots=True)
class InterruptRound:
    """The round breaks off, and what comes after it begins."""

    from_step: int | None = None


@dataclass(frozen=True, slots=True)
class ResumeRound:
    """A broken round (counted from 0) is taken up again in the step where it stopped."""

    round: int


@dataclass(frozen=True, slots=True)
class StepEntered(Event):
    """The step of that index begins, or begins again.

    `is_held`, here and below: rounds keep their floor and do not swell (planner.py). Entries of journals from before
    that rule lack it, and are folded as they were then.
    """

    index: int
    is_held: bool = False


@dataclass(frozen=True, slots=True)
class RoundInterrupted(Event):
    """A round stops in its step of that index, to be taken up again or not."""

    round: int
    index: int
    is_held: bool = False


@dataclass(frozen=True, slots=True)
class RoundResumed(Event):
    """A broken round is taken up again, and gets its share of what is left."""

    round: int
    is_held: bool = False


def _next(state: State, move: Next, now: int) -> Events:
    # Never refused for what is not written yet: the page warns before the press, and the group decides.
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
    """What happens on entering a step: the round that it belongs to, if broken off, is taken up again first.

    Raises Refused (`clients_missing`, `client_absent`) where the round has no client who is here.
    """
    number = state.agenda[index].round
    guards.round_can_begin(state, number)
    is_taken_up = number is not None and state.broken_off(number)
    resumed = (RoundResumed(now, number, is_held=True),) if is_taken_up and number is not None else ()
    return (*resumed, StepEntered(now, index, is_held=True))


def putting_off(state: State, until: int, now: int) -> Events:
    """The rounds before a step that wait for a client who has left break off before they begin.

    So their time goes to the other rounds, and they can be taken up again when the client is back.
    """
    coming = range((state.index or 0) + 1, until)
    numbers = dict.fromkeys(state.agenda[i].round for i in coming)
    waiting = (n for n in numbers if n is not None and is_passed_by(state, n) and not state.is_done(n))
    return tuple(RoundInterrupted(now, number, _first(state, number), is_held=True) for number in waiting)


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
    broken_off = RoundInterrupted(now, number, state.index, is_held=True)
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
    # In this order: time is booked to the step that is left, then minutes are shared anew, and the floor opens last,
    # for those whom the new step, and the roles in its round, let speak.
    before, state = state, settled(state, event.at)
    state = replace(state, index=event.index, since=event.at, hands_out=False, overtime_paid_ms=0)
    overtime_ms = _new_overtime_ms(before, state) if event.is_held else 0
    state = entered(before, state)
    number = state.agenda[event.index].round
    broken = tuple(one for one in state.broken if one.round != number)
    state = replace(state, broken=broken, grants=(), moment=None, prompt=None)
    state = begun(state, number, event.at, is_held=event.is_held)
    if number == (before.item.round if before.item else None):
        state = paying.with_overtime_paid(state, overtime_ms)
    step = state.protocol.step(state.agenda[event.index].key)
    return replace(state, floor=floor.opened(step.floor, speakers=state.turns, client=state.client, at=event.at))


def _new_overtime_ms(before: State, state: State) -> int:
    """By how much the step that was left took longer than it was given, this time, and nobody has paid for yet."""
    if before.index is None:
        return 0
    item = state.agenda[before.index]
    return item.spent_ms - max(item.allotted_ms + before.overtime_paid_ms, before.agenda[before.index].spent_ms)


def begun(state: State, number: int | None, at: int, *, is_held: bool) -> State:
    """The round that the step entered belongs to, if any, has begun; at its first step time is shared anew.

    Not when one comes back to a round: its minutes were shared when it began, and some of them are used.
    """
    if number is None:
        return state
    index = state.index or 0
    is_first = index == 0 or state.agenda[index - 1].round != number
    if number >= state.rounds_begun and is_first:
        state = planner.at_rounds_begin(state, number, at, is_held=is_held)
    # Rounds that a jump leaves out count as begun too, and keep their clients: minutes are shared out ahead alone.
    return replace(state, rounds_begun=max(state.rounds_begun, number + 1))


def _round_interrupted(state: State, event: RoundInterrupted) -> State:
    # Booked before sharing, here and when a round is taken up: a round in its last step is over only once time was
    # spent there, and would be given minutes again.
    state = settled(state, event.at)
    broken = (*state.broken, Broken(event.round, event.index))
    state = replace(state, broken=broken, rounds_begun=max(state.rounds_begun, event.round + 1))
    return _shared_out(state, event.at, event.round, set(), is_held=event.is_held)


def _round_resumed(state: State, event: RoundResumed) -> State:
    state = settled(state, event.at)
    taken_up = next(one for one in state.broken if one.round == event.round)
    state = replace(state, broken=tuple(one for one in state.broken if one.round != event.round))
    items = enumerate(state.agenda)
    rest = {i for i, item in items if item.round == event.round and i >= taken_up.index}
    return _shared_out(state, event.at, event.round, rest, is_held=event.is_held)


def _shared_out(state: State, at: int, number: int, steps: set[int], *, is_held: bool) -> State:
    """What is left until the planned end, less closing and break, goes to `steps` and the rounds after `number`."""
    steps = steps | {i for i, item in enumerate(state.agenda) if planner.is_to_come(state, item, number + 1)}
    available = planner.left_for_rounds(state, at)
    if is_held:
        available = planner.held(state, steps, available)
        if available == sum(planner.left_ms(state.agenda[i]) for i in steps):
            return state
    return replace(state, agenda=planner.shared_out(state.agenda, state.protocol, steps, available))


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
