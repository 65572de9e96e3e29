"""Who looks at home, and what a line of what waits is; what several sources of such lines need."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet

from codev.marked import isolated
from groups.clocks import date_of
from groups.models import Group, Seat, User

from ..models import Session

A_FEW = 5  # of one kind
RECENTLY = timedelta(days=60)


@dataclass(frozen=True)
class Viewer:
    """Who looks: an account, a browser's seats, or both; `seats` has one of each participant, `held` all of them.

    With a `group` only what is to be done there is asked.
    """

    user: User | None
    seats: Sequence[Seat]
    held: Sequence[Seat]
    group: Group | None = None


@dataclass(frozen=True)
class Waiting:
    """A sentence, where it leads, and of which group or person it is; names in it are isolated."""

    words: str
    url: str
    about: str = ""


Source = Callable[[Viewer], Iterable[Waiting]]


def driven(viewer: Viewer) -> QuerySet[Session]:
    """The sessions of the groups that this one facilitates."""
    mine = Session.objects.filter(cycle__group__facilitators__user=viewer.user, cycle__group__is_rehearsal=False)
    found = mine if viewer.user else Session.objects.none()
    if viewer.group:
        found = found.filter(cycle__group=viewer.group)
    return found.select_related("cycle__group").defer("state")


def day(one: Session) -> str:
    return date_of(one.scheduled_at.astimezone(one.zone).date(), "j F")


def as_seat(seat: Seat, address: str) -> str:
    return f"{address}?as={seat.participant_id}"


def whose(seat: Seat, viewer: Viewer) -> str:
    """The group; on a device that several people share, the person."""
    if len(viewer.seats) > 1:
        return isolated(seat.participant.known_as)
    return isolated(seat.participant.group.name)
