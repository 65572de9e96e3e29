"""Who facilitates: it is handed over and taken back, and a deputy takes over while facilitators are out of reach."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet

from groups.errors import NotFound, Refused
from groups.models import GroupFacilitator, Part

from ...models import Presence
from ...rulebook.moves.handover import HandOver, TakeBack, TakeOver
from ..registry import by_deputy, by_driver, by_leader, command
from ..transaction import Transaction


@command(by_driver)
def hand_over(transaction: Transaction, *, to: int) -> None:
    """Let another facilitator, or a deputy, guide the session. A facilitator may still do so at any time."""
    if not _guides(transaction).filter(user_id=to).exists():
        raise NotFound("no_facilitator")
    transaction.move(HandOver(to))


@command(by_deputy)
def take_over(transaction: Transaction) -> None:
    """Stand in while no device of anybody who drives has been seen: what the database saw counts, not the page."""
    leaders = _guides(transaction).filter(role=Part.FACILITATOR).values_list("user_id", flat=True)
    drivers = {*leaders, transaction.state.driver} - {None, transaction.visit.user_id}
    lately = transaction.at - timedelta(seconds=settings.CODEV_TAKE_OVER_SECONDS)
    seen = Presence.objects.filter(session=transaction.session, actor__in=[f"user:{one}" for one in drivers])
    if seen.filter(last_seen_at__gt=lately).exists():
        raise Refused("driver_present")
    transaction.move(TakeOver(int(transaction.visit.user_id or 0)))


@command(by_leader)
def take_back(transaction: Transaction) -> None:
    """Guide again."""
    transaction.move(TakeBack())


def _guides(transaction: Transaction) -> QuerySet[GroupFacilitator]:
    return GroupFacilitator.objects.filter(group=transaction.visit.session.cycle.group_id, user__is_active=True)
