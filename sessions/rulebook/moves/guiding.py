"""What the facilitator shows all for a while: the step's rule, what is being done, a prompt."""

from __future__ import annotations

from dataclasses import dataclass, replace

from groups.errors import Invalid, Refused

from ..events import Event, Events
from ..rules import guards
from ..state.parts import Moment, Prompt
from ..state.state import State
from . import Decisions, Folds


@dataclass(frozen=True, slots=True)
class ShowMoment:
    """All are shown for a while (20 s or a minute) the step's rule, or what the facilitator does: a key of MOMENTS."""

    kind: str


@dataclass(frozen=True, slots=True)
class EndMoment:
    """It is shown no longer."""


@dataclass(frozen=True, slots=True)
class ShowPrompt:
    """All are shown the step's prompt of that index (from 0); None for words of the facilitator's own."""

    index: int | None
    from_step: int | None = None


@dataclass(frozen=True, slots=True)
class HidePrompt:
    """The prompt is shown no longer."""


@dataclass(frozen=True, slots=True)
class MomentShown(Event):
    """All are shown a rule, or what the facilitator does, until an instant (epoch milliseconds).

    Nothing happens at that instant: pages hide it by their own clock.
    """

    kind: str
    until: int


@dataclass(frozen=True, slots=True)
class MomentEnded(Event):
    pass


@dataclass(frozen=True, slots=True)
class PromptShown(Event):
    """All are shown the step's prompt of that index; None stands for words that live elsewhere."""

    index: int | None


@dataclass(frozen=True, slots=True)
class PromptHidden(Event):
    pass


RULES_MS, MOMENTS_MS = 20_000, 60_000
MOMENTS = {"reframe": RULES_MS, "reframe_client": RULES_MS, "reformulate": MOMENTS_MS, "summarise": MOMENTS_MS}


def _show_moment(state: State, move: ShowMoment, now: int) -> Events:
    guards.running(state)
    if move.kind == "reframe_client" and state.client is None:
        raise Refused("no_round")
    return (MomentShown(now, move.kind, now + MOMENTS[move.kind]),)


def _end_moment(state: State, move: EndMoment, now: int) -> Events:
    guards.running(state)
    # No refusal: another facilitator may have ended it, or a step that was entered.
    return () if state.moment is None else (MomentEnded(now),)


def _show_prompt(state: State, move: ShowPrompt, now: int) -> Events:
    guards.running(state)
    guards.believed_step(state, move.from_step)
    # Of the step that was believed: elsewhere the same index is another sentence, which nobody chose.
    known = len(state.step.prompts) if state.step else 0
    if move.index is not None and not 0 <= move.index < known:
        raise Invalid("no_such_prompt", "index")
    return (PromptShown(now, move.index),)


def _hide_prompt(state: State, move: HidePrompt, now: int) -> Events:
    guards.running(state)
    return () if state.prompt is None else (PromptHidden(now),)


def _moment_shown(state: State, event: MomentShown) -> State:
    return replace(state, moment=Moment(event.kind, event.at, event.until))


def _moment_ended(state: State, event: MomentEnded) -> State:
    return replace(state, moment=None)


def _prompt_shown(state: State, event: PromptShown) -> State:
    return replace(state, prompt=Prompt(event.index, event.at))


def _prompt_hidden(state: State, event: PromptHidden) -> State:
    return replace(state, prompt=None)


DECISIONS: Decisions = {
    ShowMoment: _show_moment,
    EndMoment: _end_moment,
    ShowPrompt: _show_prompt,
    HidePrompt: _hide_prompt,
}
FOLDS: Folds = {
    MomentShown: _moment_shown,
    MomentEnded: _moment_ended,
    PromptShown: _prompt_shown,
    PromptHidden: _prompt_hidden,
}
