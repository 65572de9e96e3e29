"""What a state is made of beside numbers: people's places and absences, rounds and breaks, what all are shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SeatedPerson:
    """Somebody who was admitted, gone since or not, and the place in the circle (`Participant.position`)."""

    participant: str
    place: int


@dataclass(frozen=True, slots=True)
class Broken:
    """A round that was interrupted, and the index in the agenda of the step where it stopped.

    A round that was put off because its client had left stopped in its first step.
    """

    round: int
    index: int


@dataclass(frozen=True, slots=True)
class Rest:
    """A break in the step of that key, of that round, so many milliseconds long; None while it lasts.

    `since`: the instant (epoch milliseconds) at which it began; states from before that was kept lack it.
    """

    key: str
    round: int | None
    span_ms: int | None = None
    since: int | None = None


@dataclass(frozen=True, slots=True)
class Absence:
    """That somebody had gone, from when to when (epoch milliseconds); until None while that one is not back."""

    participant: str
    since: int
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Grant:
    """One writing of a kind that the step does not ask for, which the facilitator allowed somebody."""

    participant: str
    kind: str


@dataclass(frozen=True, slots=True)
class Moment:
    """What all are shown for a while (epoch milliseconds): a rule recalled, or what the facilitator does at present."""

    kind: str
    since: int
    until: int


@dataclass(frozen=True, slots=True)
class Prompt:
    """What gets the group moving, shown to all since an instant (epoch milliseconds).

    `index` is that of one of the step's prompts; None stands for the facilitator's own words, which OwnPrompt keeps.
    """

    index: int | None
    since: int
