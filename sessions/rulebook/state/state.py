"""The state of a session: one value of ids, enumerations, instants and numbers only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..protocol.protocol import Protocol, Step
from . import agenda
from .agenda import MINUTE_MS, Item
from .clock import Clock
from .floor import Floor


@dataclass(frozen=True, slots=True)
class SeatedPerson:
    """A present participant and the place in the circle."""

    participant: str
    place: int


@dataclass(frozen=True, slots=True)
class Broken:
    """A round that was interrupted, and the index of the step where it stopped: the first, where it never began."""

    round: int
    index: int


@dataclass(frozen=True, slots=True)
class Grant:
    """One writing out of step, which the facilitator allowed somebody."""

    participant: str
    kind: str


@dataclass(frozen=True, slots=True)
class Moment:
    """What all are shown for a while: a rule recalled, or what the facilitator does at present."""

    kind: str
    since: int
    until: int


@dataclass(frozen=True, slots=True)
class Prompt:
    """What gets the group moving, shown to all: the step's of that index, or None for the facilitator's own words."""

    index: int | None
    since: int


@dataclass(frozen=True, slots=True)
class Past:
    """How a session stood before its last transition, while that can be undone; then only which revision it was."""

    at: int
    revision: int
    state: State | None


@dataclass(frozen=True, slots=True)
class State:
    """Where a session stands. Instants are epoch milliseconds, spans milliseconds; the protocol is kept beside it.

    `driver` is the account that the wheel was handed to, or that stands in (`is_stood_in`); None while it is nobody's
    but the facilitators'.
    """

    protocol: Protocol
    minutes: int
    agenda: tuple[Item, ...]
    modality: str = "in_room"
    status: str = "planned"
    seats: tuple[SeatedPerson, ...] = ()
    left: tuple[str, ...] = ()
    remote: tuple[str, ...] = ()
    roles: Mapping[str, str] = field(default_factory=dict)
    clients: tuple[str, ...] = ()
    rounds_begun: int = 0
    broken: tuple[Broken, ...] = ()
    grants: tuple[Grant, ...] = ()
    moment: Moment | None = None
    prompt: Prompt | None = None
    in_silence: bool = False
    as_they_come: bool = False
    index: int | None = None
    since: int | None = None
    paused_at: int | None = None
    paused_ms: int = 0
    break_since: int | None = None
    break_until: int | None = None
    break_ms: int = 0
    floor: Floor = field(default_factory=Floor)
    driver: int | None = None
    is_stood_in: bool = False
    floor_order: str = "arrival"
    turn_limit_ms: int | None = None
    hands_out: bool = False
    heard: Mapping[str, int] = field(default_factory=dict)
    is_airtime_forgotten: bool = False
    opened_at: int | None = None
    started_at: int | None = None
    closed_at: int | None = None
    vote_began_at: int | None = None
    vote_ended_at: int | None = None
    last_at: int = 0
    past: Past | None = None

    @property
    def is_running(self) -> bool:
        return self.status == "running"

    @property
    def is_under_way(self) -> bool:
        """Neither closed nor cancelled."""
        return self.status in ("planned", "open", "running")

    @property
    def item(self) -> Item | None:
        return None if self.index is None else self.agenda[self.index]

    @property
    def step(self) -> Step | None:
        return None if self.item is None else self.protocol.step(self.item.key)

    @property
    def clock(self) -> Clock | None:
        item = self.item
        return None if item is None else Clock(item.allotted_ms, item.spent_ms, self.since)

    @property
    def admitted(self) -> tuple[str, ...]:
        """Everybody who was let in, gone since or not, in the circle's order."""
        return tuple(seat.participant for seat in self.seats)

    @property
    def present(self) -> tuple[str, ...]:
        """Present participants in the circle's order: admitted, and not marked gone."""
        return tuple(one for one in self.admitted if one not in self.left)

    @property
    def is_on_break(self) -> bool:
        return self.break_until is not None

    @property
    def ends_at(self) -> int | None:
        """When the session is planned to end: its minutes after the start, and the breaks, taken and reserved."""
        if self.started_at is None:
            return None
        resting = (self.break_until or 0) - (self.break_since or 0)
        return self.started_at + self.minutes * MINUTE_MS + self.break_ms + resting + self.reserved_ms

    @property
    def break_before(self) -> int | None:
        """The step before which a break is still planned; none any more once one was taken, or that step begun."""
        if self.break_ms or self.is_on_break:
            return None
        index = agenda.break_before(self.agenda, minutes=self.minutes, modality=self.modality)
        return None if index is None or (self.index or 0) >= index else index

    @property
    def reserved_ms(self) -> int:
        """What is kept for the planned break."""
        return 0 if self.break_before is None else agenda.BREAK_MINUTES * MINUTE_MS

    @property
    def rounds(self) -> int:
        return 1 + max((item.round for item in self.agenda if item.round is not None), default=-1)

    def broken_off(self, number: int | None) -> Broken | None:
        """How a round stands that was interrupted, or put off for want of its client."""
        return next((one for one in self.broken if one.round == number), None)

    def client_of(self, number: int | None) -> str | None:
        return self.clients[number] if number is not None and number < len(self.clients) else None

    @property
    def client(self) -> str | None:
        """Who brings the subject now; None outside rounds."""
        return None if self.item is None else self.client_of(self.item.round)

    def role_of(self, participant: str) -> str | None:
        """The role now; None for somebody who is not present."""
        if participant not in self.present:
            return None
        return "client" if participant == self.client else self.roles.get(participant, "peer")

    def is_behind(self, number: int) -> bool:
        """Whether a round came to its last step, or was broken off."""
        last = [item for item in self.agenda if item.round == number][-1]
        return last.spent_ms > 0 or self.broken_off(number) is not None

    @property
    def speakers(self) -> tuple[str, ...]:
        """Present participants whom the step lets speak, in the circle's order."""
        step = self.step
        return () if step is None else tuple(one for one in self.present if self.role_of(one) in step.speaks)

    @property
    def turns(self) -> tuple[str, ...]:
        """The same in a go-round's order: who takes part from a distance first."""
        return tuple(sorted(self.speakers, key=lambda one: one not in self.remote))


def planned(protocol: Protocol, *, minutes: int, rounds: int, modality: str = "in_room") -> State:
    """A session as it is planned, before anybody came."""
    items = agenda.plan(protocol, minutes=minutes, rounds=rounds)
    return State(protocol=protocol, minutes=minutes, agenda=items, modality=modality)
