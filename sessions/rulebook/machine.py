"""The session's machine: `apply` says what a move makes happen, `fold` what the state becomes.

Rules about the phase live here and in the topics; who somebody is (a driver, a stranger) is access.py's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any

from .events import Event, Events
from .moves import (
    clients,
    clock,
    delivery,
    floor,
    guiding,
    handover,
    life,
    people,
    steps,
    subjects,
    turns,
    undo,
    writing,
)
from .rules import airtime
from .state.document import dump, load
from .state.state import State, planned

__all__ = ["apply", "dump", "fold", "from_json", "load", "planned", "replay", "to_json"]

TOPICS = (life, clock, steps, clients, people, floor, turns, writing, delivery, subjects, guiding, handover, undo)
DECISIONS: dict[type, Callable[[State, Any, int], Events]] = {}
FOLDS: dict[type[Event], Callable[[State, Any], State]] = {}
for topic in TOPICS:
    DECISIONS |= topic.DECISIONS
    FOLDS |= topic.FOLDS
EVENTS: Mapping[str, type[Event]] = {kind.stored_name(): kind for kind in FOLDS}


def apply(state: State, move: object, now: int, revision: int = 0) -> Events:
    """The events that a move makes happen at `now` (epoch milliseconds). Raises Refused, Stale or Invalid.

    A transition is undone by the `revision` that it makes.
    """
    now = max(now, state.last_at)
    happened = subjects.without_an_open_vote(state, DECISIONS[type(move)](state, move, now), now)
    return undo.marked(move, happened, now, revision)


def replay(state: State, events: Iterable[Event]) -> State:
    """Fold many events."""
    for event in events:
        state = fold(state, event)
    return state


def fold(state: State, event: Event) -> State:
    """The state after an event. Total: an event that was decided is never refused here."""
    after = FOLDS[type(event)](state, event)
    # What is undone was never heard; whose turn goes on is heard from its beginning.
    heard = after.heard if isinstance(event, undo.Undone) else airtime.heard(state, after, event.at)
    after = replace(after, heard=heard, last_at=max(state.last_at, event.at))
    return after if after.past is None else replace(after, past=undo.lived_on(after.past, event, fold))


def to_json(events: Iterable[Event]) -> list[dict[str, Any]]:
    """Events as the journal keeps them."""
    return [{"event": event.stored_name(), **asdict(event)} for event in events]


def from_json(rows: Iterable[Mapping[str, Any]]) -> Events:
    """Events as they were before `to_json`. Raises KeyError for a name that no event has."""
    return tuple(_event(row) for row in rows)


def _event(row: Mapping[str, Any]) -> Event:
    # JSON knows lists only; events hold tuples.
    fields: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    return EVENTS[fields.pop("event")](**fields)
