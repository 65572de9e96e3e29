"""Every read of sessions that needs more than one row, outside the live pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from groups.models import Group, Participant, Seat, User

from .models import Round, Session

COMING = ("planned", "open", "running")


@dataclass(frozen=True)
class Membership:
    """A seat that this browser holds, and its group's sessions."""

    seat: Seat
    sessions: list[Session]


def groups_of(user: User) -> QuerySet[Group]:
    """The groups that somebody facilitates, each with its coming sessions, soonest first, as `coming`."""
    coming = Session.objects.filter(status__in=COMING).order_by("scheduled_at")
    prefetch = Prefetch("cycles__sessions", coming, to_attr="coming")
    return Group.objects.driven_by(user).select_related("organisation").prefetch_related(prefetch).distinct()


def memberships(seats: Iterable[Seat]) -> list[Membership]:
    """Each participant of this browser once, with the sessions that are still to come or under way."""
    by_participant = {seat.participant_id: seat for seat in seats}
    groups = {seat.participant.group_id for seat in by_participant.values()}
    coming = Session.objects.filter(cycle__group__in=groups, status__in=COMING).select_related("cycle")
    sessions = list(coming.order_by("scheduled_at"))
    return [
        Membership(seat, [one for one in sessions if one.cycle.group_id == seat.participant.group_id])
        for seat in by_participant.values()
    ]


def sessions_of(group: Group) -> QuerySet[Session]:
    """Every session of a group, the newest first."""
    return Session.objects.filter(cycle__group=group).select_related("cycle").order_by("-scheduled_at")


def rounds_kept(session: Session, client: Participant) -> QuerySet[Round]:
    """The rounds in which somebody was client, with what was written for that client."""
    mine = Round.objects.filter(session=session, client=client)
    return mine.prefetch_related("contracts", "commitments", "contributions__author")
