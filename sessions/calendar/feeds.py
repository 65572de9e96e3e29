"""Which sessions somebody's calendar follows."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from groups.models import CalendarFeed, Group

from ..models import Session

KEPT = timedelta(days=90)  # of what is over: a calendar that follows drops what it is told no more
MOST = 500


def followed(by: CalendarFeed) -> QuerySet[Session]:
    """What comes and what was of late, soonest first: of a member's group, or of all that an account facilitates."""
    if by.participant:
        groups = Group.objects.filter(pk=by.participant.group_id)
    else:
        assert by.user  # noqa: S101 (one of the two)
        groups = Group.objects.driven_by(by.user)
    sessions = Session.objects.filter(cycle__group__in=groups.filter(is_rehearsal=False))
    since = sessions.filter(scheduled_at__gt=timezone.now() - KEPT).exclude(status=Session.Status.CANCELLED)
    return since.select_related("cycle__group").defer("state").order_by("scheduled_at", "pk")[:MOST]
