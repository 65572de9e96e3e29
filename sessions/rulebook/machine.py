"""The session's machine: `apply` says what a move makes happen, `fold` what the state becomes.

Rules about the phase are here and in the topics of moves/; who somebody is (a facilitator, a stranger) is access.py's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
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
    projecting,
    sharing,
    steps,
    subjects,
    turns,
    undo,
    writing,
)
from .rules import airtime
from .state.document import dump, load, plain
from .state.state import State, planned

__all__ = ["apply", "dump", "fold", "from_json", "load", "planned", "replay", "to_json"]

TOPICS = (
    *(life, clock, sharing, steps, clients, people, floor, turns),
    *(writing, delivery, projecting, subjects, guiding, handover, undo),
)
DECISIONS: dict[type, Callable[[State, Any, int], Events]] = {}
FOLDS: dict[type[Event], Callable[[State, Any], State]] = {}
for topic in TOPICS:
    DECISIONS |= topic.DECISIONS
    FOLDS |= topic.FOLDS
# By the name in the journal, which knows no classes: of two events with one name the first could not be read again.
EVENTS: Mapping[str, type[Event]] = {kind.stored_name(): kind for kind in FOLDS}


def apply(state: State, move: object, now: int, revision: int = 0) -> Events:
    """The events that a move makes happen at `now` (epoch milliseconds), none where it changes nothing.

    Raises Refused where the moment forbids it, Stale where the sender believed what is no longer so, Invalid for a
    value out of range. `revision` is the one that the session will have: `Undo` names a transition by it.
    """
    # The server's clock may be set back: an event before the last one would make the time spent negative.
    now = max(now, state.last_at)
    # The vote ends before its step is left. The mark for undoing comes before both: it keeps the state as it was.
    happened = subjects.without_an_open_vote(state, DECISIONS[type(move)](state, move, now), now)
    return undo.marked(move, happened, now, revision)


def replay(state: State, events: Iterable[Event]) -> State:
    """The state after many events, in their order."""
    for event in events:
        state = fold(state, event)
    return state


def fold(state: State, event: Event) -> State:
    """The state after an event. Never refuses: what is in the journal has happened, and must always lead to a state."""
    after = projecting.still_holds(state, FOLDS[type(event)](state, event), event)
    # Turns of an undone step are credited to nobody. The turn that was under way before it goes on since its own
    # beginning, and is credited as a whole when it ends.
    heard = after.heard if isinstance(event, undo.Undone) else airtime.heard(state, after, event.went_on_until)
    after = replace(after, heard=heard, last_at=max(state.last_at, event.at))
    # Who came or left since the last transition has to be here, or gone, in the state that undoing would restore too.
    return after if after.past is None else replace(after, past=undo.followed(after.past, event, state, fold))


def to_json(events: Iterable[Event]) -> list[dict[str, Any]]:
    """Events as the journal keeps them (`JournalEntry.events`)."""
    return [{"event": event.stored_name(), **plain(event)} for event in events]


def from_json(rows: Iterable[Mapping[str, Any]]) -> Events:
    """Events as they were before `to_json`; a field that an old entry lacks takes its default.

    Raises KeyError for a name that no event has, TypeError for a field that the event has not.
    """
    return tuple(_event(row) for row in rows)


def _event(row: Mapping[str, Any]) -> Event:
    # JSON knows lists only; events hold tuples.
    fields: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    return EVENTS[fields.pop("event")](**fields)
