"""What is kept, shown, delivered and hidden of what people write. Pure; refusals carry a stable code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from groups.errors import Refused

from . import checks, moves, rules
from . import events as happened
from .events import Event
from .state import State

Events = tuple[Event, ...]


def _keep_idea(state: State, move: moves.KeepIdea, now: int) -> Events:
    checks.running(state)
    checks.present(state, move.author)
    if not rules.may_keep(state, move.author, move.kind):
        raise Refused("may_not_keep")
    return (happened.WritingChanged(now, "kept"),)


DECISIONS: dict[type, Callable[[State, Any, int], Events]] = {
    moves.KeepIdea: _keep_idea,
}
