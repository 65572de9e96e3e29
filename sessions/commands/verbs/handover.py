"""Handover: who facilitates hands it over or takes it back; a deputy takes over while facilitators are out of reach."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet

from groups.errors import NotFound, Refused
from groups.models import GroupFacilitator, Part

from ...models import Presence
from ...rulebook.moves.handover import HandOver, TakeBack, TakeOver
from ..registry import by_deputy, by_driver, by_leader, command
from ..touches import NOTHING
from ..transaction import Transaction


@command(by_driver, touches=NOTHING)
def hand_over(transaction: Transaction, *, to: int) -> None:
    """Hand facilitation to another facilitator, or a deputy, by account id; facilitators may still drive at any time.

    Raises NotFound for an account that does not facilitate this group, or is disabled.
    """
    if not _guides(transaction).filter(user_id=to).exists():
        raise NotFound("no_facilitator")
    transaction.move(HandOver(to))


@command(by_deputy, touches=NOTHING)
def take_over(transaction: Transaction) -> None:
    """Let a deputy stand in once no device of anybody who drives was seen for CODEV_TAKE_OVER_SECONDS.

    Raises Refused("driver_present") before that.
    """
    leaders = _guides(transaction).filter(role=Part.FACILITATOR).values_list("user_id", flat=True)
    # Without oneself: a deputy who drives already shall hear that, not that a driver was seen.
    drivers = {*leaders, transaction.state.driver} - {None, transaction.visit.user_id}
    lately = transaction.at - timedelta(seconds=settings.CODEV_TAKE_OVER_SECONDS)
    # What the database saw, not what the deputy's page says: a page that lost its network believes all others away.
    seen = Presence.objects.filter(session=transaction.session, actor__in=[f"user:{one}" for one in drivers])
    if seen.filter(last_seen_at__gt=lately).exists():
        raise Refused("driver_present")
    transaction.move(TakeOver(int(transaction.visit.user_id or 0)))


@command(by_leader, touches=NOTHING)
def take_back(transaction: Transaction) -> None:
    """End a handover: the facilitators drive again, the deputy no more."""
    transaction.move(TakeBack())


def _guides(transaction: Transaction) -> QuerySet[GroupFacilitator]:
    return GroupFacilitator.objects.filter(group=transaction.visit.session.cycle.group_id, user__is_active=True)
