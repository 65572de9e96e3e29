"""Every read of sessions that needs more than one row, outside the live pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from groups.models import Group, Participant, Seat, User

from .models import Round, Session
from .models.session import LATE

COMING = ("planned", "open", "running")
NEXT = 8  # a cycle's worth
DAY = timedelta(days=1)


@dataclass
class Coming:
    """A group's next sessions, soonest first, and how many others are not over either."""

    sessions: list[Session] = field(default_factory=list)
    more: int = 0

    @property
    def next(self) -> Session | None:
        """The first of them that is under way or not yet over by its hour."""
        then = timezone.now() - LATE
        return next((one for one in self.sessions if one.is_enterable or one.scheduled_at >= then), None)

    @property
    def others(self) -> int:
        """How many come after it."""
        ahead = self.sessions.index(self.next) if self.next else 0
        return len(self.sessions) - ahead + self.more - 1


@dataclass(frozen=True)
class Facilitated:
    """A group that somebody facilitates."""

    group: Group
    coming: Coming


@dataclass(frozen=True)
class Membership:
    """A seat that this browser holds, and its group's sessions to come."""

    seat: Seat
    coming: Coming

    @property
    def is_address_new(self) -> bool:
        """Whether an address was typed for its participant since this device was proven, which alone is told so."""
        return self.seat.is_address_new

    @property
    def enterable(self) -> Session | None:
        """The session whose door is open, where somebody else could come in on this device."""
        return next((one for one in self.coming.sessions if one.is_enterable), None)


def groups_of(user: User) -> QuerySet[Group]:
    """The groups that somebody facilitates, the one that meets first before others; none that was archived."""
    ahead = Session.objects.filter(cycle__group=OuterRef("pk"), status__in=COMING)
    fresh = ahead.filter(Q(scheduled_at__gte=timezone.now() - DAY) | Q(status="running"))
    groups = Group.objects.driven_by(user).filter(is_rehearsal=False, archived_at=None).select_related("organisation")
    under_way = Exists(ahead.filter(status__in=("open", "running")))
    meets_at = Subquery(fresh.order_by("scheduled_at").values("scheduled_at")[:1])
    return groups.order_by(under_way.desc(), meets_at.asc(nulls_last=True), "name", "id")


def facilitated(groups: Iterable[Group]) -> list[Facilitated]:
    """These groups, each with its coming sessions."""
    groups = list(groups)
    coming = _coming([group.pk for group in groups])
    return [Facilitated(group, coming[group.pk]) for group in groups]


def _coming(groups: Collection[UUID]) -> dict[UUID, Coming]:
    """By group: what is under way or to come, but of a long plan only what comes next."""
    # What nobody opened in time is there as well, the latest first, where there is room.
    late = Q(status__in=("planned", "open"), scheduled_at__lt=timezone.now() - DAY)
    order = (Case(When(late, then=F("scheduled_at"))).desc(nulls_first=True), "scheduled_at", "number")
    by_group = F("cycle__group_id")
    sessions = Session.objects.filter(cycle__group__in=groups, status__in=COMING).order_by()
    counted = sessions.annotate(
        rank=Window(RowNumber(), partition_by=by_group, order_by=order),
        all=Window(Count("*"), partition_by=by_group),
    )
    nearest = dict(counted.filter(rank__lte=NEXT).values_list("id", "all"))
    found: dict[UUID, Coming] = defaultdict(Coming)
    for session in listed(nearest).order_by("scheduled_at", "number"):
        coming = found[session.cycle.group_id]
        coming.sessions.append(session)
        coming.more = nearest[session.pk] - len(coming.sessions)
    return found


def rehearsal_of(user: User) -> Session | None:
    """The session that somebody rehearses with, closed or not, until it is left."""
    mine = Session.objects.filter(cycle__group__in=Group.objects.rehearsals_of(user))
    return mine.select_related("cycle").first()


def memberships(seats: Iterable[Seat]) -> list[Membership]:
    """Each participant of this browser once, with the sessions to come or under way; a guest has but one."""
    seats = list(seats)
    held = chosen(seats)
    coming = _coming({seat.participant.group_id for seat in held if seat.is_member})
    invited = listed(seat.session_id for seat in held if seat.session_id and not seat.is_member)
    guests: dict[UUID | None, Coming] = {one.pk: Coming([one]) for one in invited.filter(status__in=COMING)}
    return [
        Membership(
            seat,
            coming[seat.participant.group_id] if seat.is_member else guests.get(seat.session_id, Coming()),
        )
        for seat in held
    ]


def chosen(seats: Iterable[Seat]) -> list[Seat]:
    """One seat of each participant: one that is proven, what a personal link made, if any, else the newest."""
    by_participant: dict[UUID, Seat] = {}
    for seat in seats:
        known = by_participant.get(seat.participant_id)
        # A personal link opens every session of the group, a guest's seat one: the link stays, whichever came later.
        if not (known and known.is_member) or (seat.is_proven and not known.is_proven):
            by_participant[seat.participant_id] = seat
    return list(by_participant.values())


def listed(ids: Iterable[UUID]) -> QuerySet[Session]:
    """These sessions for a list, the newest first. Their states, which are long, are left where they are."""
    sessions = Session.objects.filter(pk__in=list(ids)).select_related("cycle").defer("state")
    return sessions.order_by("-scheduled_at", "-number")


def rounds_kept(session: Session, client: Participant) -> QuerySet[Round]:
    """The rounds in which somebody was client, with what was written for that client."""
    mine = Round.objects.filter(session=session, client=client)
    return mine.prefetch_related("contracts", "commitments", "contributions__author")
