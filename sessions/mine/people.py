"""Who the people of one browser are: somebody in several groups is one person, two members of one group are two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from groups.models import Participant, Seat

from ..queries import chosen


@dataclass(frozen=True)
class Person:
    """Somebody as this browser knows that one: a seat in each group; `held` are all seats of the browser."""

    seats: tuple[Seat, ...]
    held: tuple[Seat, ...]

    @property
    def seat(self) -> Seat:
        """By which its pages are addressed."""
        return self.seats[0]

    @property
    def own(self) -> list[Seat]:
        """All devices of this person that this browser is, one proven and one not included."""
        whose = {seat.participant_id for seat in self.seats}
        return [seat for seat in self.held if seat.participant_id in whose]

    @property
    def live(self) -> list[Seat]:
        """Those of groups that this one has not left."""
        return [seat for seat in self.seats if seat.is_live]

    def in_group(self, group: UUID) -> Seat:
        """The seat in a group of this person's."""
        return next(seat for seat in self.seats if seat.participant.group_id == group)


def people_of(held: Sequence[Seat]) -> list[Person]:
    """The people whose seats a browser holds, the one who came last first."""
    found: list[list[Seat]] = []
    for seat in reversed(chosen(held)):
        known = next((seats for seats in found if _is_same(seats, seat.participant)), None)
        if known is None:
            found.append([seat])
        else:
            known.append(seat)
    return [Person(tuple(seats), tuple(held)) for seats in found]


def named(people: Iterable[Person], wanted: str) -> Person | None:
    """The one whom a participant's id names."""
    return next((one for one in people for seat in one.seats if str(seat.participant_id) == wanted), None)


def _is_same(known: Iterable[Seat], other: Participant) -> bool:
    """Whether somebody of another group is the same: by the address, or by the name where an address is missing.

    Pages alone are put together by it, for a browser that opens each of them anyway.
    """
    people = [seat.participant for seat in known]
    return all(one.group_id != other.group_id for one in people) and any(_are_alike(one, other) for one in people)


def _are_alike(one: Participant, other: Participant) -> bool:
    if one.email and other.email:
        return one.email.lower() == other.email.lower()
    return one.name.casefold() == other.name.casefold()
