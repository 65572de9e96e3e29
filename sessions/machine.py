"""The session's machine: `apply` says what a move makes happen, `fold` what the state becomes.

Rules about the phase live here; who somebody is (a driver, a stranger) is access.py's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from . import (
    airtime,
    floor,
    floor_folds,
    guiding_folds,
    opening_decisions,
    round_folds,
    undo_decisions,
    wheel_decisions,
    writing_folds,
)
from . import events as happened
from .decisions import decide
from .events import Event
from .round_folds import settled
from .state import Grant, Seat, State, dump, load, planned

__all__ = ["apply", "dump", "fold", "load", "planned", "replay"]


def apply(state: State, move: object, now: int, revision: int = 0) -> tuple[Event, ...]:
    """The events that a move makes happen at `now` (epoch milliseconds). Raises Refused, Stale or Invalid.

    A transition is undone by the `revision` that it makes.
    """
    now = max(now, state.last_at)
    return undo_decisions.marked(move, decide(state, move, now), now, revision)


def replay(state: State, events: Iterable[Event]) -> State:
    """Fold many events."""
    for event in events:
        state = fold(state, event)
    return state


def fold(state: State, event: Event) -> State:
    """The state after an event. Total: an event that was decided is never refused here."""
    after = _FOLDS.get(type(event), _unchanged)(state, event)
    # What is undone was never heard; whose turn goes on is heard from its beginning.
    heard = after.heard if isinstance(event, happened.Undone) else airtime.heard(state, after, event.at)
    after = replace(after, heard=heard, last_at=max(state.last_at, event.at))
    return after if after.past is None else replace(after, past=undo_decisions.lived_on(after.past, event, fold))


def _unchanged(state: State, event: Event) -> State:
    return state


def _opened(state: State, event: happened.Opened) -> State:
    return replace(state, status="open", opened_at=event.at)


def _admitted(state: State, event: happened.Admitted) -> State:
    seats = sorted((*state.seats, Seat(event.participant, event.place)), key=lambda seat: seat.place)
    return _with_rights(replace(state, seats=tuple(seats)), event.participant, spoke=False)


def _person_left(state: State, event: happened.PersonLeft) -> State:
    spoke = event.participant in state.speakers
    state = _with_rights(replace(state, left=(*state.left, event.participant)), event.participant, spoke=spoke)
    return replace(state, floor=floor.left(state.floor, event.participant))


def _person_returned(state: State, event: happened.PersonReturned) -> State:
    left = tuple(one for one in state.left if one != event.participant)
    return _with_rights(replace(state, left=left), event.participant, spoke=False)


def _where_said(state: State, event: happened.WhereSaid) -> State:
    others = tuple(one for one in state.remote if one != event.participant)
    return replace(state, remote=(*others, event.participant) if event.is_remote else others)


def _role_assigned(state: State, event: happened.RoleAssigned) -> State:
    roles = {who: role for who, role in state.roles.items() if who != event.participant}
    roles = roles if event.role == "peer" else {**roles, event.participant: event.role}
    spoke = event.participant in state.speakers
    return _with_rights(replace(state, roles=roles), event.participant, spoke=spoke)


def _with_rights(state: State, participant: str, *, spoke: bool) -> State:
    """The floor once somebody may speak who might not before, or the reverse."""
    speaks = participant in state.speakers
    if speaks == spoke:
        return state
    changed = floor.joined if speaks else floor.left
    return replace(state, floor=changed(state.floor, participant))


def _started(state: State, event: happened.Started) -> State:
    return replace(state, status="running", started_at=event.at)


def _step_entered(state: State, event: happened.StepEntered) -> State:
    before, state = state, replace(settled(state, event.at), index=event.index, since=event.at, hands_out=False)
    state = writing_folds.entered(before, state)
    number = state.agenda[event.index].round
    broken = tuple(one for one in state.broken if one.round != number)
    state = replace(state, broken=broken, grants=(), moment=None, prompt=None)
    state = round_folds.begun(state, number, event.at)
    step = state.protocol.step(state.agenda[event.index].key)
    return replace(state, floor=floor.opened(step.floor, speakers=state.turns, client=state.client, at=event.at))


def _break_taken(state: State, event: happened.BreakTaken) -> State:
    state = replace(settled(state, event.at), paused_at=event.at, break_since=event.at, break_until=event.until)
    return replace(state, floor=floor.suspended(state.floor))


def _break_ended(state: State, event: happened.BreakEnded) -> State:
    rested = replace(settled(state, event.at), since=event.at, **_rested(state, event.at))
    return replace(rested, floor=floor.taken_up(state.floor, event.at))


def _rested(state: State, at: int) -> dict[str, Any]:
    """The break, if there is one, is over, and was as long as it was."""
    rested = 0 if state.break_since is None else at - state.break_since
    return {"break_since": None, "break_until": None, "break_ms": state.break_ms + rested}


def _writing_allowed(state: State, event: happened.WritingAllowed) -> State:
    return replace(state, grants=(*state.grants, Grant(event.participant, event.kind)))


def _written(state: State, event: happened.Written) -> State:
    """An exception is used up by the writing that needed it."""
    step = state.step
    role = "facilitator" if event.author is None else state.role_of(event.author)
    if step is None or role is None or event.kind in step.writes.get(role, ()):
        return state
    used = next((one for one in state.grants if (one.participant, one.kind) == (event.author, event.kind)), None)
    return replace(state, grants=tuple(one for one in state.grants if one is not used))


def _paused(state: State, event: happened.ClockPaused) -> State:
    return replace(settled(state, event.at), paused_at=event.at)


def _resumed(state: State, event: happened.ClockResumed) -> State:
    return replace(settled(state, event.at), since=event.at)


def _hand_raised(state: State, event: happened.HandRaised) -> State:
    return replace(state, floor=floor.raised(state.floor, event.participant, event.at))


def _hand_lowered(state: State, event: happened.HandLowered) -> State:
    return replace(state, floor=floor.lowered(state.floor, event.participant))


def _floor_given(state: State, event: happened.FloorGiven) -> State:
    return replace(state, floor=floor.given(state.floor, event.participant, event.at, is_exception=event.is_exception))


def _floor_yielded(state: State, event: happened.FloorYielded) -> State:
    return replace(state, floor=floor.yielded(state.floor))


def _floor_mode_set(state: State, event: happened.FloorModeSet) -> State:
    ground = floor.changed(state.floor, event.mode, speakers=state.turns, client=state.client, at=event.at)
    return replace(state, floor=ground, hands_out=event.mode == "queue")


def _turn_passed(state: State, event: happened.TurnPassed) -> State:
    let_go = floor.put_off if event.is_for_later else floor.passed
    return replace(state, floor=let_go(state.floor, event.participant))


def _closed(state: State, event: happened.Closed) -> State:
    return replace(
        settled(state, event.at),
        status="closed",
        closed_at=event.at,
        index=None,
        floor=floor.Floor(),
        grants=(),
        moment=None,
        prompt=None,
        in_silence=False,
        **_rested(state, event.at),
    )


def _cancelled(state: State, event: happened.Cancelled) -> State:
    return replace(state, status="cancelled", closed_at=event.at)


_FOLDS: dict[type[Event], Callable[[State, Any], State]] = {
    happened.Opened: _opened,
    happened.Admitted: _admitted,
    happened.PersonLeft: _person_left,
    happened.PersonReturned: _person_returned,
    happened.WhereSaid: _where_said,
    happened.BreakTaken: _break_taken,
    happened.BreakEnded: _break_ended,
    happened.WritingAllowed: _writing_allowed,
    happened.Written: _written,
    happened.RoleAssigned: _role_assigned,
    happened.Started: _started,
    happened.StepEntered: _step_entered,
    happened.ClockPaused: _paused,
    happened.ClockResumed: _resumed,
    happened.HandRaised: _hand_raised,
    happened.HandLowered: _hand_lowered,
    happened.FloorGiven: _floor_given,
    happened.FloorYielded: _floor_yielded,
    happened.FloorModeSet: _floor_mode_set,
    happened.TurnPassed: _turn_passed,
    happened.Closed: _closed,
    happened.Cancelled: _cancelled,
    **guiding_folds.FOLDS,
    **wheel_decisions.FOLDS,
    **opening_decisions.FOLDS,
    **floor_folds.FOLDS,
    **round_folds.FOLDS,
    **undo_decisions.FOLDS,
    **writing_folds.FOLDS,
}
