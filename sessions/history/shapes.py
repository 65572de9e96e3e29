"""The shapes of figures: plain values, which hold no row and read none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from .half_days import HalfDay, half_days

HELD, PLANNED, CANCELLED = "held", "planned", "cancelled"


@dataclass(frozen=True)
class Span:
    """A length of time in whole minutes."""

    minutes: int

    @property
    def hours(self) -> int:
        return self.minutes // 60

    @property
    def rest(self) -> str:
        return f"{self.minutes % 60:02}"


@dataclass(frozen=True)
class Stay:
    """That somebody was there, from when, and until when if not to the end."""

    person: UUID
    name: str
    arrived_at: datetime
    left_at: datetime | None = None


@dataclass(frozen=True)
class Meeting:
    """One session: when, what became of it, how long it lasted, in how many rounds. Not who was client.

    `minutes` are those planned, `span` those it lasted; `outcome` is held, planned or cancelled.
    """

    id: UUID
    group: UUID
    cycle: int
    number: int
    outcome: str
    scheduled_at: datetime
    minutes: int
    span: Span
    consultations: int
    began_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def halves(self) -> tuple[HalfDay, ...]:
        if not self.began_at or not self.ended_at:
            return ()
        return half_days(self.began_at, self.ended_at, timezone.get_current_timezone())

    def halves_of(self, stay: Stay) -> tuple[HalfDay, ...]:
        """The half-days of somebody's stay; who came in before it began was there from its beginning.

        Whoever had left before it began was in none of them.
        """
        if not self.began_at or not self.ended_at or (stay.left_at and stay.left_at <= self.began_at):
            return ()
        zone = timezone.get_current_timezone()
        end = min(stay.left_at or self.ended_at, self.ended_at)
        # Never from after the end: whoever came in the last moment was there in the last half-day.
        return half_days(min(max(stay.arrived_at, self.began_at), end), end, zone)


@dataclass(frozen=True)
class Outcomes:
    """How many sessions were held, are planned, were cancelled."""

    held: int
    planned: int
    cancelled: int

    @property
    def sessions(self) -> int:
        return self.held + self.planned + self.cancelled


@dataclass(frozen=True)
class Tally(Outcomes):
    """And how long those held lasted, in how many consultations."""

    span: Span
    consultations: int

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.held + other.held,
            self.planned + other.planned,
            self.cancelled + other.cancelled,
            Span(self.span.minutes + other.span.minutes),
            self.consultations + other.consultations,
        )


@dataclass(frozen=True)
class Column:
    """One half-day of one session, and how many came."""

    session: int
    half: HalfDay
    present: int


@dataclass(frozen=True)
class Line:
    """Whether somebody came, column by column."""

    name: str
    came: tuple[bool, ...]

    @property
    def total(self) -> int:
        return sum(self.came)


@dataclass(frozen=True)
class Register:
    """Who came to which half-day of a cycle's sessions. Whoever came to none does not stand in it."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class CycleFigures:
    """One cycle: its sessions, what they add up to, who came."""

    number: int
    meetings: tuple[Meeting, ...]
    tally: Tally
    register: Register


@dataclass(frozen=True)
class Month:
    """A month of a year."""

    first: date
    outcomes: Outcomes


@dataclass(frozen=True)
class GroupYear:
    """A group in one year."""

    id: UUID
    name: str
    tally: Tally


@dataclass(frozen=True)
class Year:
    """An organisation in one year: month by month, and group by group."""

    organisation: str
    number: int
    months: tuple[Month, ...]
    groups: tuple[GroupYear, ...]
    tally: Tally
