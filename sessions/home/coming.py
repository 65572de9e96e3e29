"""The session that comes next for whoever looks at home, among all groups and hats."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from groups.models import Group, Seat

from ..models import Session

SOON = timedelta(hours=1)  # from then on its facilitator opens it
LATE = timedelta(hours=12)  # so long after its hour it is no longer to come, opened or not


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
    def is_soon(self) -> bool:
        return self.session.scheduled_at - self.now <= SOON

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
