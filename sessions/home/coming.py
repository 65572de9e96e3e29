"""The session that comes next for whoever looks at home, among all groups and hats."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.utils import timezone

from groups.models import Group, Seat

from ..models import Session
from ..models.session import LATE


@dataclass(frozen=True)
class Next:
    """The next session, of which group; `seat` is whose it is where somebody takes part, None for who facilitates."""

    session: Session
    group: Group
    seat: Seat | None
    now: datetime

    @property
    def is_under_way(self) -> bool:
        return self.session.is_enterable

    @property
    def days(self) -> int:
        """How many nights there are until then; negative where its day is over."""
        zone = self.session.zone
        return (self.session.scheduled_at.astimezone(zone).date() - self.now.astimezone(zone).date()).days


def soonest(found: Iterable[tuple[Group, Seat | None, Iterable[Session]]]) -> Next | None:
    """Of these groups' coming sessions the one under way, else the one that comes first; what is long over is none."""
    now = timezone.now()
    mine = (Next(one, group, seat, now) for group, seat, sessions in found for one in sessions)
    fresh = [one for one in mine if one.is_under_way or one.session.scheduled_at >= now - LATE]
    return min(fresh, key=lambda one: (not one.is_under_way, one.session.scheduled_at), default=None)


@dataclass(frozen=True)
class Answers:
    """How many of the group's members said that they come, that they do not, and have not answered."""

    come: int
    do_not: int
    silent: int


def answers_to(next_one: Next | None) -> Answers | None:
    """What members answered to the next session, for who facilitates it alone; None for others, and once it is open."""
    if next_one is None or next_one.seat or next_one.is_under_way:
        return None
    members = next_one.group.participants.current()
    said = {"answers__session": next_one.session}
    come, do_not = (Count("answers", filter=Q(**said, answers__comes=comes)) for comes in (True, False))
    counts = members.aggregate(come=come, do_not=do_not, all=Count("pk", distinct=True))
    return Answers(counts["come"], counts["do_not"], counts["all"] - counts["come"] - counts["do_not"])
