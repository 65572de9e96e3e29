"""Telling a group of dates later than they were planned."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from groups.errors import NotAllowed

from ..access import Visit
from ..mails import calendar
from ..models import Session
from . import numbers


@transaction.atomic
def tell_group(*, visit: Visit) -> int:
    """Tell the group's calendars of what is planned in the cycle and was told to nobody; how many mails.

    Raises NotAllowed for who does not look after the group.
    """
    if not visit.may_facilitate:
        raise NotAllowed("not_yours_to_do")
    # A second press finds what the first one told.
    numbers.lock(visit.session.cycle.group_id)
    planned = Session.objects.filter(cycle=visit.session.cycle_id, status=Session.Status.PLANNED, told=None)
    coming = planned.filter(scheduled_at__gt=timezone.now()).select_related("cycle__group").order_by("scheduled_at")
    return calendar.tell(list(coming), "planned")
