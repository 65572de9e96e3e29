"""When what was written is seen: in silence until it is revealed, by the client who listens; marked, and hidden."""

from __future__ import annotations

from dataclasses import dataclass, replace

from groups.errors import Refused

from ..events import Event, Events
from ..protocol.vocabulary import KINDS
from ..rules import guards
from ..state.state import State
from . import Decisions, Folds
from .writing import WritingChanged


@dataclass(frozen=True, slots=True)
class WriteInSilence:
    """From now on what is written in this step is seen by its author alone, until all is revealed."""


@dataclass(frozen=True, slots=True)
class Reveal:
    """All that was written in silence is shown at once."""


@dataclass(frozen=True, slots=True)
class ChooseDelivery:
    """The client of the round wants what is written as it comes, or at the end of the step, for the whole round."""

    participant: str
    as_they_come: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """The client of the round marks something that was received. Which and how is in rows: nobody else sees it."""

    participant: str


@dataclass(frozen=True, slots=True)
class Hide:
    """A harmful contribution is taken off every screen."""


@dataclass(frozen=True, slots=True)
class SilenceBegan(Event):
    """What is written is seen by its author alone from now on."""


@dataclass(frozen=True, slots=True)
class Revealed(Event):
    """What was written in silence is shown."""


@dataclass(frozen=True, slots=True)
class DeliveryChosen(Event):
    """The client receives what is written as it comes, or at the step's end."""

    as_they_come: bool


def _write_in_silence(state: State, move: WriteInSilence, now: int) -> Events:
    guards.running(state)
    if state.in_silence:
        raise Refused("in_silence")
    return (SilenceBegan(now),)


def _reveal(state: State, move: Reveal, now: int) -> Events:
    guards.running(state)
    if not state.in_silence:
        raise Refused("not_in_silence")
    return (Revealed(now),)


def _choose_delivery(state: State, move: ChooseDelivery, now: int) -> Events:
    # In a break too: the wish is for the whole round, whatever goes on just now.
    guards.started(state)
    if move.participant != state.client:
        raise Refused("not_client")
    return (DeliveryChosen(now, move.as_they_come),)


def _mark(state: State, move: Mark, now: int) -> Events:
    guards.started(state)
    if move.participant != state.client:
        raise Refused("not_client")
    return (WritingChanged(now, "marked"),)


def _hide(state: State, move: Hide, now: int) -> Events:
    # In a break too: what harms somebody must not stay on screens until it ends.
    guards.started(state)
    return (WritingChanged(now, "hidden"),)


def entered(before: State, after: State) -> State:
    """The state of a step that is entered: a step of silence is written unseen from its beginning.

    A wish to receive things as they come ends with the round: it was that client's, not the next one's.
    """
    is_same = round_of(before) == round_of(after)
    return replace(after, in_silence=_is_silent(after), as_they_come=after.as_they_come and is_same)


def _is_silent(state: State) -> bool:
    # Where nothing is contributed, silence is for thinking: there would be nothing to reveal.
    step = state.step
    writes = step is not None and any(set(KINDS) & kinds for kinds in step.writes.values())
    return step is not None and step.floor == "silence" and writes


def round_of(state: State) -> int | None:
    return state.item.round if state.item else None


def _silence_began(state: State, event: SilenceBegan) -> State:
    return replace(state, in_silence=True)


def _revealed(state: State, event: Revealed) -> State:
    return replace(state, in_silence=False)


def _delivery_chosen(state: State, event: DeliveryChosen) -> State:
    return replace(state, as_they_come=event.as_they_come)


DECISIONS: Decisions = {
    WriteInSilence: _write_in_silence,
    Reveal: _reveal,
    ChooseDelivery: _choose_delivery,
    Mark: _mark,
    Hide: _hide,
}
FOLDS: Folds = {
    SilenceBegan: _silence_began,
    Revealed: _revealed,
    DeliveryChosen: _delivery_chosen,
}
