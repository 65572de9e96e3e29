"""The facilitator shares out what is left until the planned end, or lets the time that was saved go."""

from __future__ import annotations

from dataclasses import dataclass, replace

from groups.errors import Refused

from ..events import Event, Events
from ..rules import guards, planner
from ..rules.outlook import saved_ms
from ..state.agenda import MINUTE_MS
from ..state.state import State
from . import Decisions, Folds


@dataclass(frozen=True, slots=True)
class ShareTime:
    """The steps to come share what is left until the planned end, be it more than they have or below their floor."""


@dataclass(frozen=True, slots=True)
class FinishEarly:
    """The session ends as much sooner as was saved, and nobody is asked about those minutes again."""


@dataclass(frozen=True, slots=True)
class TimeShared(Event):
    """What is left is shared anew."""


@dataclass(frozen=True, slots=True)
class TimeGivenUp(Event):
    """So many milliseconds (whole minutes) that were saved in all are left unused."""

    span_ms: int


def _share_time(state: State, move: ShareTime, now: int) -> Events:
    guards.running(state)
    if not planner.sharing(state):
        raise Refused("nothing_to_share")
    return (TimeShared(now),)


def _finish_early(state: State, move: FinishEarly, now: int) -> Events:
    guards.running(state)
    return (TimeGivenUp(now, max(0, saved_ms(state, now)) // MINUTE_MS * MINUTE_MS),)


def _time_shared(state: State, event: TimeShared) -> State:
    indexes = planner.sharing(state)
    available = planner.left_after_step(state, event.at)
    agenda = planner.shared_out(state.agenda, state.protocol, indexes, available)
    overtime_ms = -state.clock.remaining_ms(event.at) if state.clock else 0
    return replace(state, agenda=agenda, given_up_ms=0, overtime_paid_ms=max(0, overtime_ms))


def _time_given_up(state: State, event: TimeGivenUp) -> State:
    return replace(state, given_up_ms=event.span_ms)


DECISIONS: Decisions = {
    ShareTime: _share_time,
    FinishEarly: _finish_early,
}
FOLDS: Folds = {
    TimeShared: _time_shared,
    TimeGivenUp: _time_given_up,
}
