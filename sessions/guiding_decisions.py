"""What the facilitator shows all for a while: the step's rule, what is being done, a prompt. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from groups.errors import Invalid, Refused

from . import checks, moves
from . import events as happened
from .events import Event
from .state import State

Events = tuple[Event, ...]
RULES_MS, MOMENTS_MS = 20_000, 60_000
MOMENTS = {"reframe": RULES_MS, "reframe_client": RULES_MS, "reformulate": MOMENTS_MS, "summarise": MOMENTS_MS}


def _show_moment(state: State, move: moves.ShowMoment, now: int) -> Events:
    checks.running(state)
    if move.kind == "reframe_client" and state.client is None:
        raise Refused("no_round")
    return (happened.MomentShown(now, move.kind, now + MOMENTS[move.kind]),)


def _end_moment(state: State, move: moves.EndMoment, now: int) -> Events:
    checks.running(state)
    return () if state.moment is None else (happened.MomentEnded(now),)


def _show_prompt(state: State, move: moves.ShowPrompt, now: int) -> Events:
    checks.running(state)
    checks.believed_step(state, move.from_step)
    known = len(state.step.prompts) if state.step else 0
    if move.index is not None and not 0 <= move.index < known:
        raise Invalid("no_such_prompt", "index")
    return (happened.PromptShown(now, move.index),)


def _hide_prompt(state: State, move: moves.HidePrompt, now: int) -> Events:
    checks.running(state)
    return () if state.prompt is None else (happened.PromptHidden(now),)


DECISIONS: dict[type, Callable[[State, Any, int], Events]] = {
    moves.ShowMoment: _show_moment,
    moves.EndMoment: _end_moment,
    moves.ShowPrompt: _show_prompt,
    moves.HidePrompt: _hide_prompt,
}
