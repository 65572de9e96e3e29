"""What the state becomes once the facilitator showed all something, or shows it no more. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from . import events as happened
from .events import Event
from .state import Moment, Prompt, State


def _moment_shown(state: State, event: happened.MomentShown) -> State:
    return replace(state, moment=Moment(event.kind, event.at, event.until))


def _moment_ended(state: State, event: happened.MomentEnded) -> State:
    return replace(state, moment=None)


def _prompt_shown(state: State, event: happened.PromptShown) -> State:
    return replace(state, prompt=Prompt(event.index, event.at))


def _prompt_hidden(state: State, event: happened.PromptHidden) -> State:
    return replace(state, prompt=None)


FOLDS: dict[type[Event], Callable[[State, Any], State]] = {
    happened.MomentShown: _moment_shown,
    happened.MomentEnded: _moment_ended,
    happened.PromptShown: _prompt_shown,
    happened.PromptHidden: _prompt_hidden,
}
