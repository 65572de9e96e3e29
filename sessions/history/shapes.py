"""The shapes of figures: plain values, which hold no row and read none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from itertools import chain
from uuid import UUID

from .half_days import HalfDay, half_days
from .lengths import in_words

Between = tuple[datetime, datetime]
HELD, PLANNED, CANCELLED = "held", "planned", "cancelled"


@dataclass(frozen=True)
class Span:
    """A length of time in whole minutes."""

    minutes: int

    @property
    def words(self) -> str:
        return in_words(self.minutes)


@dataclass(frozen=True)
class Stay:
    """That somebody was there, from when, and until when if not to the end."""

    person: UUID
    name: str
    arrived_at: datetime
    left_at: datetime | None = None

    def within(self, began: datetime, ended: datetime) -> Between | None:
        """From when to when it was, of what began and ended then; None where it is all before, or all after."""
        if self.arrived_at > ended or (self.left_at and self.left_at <= began):
            return None
        # Never from after the end: whoever came in the last moment was there in the last half-day.
        end = min(self.left_at or ended, ended)
        return min(max(self.arrived_at, began), end), end


def stays(
    person: UUID, name: str, arrived_at: datetime, left_at: datetime | None, absences: Iterable[Between]
) -> tuple[Stay, ...]:
    """Somebody's stays, from one arrival to the next leaving: `absences` are those that this one came back from."""
    found, since = [], arrived_at
    for gone, back in sorted(absences):
        found.append(Stay(person, name, since, gone))
        since = back
    return (*found, Stay(person, name, since, left_at))


@dataclass(frozen=True)
class Meeting:
    """One session: when, what became of it, how long it lasted, in how many rounds. Not who was client.

    `zone` is by whose clocks it has its day and its half-days. `minutes` are those planned, `span` those it lasted;
    `outcome` is held, planned or cancelled. An end is estimated where nobody closed the session; `absences` are when it
    was left open, before it was taken up again; `rests` when all had a break.
    """

    id: UUID
    group: UUID
    cycle: int
    number: int
    outcome: str
    scheduled_at: datetime
    zone: tzinfo
    minutes: int
    span: Span
    consultations: int
    is_end_estimated: bool = False
    began_at: datetime | None = None
    ended_at: datetime | None = None
    absences: tuple[Between, ...] = ()
    rests: tuple[Between, ...] = ()

    @property
    def planned(self) -> Span:
        return Span(self.minutes)

    @property
    def day(self) -> date:
        """The day it was planned for."""
        return self.scheduled_at.astimezone(self.zone).date()

    @property
    def halves(self) -> tuple[HalfDay, ...]:
        return _once(half_days(began, ended, self.zone) for began, ended in self.stretches)

    @property
    def stretches(self) -> tuple[Between, ...]:
        """From when to when people met: in one go, but for a session that was left open and taken up again."""
        if not self.began_at or not self.ended_at:
            return ()
        starts = (self.began_at, *(end for _, end in self.absences))
        return tuple(zip(starts, (*(start for start, _ in self.absences), self.ended_at), strict=True))


def _once(halves: Iterable[tuple[HalfDay, ...]]) -> tuple[HalfDay, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(halves)))


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
    """And how long those held lasted, in how many consultations; of how many of them the end is an estimate."""

    span: Span
    consultations: int
    estimated: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.held + other.held,
            self.planned + other.planned,
            self.cancelled + other.cancelled,
            Span(self.span.minutes + other.span.minutes),
            self.consultations + other.consultations,
            self.estimated + other.estimated,
        )


@dataclass(frozen=True)
class Column:
    """One half-day of one session, and how many came; `is_estimated` where the session's end is.

    `minutes`: how long it lasted, to the quarter of an hour.
    """

    session: int
    half: HalfDay
    present: int
    is_estimated: bool = False
    minutes: int = 0


@dataclass(frozen=True)
class Line:
    """Whether somebody came, column by column, and for how many minutes: to the quarter of an hour."""

    name: str
    came: tuple[bool, ...]
    spent: tuple[int, ...]
    person: UUID

    @property
    def total(self) -> int:
        return sum(self.came)

    @property
    def minutes(self) -> int:
        """In all: the sum of what stands in the columns, so that a sheet adds up."""
        return sum(self.spent)

    @property
    def hours(self) -> tuple[str, ...]:
        """Column by column in words, "" where this one did not come."""
        return tuple(in_words(minutes) if came else "" for came, minutes in zip(self.came, self.spent, strict=True))

    @property
    def hours_in_all(self) -> str:
        return in_words(self.minutes)


@dataclass(frozen=True)
class Register:
    """Who came to which half-day of a cycle's sessions. Whoever came to none does not stand in it."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class About:
    """A cycle for those who pay for it: title and objectives, "" where nobody said; nature in words."""

    title: str
    nature: str
    objectives: str


NO_ACTION = About("", "", "")


@dataclass(frozen=True)
class CycleFigures:
    """One cycle: its sessions, what they add up to, who came; and what it is as an action of training."""

    number: int
    meetings: tuple[Meeting, ...]
    tally: Tally
    register: Register
    about: About = NO_ACTION


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
