"""What happened in a session: facts in the past tense, of ids, enumerations, instants and numbers only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened at an instant (epoch milliseconds)."""

    at: int


@dataclass(frozen=True, slots=True)
class Opened(Event):
    pass


@dataclass(frozen=True, slots=True)
class Admitted(Event):
    participant: str
    place: int


@dataclass(frozen=True, slots=True)
class PersonLeft(Event):
    participant: str


@dataclass(frozen=True, slots=True)
class PersonReturned(Event):
    participant: str


@dataclass(frozen=True, slots=True)
class WhereSaid(Event):
    """Somebody takes part from a distance, or in the room."""

    participant: str
    is_remote: bool


@dataclass(frozen=True, slots=True)
class RoleAssigned(Event):
    participant: str
    role: str


@dataclass(frozen=True, slots=True)
class ClientsChosen(Event):
    clients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Started(Event):
    pass


@dataclass(frozen=True, slots=True)
class StepEntered(Event):
    index: int


@dataclass(frozen=True, slots=True)
class RoundInterrupted(Event):
    """A round stops in its step of that index, to be taken up again or not."""

    round: int
    index: int


@dataclass(frozen=True, slots=True)
class RoundResumed(Event):
    round: int


@dataclass(frozen=True, slots=True)
class BreakTaken(Event):
    """Everybody rests until an instant, outside step time."""

    until: int


@dataclass(frozen=True, slots=True)
class BreakEnded(Event):
    pass


@dataclass(frozen=True, slots=True)
class ClockPaused(Event):
    pass


@dataclass(frozen=True, slots=True)
class ClockResumed(Event):
    pass


@dataclass(frozen=True, slots=True)
class TimeAdded(Event):
    """The step got more milliseconds, or fewer when negative; a later step may have paid some of them."""

    span_ms: int
    payer: int | None = None
    paid_ms: int = 0


@dataclass(frozen=True, slots=True)
class HandRaised(Event):
    participant: str


@dataclass(frozen=True, slots=True)
class HandLowered(Event):
    participant: str


@dataclass(frozen=True, slots=True)
class FloorGiven(Event):
    """Somebody speaks, as the step lets, or by an exception that the facilitator made."""

    participant: str
    is_exception: bool = False


@dataclass(frozen=True, slots=True)
class FloorYielded(Event):
    pass


@dataclass(frozen=True, slots=True)
class FloorModeSet(Event):
    mode: str


@dataclass(frozen=True, slots=True)
class TurnPassed(Event):
    participant: str
    is_for_later: bool = False


@dataclass(frozen=True, slots=True)
class Written(Event):
    """Something was written; its words live elsewhere. `author` is None for the facilitator."""

    kind: str
    author: str | None


@dataclass(frozen=True, slots=True)
class WritingAllowed(Event):
    """Somebody may write one thing of a kind that the step does not ask for."""

    participant: str
    kind: str


@dataclass(frozen=True, slots=True)
class ContractAccepted(Event):
    participant: str


@dataclass(frozen=True, slots=True)
class WritingChanged(Event):
    """A contribution was withdrawn or marked answered."""

    change: str


@dataclass(frozen=True, slots=True)
class MomentShown(Event):
    """All are shown a rule, or what the facilitator does, until an instant."""

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


@dataclass(frozen=True, slots=True)
class WheelHandedOver(Event):
    """Somebody else guides from now on: an account."""

    to: int


@dataclass(frozen=True, slots=True)
class WheelTakenOver(Event):
    """A deputy stands in while the facilitators are out of reach."""

    by: int


@dataclass(frozen=True, slots=True)
class WheelTakenBack(Event):
    pass


@dataclass(frozen=True, slots=True)
class FloorOrderSet(Event):
    """Hands are called in another order from now on."""

    order: str


@dataclass(frozen=True, slots=True)
class TurnLimitSet(Event):
    """A turn has so many milliseconds from now on, or as long as it takes."""

    span_ms: int | None


@dataclass(frozen=True, slots=True)
class AirtimeForgotten(Event):
    """What was heard of whom is known no more."""


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


@dataclass(frozen=True, slots=True)
class Closed(Event):
    pass


@dataclass(frozen=True, slots=True)
class Cancelled(Event):
    pass


@dataclass(frozen=True, slots=True)
class CommitmentReported(Event):
    participant: str


@dataclass(frozen=True, slots=True)
class SubjectProposed(Event):
    participant: str


@dataclass(frozen=True, slots=True)
class SubjectChanged(Event):
    """A subject was reworded, withdrawn or weighed."""

    change: str


@dataclass(frozen=True, slots=True)
class VoteCast(Event):
    """Somebody voted, took votes back, or does not vote: for what, nothing here says."""


@dataclass(frozen=True, slots=True)
class VoteEnded(Event):
    pass


@dataclass(frozen=True, slots=True)
class HeadlineWorded(Event):
    pass


@dataclass(frozen=True, slots=True)
class TransitionBegan(Event):
    """What follows may be undone for a while, by the revision that it makes."""

    revision: int = 0


@dataclass(frozen=True, slots=True)
class Undone(Event):
    """The last transition never was; the time since belongs to the step before it."""


EVENTS: Mapping[str, type[Event]] = {
    kind.__name__: kind
    for kind in (
        *(Opened, Admitted, RoleAssigned, ClientsChosen, Started, StepEntered, ClockPaused, ClockResumed, TimeAdded),
        *(
            PersonLeft,
            PersonReturned,
            WhereSaid,
            RoundInterrupted,
            RoundResumed,
            BreakTaken,
            BreakEnded,
            WritingAllowed,
        ),
        *(HandRaised, HandLowered, FloorGiven, FloorYielded, FloorModeSet, TurnPassed),
        *(MomentShown, MomentEnded, PromptShown, PromptHidden),
        *(FloorOrderSet, TurnLimitSet, AirtimeForgotten),
        *(Written, ContractAccepted, WritingChanged, Closed, Cancelled),
        *(WheelHandedOver, WheelTakenOver, WheelTakenBack),
        *(CommitmentReported, SubjectProposed, SubjectChanged, VoteCast, VoteEnded, HeadlineWorded),
        *(TransitionBegan, Undone),
        *(SilenceBegan, Revealed, DeliveryChosen),
    )
}


def to_json(events: Iterable[Event]) -> list[dict[str, Any]]:
    """Events as the journal keeps them."""
    return [{"event": type(event).__name__, **asdict(event)} for event in events]


def from_json(rows: Iterable[Mapping[str, Any]]) -> tuple[Event, ...]:
    """Events as they were before `to_json`."""
    return tuple(_one(row) for row in rows)


def _one(row: Mapping[str, Any]) -> Event:
    fields: dict[str, Any] = {
        name: tuple(v) if isinstance(v, list) else v for name, v in row.items() if name != "event"
    }
    return EVENTS[row["event"]](**fields)
