"""What may be asked of a session and what then happens: one topic a file, with its moves, its events, how moves are
decided and how events are folded. `machine.py` puts the topics together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..events import Event, Events
from ..state.state import State

Decisions = Mapping[type, Callable[[State, Any, int], Events]]
Folds = Mapping[type[Event], Callable[[State, Any], State]]


def unchanged(state: State, event: Event) -> State:
    """The fold of an event that changes no state: what it is about stands in rows."""
    return state
