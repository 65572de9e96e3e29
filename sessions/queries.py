"""Every read of sessions that needs more than one row, outside the live pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from groups.models import Group, Participant, Seat, User

from .models import Round, Session

COMING = ("planned", "open", "running")


@dataclass(frozen=True)
class Membership:
    """A seat that this browser holds, and its group's sessions."""

    seat: Seat
    sessions: list[Session]

    @property
    def enterable(self) -> Session | None:
        """The session whose door is open, where somebody else could come in on this device."""
        return next((one for one in self.sessions if one.is_enterable), None)


def groups_of(user: User) -> QuerySet[Group]:
    """The groups that somebody facilitates, each with its coming sessions, soonest first, as `coming`; no rehearsal."""
    coming = Session.objects.filter(status__in=COMING).order_by("scheduled_at")
    prefetch = Prefetch("cycles__sessions", coming, to_attr="coming")
    groups = Group.objects.driven_by(user).filter(is_rehearsal=False).select_related("organisation")
    return groups.prefetch_related(prefetch).distinct()


def rehearsal_of(user: User) -> Session | None:
    """The session that somebody rehearses with, closed or not, until it is left."""
    mine = Session.objects.filter(cycle__group__in=Group.objects.rehearsals_of(user))
    return mine.select_related("cycle").first()


def memberships(seats: Iterable[Seat]) -> list[Membership]:
    """Each participant of this browser once, with the sessions still to come or under way; a guest has but one."""
    by_participant: dict[UUID, Seat] = {}
    for seat in seats:
        known = by_participant.get(seat.participant_id)
        # A personal link opens every session of the group, a guest's seat one: the link stays, whichever came later.
        if not (known and known.is_member):
            by_participant[seat.participant_id] = seat
    groups = {seat.participant.group_id for seat in by_participant.values()}
    coming = Session.objects.filter(cycle__group__in=groups, status__in=COMING).select_related("cycle")
    sessions = list(coming.order_by("scheduled_at"))
    return [
        Membership(
            seat,
            [one for one in sessions if one.cycle.group_id == seat.participant.group_id and seat.is_for(one.pk)],
        )
        for seat in by_participant.values()
    ]


def sessions_of(group: Group) -> QuerySet[Session]:
    """Every session of a group, the newest first."""
    return Session.objects.filter(cycle__group=group).select_related("cycle").order_by("-scheduled_at")


def rounds_kept(session: Session, client: Participant) -> QuerySet[Round]:
    """The rounds in which somebody was client, with what was written for that client."""
    mine = Round.objects.filter(session=session, client=client)
    return mine.prefetch_related("contracts", "commitments", "contributions__author")
