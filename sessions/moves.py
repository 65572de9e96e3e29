"""What may be asked of a session: one value a move, of ids, enumerations and numbers. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Open:
    pass


@dataclass(frozen=True, slots=True)
class Admit:
    participant: str
    place: int


@dataclass(frozen=True, slots=True)
class AssignRole:
    participant: str
    role: str


@dataclass(frozen=True, slots=True)
class ChooseClients:
    clients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Start:
    pass


@dataclass(frozen=True, slots=True)
class Next:
    from_step: int | None = None


@dataclass(frozen=True, slots=True)
class Back:
    from_step: int | None = None


@dataclass(frozen=True, slots=True)
class Jump:
    to_step: int
    from_step: int | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    pass


@dataclass(frozen=True, slots=True)
class Resume:
    pass


@dataclass(frozen=True, slots=True)
class Extend:
    span_ms: int


@dataclass(frozen=True, slots=True)
class RaiseHand:
    participant: str


@dataclass(frozen=True, slots=True)
class LowerHand:
    participant: str


@dataclass(frozen=True, slots=True)
class GiveFloor:
    """`believed` is whom the sender saw speaking: an id, "" for nobody, None when nothing was believed."""

    participant: str
    believed: str | None = None
    is_exception: bool = False


@dataclass(frozen=True, slots=True)
class YieldFloor:
    """The speaker ends the turn, or the facilitator takes the floor back (participant None)."""

    participant: str | None = None


@dataclass(frozen=True, slots=True)
class NextSpeaker:
    believed: str | None = None


@dataclass(frozen=True, slots=True)
class SetFloorMode:
    mode: str


@dataclass(frozen=True, slots=True)
class PassTurn:
    """A participant lets a turn go, for good or for later; None when the facilitator passes over whose turn it is."""

    participant: str | None = None
    is_for_later: bool = False


@dataclass(frozen=True, slots=True)
class Write:
    """Somebody writes something of a kind; None is the facilitator."""

    author: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class AcceptContract:
    participant: str


@dataclass(frozen=True, slots=True)
class ChangeWriting:
    """A contribution is withdrawn, reworded or marked answered, which any running step allows."""

    change: str


@dataclass(frozen=True, slots=True)
class Close:
    pass


@dataclass(frozen=True, slots=True)
class Cancel:
    pass


@dataclass(frozen=True, slots=True)
class MarkLeft:
    participant: str


@dataclass(frozen=True, slots=True)
class MarkBack:
    participant: str


@dataclass(frozen=True, slots=True)
class SayWhere:
    """Somebody takes part from a distance, or in the room; only where people meet both ways."""

    participant: str
    is_remote: bool


@dataclass(frozen=True, slots=True)
class InterruptRound:
    from_step: int | None = None


@dataclass(frozen=True, slots=True)
class ResumeRound:
    round: int


@dataclass(frozen=True, slots=True)
class TakeBreak:
    minutes: int


@dataclass(frozen=True, slots=True)
class EndBreak:
    pass


@dataclass(frozen=True, slots=True)
class AllowWriting:
    participant: str
    kind: str


@dataclass(frozen=True, slots=True)
class ShowMoment:
    """All are shown, for a while, the step's rule, or what the facilitator does."""

    kind: str


@dataclass(frozen=True, slots=True)
class EndMoment:
    pass


@dataclass(frozen=True, slots=True)
class Report:
    """A former client says what became of a commitment, or not today."""

    participant: str


@dataclass(frozen=True, slots=True)
class ProposeSubject:
    participant: str


@dataclass(frozen=True, slots=True)
class ChangeSubject:
    """A subject is reworded or withdrawn."""

    change: str


@dataclass(frozen=True, slots=True)
class WeighSubject:
    pass


@dataclass(frozen=True, slots=True)
class ShowPrompt:
    """All are shown the step's prompt of that index; None for words of the facilitator's own."""

    index: int | None
    from_step: int | None = None


@dataclass(frozen=True, slots=True)
class HidePrompt:
    pass


@dataclass(frozen=True, slots=True)
class CastVote:
    """Somebody votes, takes votes back, or does not vote. For what, no move knows."""

    participant: str


@dataclass(frozen=True, slots=True)
class EndVote:
    pass


@dataclass(frozen=True, slots=True)
class HandOver:
    """The wheel is given to another of those who facilitate, by account."""

    to: int


@dataclass(frozen=True, slots=True)
class TakeOver:
    """A deputy stands in for facilitators who are out of reach; that they are was checked before."""

    by: int


@dataclass(frozen=True, slots=True)
class TakeBack:
    """A facilitator drives again."""


@dataclass(frozen=True, slots=True)
class WordHeadline:
    """The round's headline and question are worded; None is the facilitator."""

    author: str | None


@dataclass(frozen=True, slots=True)
class SetFloorOrder:
    """In which order hands are called: by arrival, or least heard first."""

    order: str


@dataclass(frozen=True, slots=True)
class SetTurnLimit:
    """A turn's time; None for as long as it takes."""

    span_ms: int | None


@dataclass(frozen=True, slots=True)
class ForgetAirtime:
    """What was heard of whom is known no more: asked by the clock alone, once all is over."""


@dataclass(frozen=True, slots=True)
class Undo:
    """Take the last transition back, if it is still the one of that revision."""

    of_revision: int


@dataclass(frozen=True, slots=True)
class KeepIdea:
    """A participant keeps, unseen by all others, what a later step of the round lets that role write."""

    author: str
    kind: str


@dataclass(frozen=True, slots=True)
class WriteInSilence:
    """From now on what is written in this step is seen by its author alone, until all is revealed."""


@dataclass(frozen=True, slots=True)
class Reveal:
    """All that was written in silence is shown at once."""


@dataclass(frozen=True, slots=True)
class ChooseDelivery:
    """The client of the round has what is written delivered as it comes, or at the step's end."""

    participant: str
    as_they_come: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """The client of the round marks something that was received."""

    participant: str


@dataclass(frozen=True, slots=True)
class Hide:
    """A harmful contribution is taken off every screen, which may not wait for the end of a break."""
