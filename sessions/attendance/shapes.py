"""Attendance of a session, as its pages show it and its files print it: plain values. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from ..history.half_days import HalfDay
from ..history.shapes import Between


class Way(StrEnum):
    """How somebody signed."""

    DEVICE = "device"  # on a device of one's own
    SCREEN = "screen"  # on the facilitator's
    PAPER = "paper"


@dataclass(frozen=True)
class Countersigned:
    """Who countersigned, and when."""

    name: str
    at: datetime


@dataclass(frozen=True)
class Signed:
    """That somebody signed for a half-day: how, when, on what kind of device ("" for none).

    `is_outdated`: what it was signed for was corrected since. `signed_as`: the name then, where it is another one now.
    """

    way: Way
    at: datetime
    device: str = ""
    is_outdated: bool = False
    countersigned: Countersigned | None = None
    signed_as: str = ""

    @property
    def is_countersigned(self) -> bool:
        return self.countersigned is not None


@dataclass(frozen=True)
class Half:
    """Somebody's half-day of a session: whole minutes present, the stays within it, and the signature."""

    half: HalfDay
    minutes: int
    stays: tuple[Between, ...] = ()
    signed: Signed | None = None


@dataclass(frozen=True)
class Contested:
    """That the person does not agree with a correction: when, why, and on whose device."""

    at: datetime
    words: str
    way: Way


@dataclass(frozen=True)
class Corrected:
    """What was corrected of somebody's attendance, from what to what, when, by whom, why: in words for people."""

    id: int
    at: datetime
    by: str
    reason: str
    old: str
    new: str
    contested: Contested | None = None


@dataclass(frozen=True)
class Attended:
    """One person's attendance of a session: only half-days with some of it."""

    person: UUID
    name: str
    halves: tuple[Half, ...]
    corrections: tuple[Corrected, ...] = ()

    @property
    def minutes(self) -> int:
        return sum(one.minutes for one in self.halves)

    @property
    def in_force(self) -> Corrected | None:
        """The correction that what stands is owed to."""
        return self.corrections[-1] if self.corrections else None

    @property
    def is_contested(self) -> bool:
        """Whether this one does not agree with what stands."""
        return bool(self.in_force and self.in_force.contested)


@dataclass(frozen=True)
class Sheet:
    """The attendance of one session: its half-days by its own clocks, and its people by name.

    `minutes` of each half-day are those that it lasted, breaks in or out as the organisation has it. `countersigned` is
    the last time that somebody did.
    """

    session: UUID
    number: int
    began_at: datetime
    ended_at: datetime
    zone: str
    is_end_estimated: bool
    halves: tuple[tuple[HalfDay, int], ...]
    facilitators: tuple[str, ...]
    people: tuple[Attended, ...]
    countersigned: Countersigned | None = None
    is_under_way: bool = False

    def of(self, person: UUID) -> Attended | None:
        """That of one person; None for whoever was not there, and was never put down."""
        return next((one for one in self.people if one.person == person), None)

    @property
    def ended_on(self) -> date | None:
        """The day on which it ended by its clocks, where that is not the one on which it began."""
        first, last = (at.astimezone(ZoneInfo(self.zone)).date() for at in (self.began_at, self.ended_at))
        return last if last > first else None
