"""One person's sessions, over all the groups that a browser knows that person in: those to come, and those behind."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils import timezone

from groups.models import Seat

from .. import keepsakes
from ..keepsakes import Past
from ..models import Session
from ..models.session import LATE
from .link import Link
from .links import links
from .people import Person

A_PAGE = 20
MOST = 30  # to come
Status = Session.Status


@dataclass(frozen=True)
class Listed:
    """A session as a list shows it. `past`: where this person took part in it; none of one that was not held."""

    session: Session
    seat: Seat
    past: Past | None = None
    links: list[Link] = field(default_factory=list)

    @property
    def ways(self) -> list[Link]:
        """What is in sight: what waits, and what one keeps."""
        return [one for one in self.links if not one.is_aside]

    @property
    def aside(self) -> list[Link]:
        return [one for one in self.links if one.is_aside]

    @property
    def is_called_off(self) -> bool:
        return self.session.status == Status.CANCELLED


@dataclass(frozen=True)
class Behind:
    """A page of what is behind, the newest first; `elsewhere`: by whose seats something does not open here."""

    sessions: list[Listed]
    has_older: bool
    elsewhere: list[Seat]


def coming(person: Person) -> tuple[list[Listed], bool]:
    """What is under way and to come, the next first, and whether there is more than is shown."""
    now = timezone.now()
    status = Q(status__in=(Status.OPEN, Status.RUNNING)) | Q(status=Status.PLANNED, scheduled_at__gte=now - LATE)
    found = _of(person, status | Q(status=Status.CANCELLED, scheduled_at__gte=now)).order_by("scheduled_at", "number")
    some = [Listed(one, person.in_group(one.cycle.group_id)) for one in found[: MOST + 1]]
    return some[:MOST], len(some) > MOST


def behind(person: Person, page: int) -> Behind:
    """A page, counted from 1: what one took part in, and what was called off or never opened."""
    now, start = timezone.now(), (page - 1) * A_PAGE
    missed = Q(status=Status.CANCELLED, scheduled_at__lt=now) | Q(status=Status.PLANNED, scheduled_at__lt=now - LATE)
    found = Session.objects.filter(keepsakes.attended(person.seats) | (_since_joining(person) & missed))
    rows = list(_light(found).order_by("-scheduled_at", "-number", "-pk")[start : start + A_PAGE + 1])
    return _linked(person, rows[:A_PAGE], has_older=len(rows) > A_PAGE)


def _linked(person: Person, rows: list[Session], *, has_older: bool) -> Behind:
    past = keepsakes.past(person.seats, person.held, Q(pk__in=[one.pk for one in rows]))
    by_seat = {seat: [past[one.pk] for one in rows if one.pk in past and _is_of(one, seat)] for seat in person.seats}
    linked = {id: some for seat, own in by_seat.items() if own for id, some in links(seat, person.held, own).items()}
    return Behind(
        [Listed(one, person.in_group(one.cycle.group_id), past.get(one.pk), linked.get(one.pk, [])) for one in rows],
        has_older,
        [seat for seat, own in by_seat.items() if any(one.is_partly_elsewhere for one in own)],
    )


def _is_of(session: Session, seat: Seat) -> bool:
    return session.cycle.group_id == seat.participant.group_id


def _of(person: Person, which: Q) -> QuerySet[Session]:
    return _light(Session.objects.filter(_mine(person) & which))


def _light(found: QuerySet[Session]) -> QuerySet[Session]:
    # Their states are long, and no list reads them.
    return found.select_related("cycle").defer("state")


def _mine(person: Person) -> Q:
    """The sessions of a person's groups, a guest's one alone; no rehearsal."""
    mine = Q(pk__in=())
    for seat in person.seats:
        mine |= Q(cycle__group=seat.participant.group_id) if seat.is_member else Q(pk=seat.session_id)
    return mine & Q(cycle__group__is_rehearsal=False)


def _since_joining(person: Person) -> Q:
    """Those of them that were to be since that one belongs to the group."""
    since = Q(pk__in=())
    for seat in person.seats:
        since |= Q(cycle__group=seat.participant.group_id, scheduled_at__gte=seat.participant.joined_at)
    return _mine(person) & since
