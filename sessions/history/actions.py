"""A cycle as an action of training, and what somebody realised of it: what sheets and certificates say. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from .shapes import CycleFigures


@dataclass(frozen=True)
class Issuer:
    """The training organisation that certificates name: its name, its declaration number, its address; "" for none."""

    name: str
    number: str
    address: str


@dataclass(frozen=True)
class Action:
    """A group's cycle for those who pay for it.

    `title` is the cycle's, else what calendars say of the group: its own name may tell what it is about. `nature` is
    in words. `facilitators` lead the group; `is_over` once none of its sessions is to come; `years` is how
    long attendance is kept, `counts_breaks` whether breaks count as hours present.
    """

    organisation: str
    issuer: Issuer
    group: UUID
    cycle: int
    title: str
    nature: str
    objectives: str
    facilitators: tuple[str, ...]
    is_over: bool
    years: int
    counts_breaks: bool

    @property
    def company(self) -> str:
        """Whose people take part; "" where it is only known as who issues the certificates."""
        return "" if self.organisation == self.issuer.name else self.organisation


@dataclass(frozen=True)
class Realised:
    """What somebody attended of a cycle: minutes, to the quarter of each half-day, and the first and the last day."""

    name: str
    minutes: int
    first: date
    last: date
    is_estimated: bool


def realised(cycle: CycleFigures, person: UUID) -> Realised | None:
    """What this one attended of a cycle; None for who was in none of its half-days."""
    line = next((one for one in cycle.register.lines if one.person == person), None)
    if line is None:
        return None
    there = [column for column, came in zip(cycle.register.columns, line.came, strict=True) if came]
    days = [one.half.day for one in there]
    return Realised(line.name, line.minutes, min(days), max(days), any(one.is_estimated for one in there))
