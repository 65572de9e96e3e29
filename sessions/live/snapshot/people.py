"""Who is in the group, who facilitates, who stands at the door, who is here since when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import BigAutoField, QuerySet, UUIDField

from codev.compiled import reads
from groups import naming
from groups.models import CharterAcceptance, GroupFacilitator, Participant, Seat

from ...models import Attendance, Session
from ...rulebook.state.state import State


@dataclass(frozen=True, slots=True)
class Person:
    """A participant of the group. Who was removed is here too: the name still stands beside what that one shared.

    `called` is what to call this person, `given` the same told apart from others'.
    """

    id: str
    name: str
    called: str
    given: str
    position: int
    has_accepted: bool
    is_removed: bool
    email: str = ""
    is_knocking: bool = False  # under a new name, which the facilitators alone are shown; no member


@dataclass(frozen=True, slots=True)
class Knock:
    """Guests who ask to come in under one name, from how many devices; for all of them the charter was accepted."""

    participant: str
    devices: int


@dataclass(frozen=True, slots=True)
class Door:
    """Who stands there, in the order in which they came, and how many more read the charter, who are not shown yet."""

    knocks: tuple[Knock, ...] = ()
    reading: int = 0


@dataclass(frozen=True, slots=True)
class Guide:
    """A facilitator or deputy of the group, by `part`, and the member who is the same person, if any."""

    name: str
    part: str
    participant: str | None = None


@dataclass(frozen=True, slots=True)
class Facilitating:
    """The account of a guide, as its rows say."""

    user: int
    name: str
    part: str
    email: str


@dataclass(frozen=True, slots=True)
class Attended:
    """From when somebody was here, and until when; None for who is here still."""

    since: datetime
    until: datetime | None


def read_people(group: UUID, charter: int) -> tuple[Person, ...]:
    """Everybody of the group, in its order; what the others call them follows from who came too (`told_apart`)."""
    accepted = set(acceptances.all(charter=charter))
    people = members.all(group=group)
    there = [one for one in people if one.removed_at is None]
    names = naming.listed([(one.name, one.known_as) for one in there])
    listed = {one.pk: name for one, name in zip(there, names, strict=True)}
    return tuple(_person(one, listed.get(one.pk, one.name), has_accepted=one.pk in accepted) for one in people)


def _person(one: Participant, name: str, *, has_accepted: bool) -> Person:
    is_removed = one.removed_at is not None
    return Person(
        str(one.pk), name, one.known_as, "", one.position, has_accepted, is_removed, one.email, one.is_knocking
    )


def told_apart(people: Sequence[Person], state: State) -> dict[str, Person]:
    """With what tells apart those who came in `given`: a second Bruno at the door renames nobody (decision 012)."""
    admitted = frozenset(state.admitted)
    members = [one for one in people if not one.is_knocking]
    inside = [one for one in members if one.id in admitted]
    given: dict[str, str] = {}
    # Each pass overrides the one before: those who came are told apart among themselves alone.
    for some in (people, members, inside):
        given |= dict(
            zip([one.id for one in some], naming.told_apart([(one.name, one.called) for one in some]), strict=True)
        )
    return {one.id: replace(one, given=given[one.id]) for one in people}


def read_guides(group: UUID) -> tuple[Facilitating, ...]:
    """Who facilitates."""
    return tuple(Facilitating(*one) for one in facilitators.all(group=group))


def guides(rows: Iterable[Facilitating], people: Iterable[Person]) -> dict[int, Guide]:
    """By account; a member with the same e-mail is the same person, and sits in the circle once."""
    by_email = {one.email.casefold(): one.id for one in people if one.email and not one.is_removed}
    return {one.user: Guide(one.name, one.part, by_email.get(one.email.casefold())) for one in rows}


def read_door(session: Session, charter: int) -> Door:
    """Who stands at the door."""
    if not session.is_enterable:
        return Door()
    seats = at_the_door.all(session=session.pk, charter=charter)
    knocking = Counter(one for one, is_ready in seats if is_ready)
    return Door(tuple(Knock(str(one), devices) for one, devices in knocking.items()), len(seats) - knocking.total())


def read_attendance(session: Session, state: State) -> dict[str, Attended]:
    """By participant; nobody has a row before somebody was admitted, which spares the query."""
    if not state.seats:
        return {}
    return {str(one): Attended(since, until) for one, since, until in attendance.all(session=session.pk)}


@reads(group=UUIDField())
def members(group: Any) -> QuerySet[Any]:
    return Participant.objects.filter(group=group)


@reads(charter=BigAutoField())
def acceptances(charter: Any) -> QuerySet[CharterAcceptance, UUID]:
    return CharterAcceptance.objects.filter(charter=charter).values_list("participant_id", flat=True)


@reads(group=UUIDField())
def facilitators(group: Any) -> QuerySet[GroupFacilitator, tuple[int, str, str, str]]:
    rows = GroupFacilitator.objects.filter(group=group)
    return rows.values_list("user_id", "user__name", "role", "user__email")


@reads(session=UUIDField(), charter=BigAutoField())
def at_the_door(session: Any, charter: Any) -> QuerySet[Seat, tuple[UUID, bool]]:
    knocking = Seat.objects.knocking(session).annotate(is_ready=Seat.is_ready_for(charter))
    return knocking.values_list("participant_id", "is_ready")


@reads(session=UUIDField())
def attendance(session: Any) -> QuerySet[Attendance, tuple[UUID, datetime, datetime | None]]:
    return Attendance.objects.filter(session=session).values_list("participant_id", "arrived_at", "left_at")
