"""When a group meets already: two of its sessions are never planned for the same time."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from groups.errors import Invalid
from groups.models import Group

from ..models import Session
from ..rulebook.state.agenda import reserved_minutes

LATEST = timedelta(minutes=30)  # after its hour, while people still arrive
COMING = (Session.Status.PLANNED, Session.Status.OPEN, Session.Status.RUNNING)
STANDING = (*COMING, Session.Status.CLOSED)


@dataclass(frozen=True, slots=True)
class Slot:
    """When a session is planned to begin and to end, its reserved break included."""

    begins: datetime
    ends: datetime
    number: int = 0
    id: UUID | None = None

    def meets(self, other: Slot) -> bool:
        return self.begins < other.ends and other.begins < self.ends


class AtOnce(Invalid):
    """The group meets already at that time: `slot` says when; `place` which of the dates it is, from 0."""

    def __init__(self, place: int, slot: Slot) -> None:
        super().__init__("at_once", "scheduled_at")
        self.place, self.slot = place, slot


def ends_of(begins: datetime, minutes: int, modality: str) -> datetime:
    """When a session ends that begins then and keeps to its minutes; with the break that its agenda reserves."""
    return begins + timedelta(minutes=minutes + reserved_minutes(minutes=minutes, modality=modality))


def slot_of(session: Session) -> Slot:
    return Slot(session.scheduled_at, session.planned_end, session.number, session.pk)


def taken(group: Group, *, but: Collection[UUID] = (), of: Collection[str] = COMING) -> list[Slot]:
    """When the group's sessions are planned that are not over, in all its cycles, or those `of` other statuses."""
    rows = Session.objects.filter(cycle__group=group, status__in=of).exclude(pk__in=but)
    return [slot_of(one) for one in rows.only("scheduled_at", "minutes", "modality", "number", "cycle")]


def check_apart(wanted: Iterable[Slot], others: Iterable[Slot]) -> None:
    """Raises AtOnce for the first that meets another: of `others`, or wanted before it."""
    known = list(others)
    for place, slot in enumerate(wanted):
        if meeting := next(filter(slot.meets, known), None):
            raise AtOnce(place, meeting)
        known.append(slot)


class Past(Invalid):
    """A date that has passed; `place` which of the dates it is, from 0."""

    def __init__(self, place: int) -> None:
        super().__init__("date_past", "scheduled_at")
        self.place = place


def check_to_come(dates: Iterable[datetime], now: datetime) -> None:
    """A session may be planned for right now, not for the past. Raises Past for the first date that is."""
    for place, at in enumerate(dates):
        if at < now - LATEST:
            raise Past(place)
