"""Whose the wheel is: facilitators hand it over and take it back, a deputy takes it while they are out of reach."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet

from groups.errors import NotFound, Refused
from groups.models import GroupFacilitator, Part

from ..models import Presence
from ..rulebook.moves.handover import HandOver, TakeBack, TakeOver
from .turn import Turn, by_deputy, by_driver, by_leader, verb


@verb(by_driver)
def hand_over(turn: Turn, *, to: int) -> None:
    """Let another facilitator, or a deputy, guide the session. A facilitator may still do so at any time."""
    if not _guides(turn).filter(user_id=to).exists():
        raise NotFound("no_facilitator")
    turn.move(HandOver(to))


@verb(by_deputy)
def take_over(turn: Turn) -> None:
    """Stand in while no device of anybody who drives has been seen: what the database saw counts, not the page."""
    leaders = _guides(turn).filter(role=Part.FACILITATOR).values_list("user_id", flat=True)
    drivers = {*leaders, turn.state.driver} - {None, turn.visit.user_id}
    lately = turn.at - timedelta(seconds=settings.CODEV_TAKE_OVER_SECONDS)
    seen = Presence.objects.filter(session=turn.session, actor__in=[f"user:{one}" for one in drivers])
    if seen.filter(last_seen_at__gt=lately).exists():
        raise Refused("driver_present")
    turn.move(TakeOver(int(turn.visit.user_id or 0)))


@verb(by_leader)
def take_back(turn: Turn) -> None:
    """Guide again."""
    turn.move(TakeBack())


def _guides(turn: Turn) -> QuerySet[GroupFacilitator]:
    return GroupFacilitator.objects.filter(group=turn.visit.session.cycle.group_id, user__is_active=True)
