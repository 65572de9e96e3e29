"""A session's life: opened, started, closed or called off."""

from __future__ import annotations

from dataclasses import dataclass, replace

from groups.errors import Refused

from ..events import Event, Events
from ..rules import guards
from ..rules.planner import settled
from ..state import floor
from ..state.state import State
from . import Decisions, Folds
from .clock import rested
from .steps import entering


@dataclass(frozen=True, slots=True)
class Open:
    """The lobby opens: people may be admitted."""


@dataclass(frozen=True, slots=True)
class Start:
    """The first step begins."""


@dataclass(frozen=True, slots=True)
class Close:
    """The session ends, from whatever step."""


@dataclass(frozen=True, slots=True)
class Cancel:
    """A session that has not started is called off."""


@dataclass(frozen=True, slots=True)
class Opened(Event):
    pass


@dataclass(frozen=True, slots=True)
class Started(Event):
    pass


@dataclass(frozen=True, slots=True)
class Closed(Event):
    pass


@dataclass(frozen=True, slots=True)
class Cancelled(Event):
    pass


def _open(state: State, move: Open, now: int) -> Events:
    guards.not_over(state)
    if state.status != "planned":
        raise Refused("not_planned")
    return (Opened(now),)


def _start(state: State, move: Start, now: int) -> Events:
    guards.gathered(state)
    if state.is_running:
        raise Refused("already_running")
    return (Started(now), *entering(state, 0, now))


def _close(state: State, move: Close, now: int) -> Events:
    # From a break too, and from any step: a group may have to stop at any moment.
    guards.started(state)
    return (Closed(now),)


def _cancel(state: State, move: Cancel, now: int) -> Events:
    guards.not_over(state)
    # What has begun took place: it is closed, and counts as held.
    if state.is_running:
        raise Refused("already_running")
    return (Cancelled(now),)


def _opened(state: State, event: Opened) -> State:
    return replace(state, status="open", opened_at=event.at)


def _started(state: State, event: Started) -> State:
    return replace(state, status="running", started_at=event.at)


def _closed(state: State, event: Closed) -> State:
    # Clients stay: rounds follow them, and would go with what was written in them. What was heard of each stays for a
    # day, in which closing may still be undone, and is emptied by an event of its own.
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
        **rested(state, event.at),
    )


def _cancelled(state: State, event: Cancelled) -> State:
    return replace(state, status="cancelled", closed_at=event.at)


DECISIONS: Decisions = {
    Open: _open,
    Start: _start,
    Close: _close,
    Cancel: _cancel,
}
FOLDS: Folds = {
    Opened: _opened,
    Started: _started,
    Closed: _closed,
    Cancelled: _cancelled,
}
