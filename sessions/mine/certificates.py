"""Where somebody finds the sheet and the certificate of a cycle."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from groups.models import Seat

from ..keepsakes import Past
from ..models import Session
from .link import Link


def certificates(seat: Seat, held: Collection[Seat], sessions: Sequence[Past]) -> dict[UUID, list[Link]]:
    """One for each cycle, beside the newest of its sessions that are shown; on a proven device alone."""
    mine = [one.id for one in sessions if one.is_whole and seat.is_proven and seat.is_member]
    if not mine:
        return {}
    cycles = Session.objects.filter(pk__in=mine).values_list("cycle__number", "pk").order_by("scheduled_at", "number")
    return {newest: [_link(seat, number)] for number, newest in dict(cycles).items()}


def _link(seat: Seat, number: int) -> Link:
    address = reverse("sessions:cycle_attendance", args=[seat.participant.group_id, number])
    return Link(_("Certificate of the cycle"), f"{address}?as={seat.participant_id}", is_aside=True)
