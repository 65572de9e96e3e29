"""Putting a group away, once nothing is to come in it."""

from __future__ import annotations

from datetime import timedelta

from django.db.transaction import atomic
from django.utils import timezone

from groups.commands import archive_group as archive
from groups.models import Group, User

from ..models import Session
from .one_time_groups import UNDER_WAY


@atomic
def archive_group(*, group: Group, by: User) -> None:
    """As groups.commands.archive_group, with what is under way or still to come."""
    # The group first, as whoever plans locks it; then its sessions: whoever opens one waits, and reads it afterwards.
    Group.objects.select_for_update().get(pk=group.pk)
    waiting = (Session.Status.PLANNED, *UNDER_WAY)
    sessions = Session.objects.select_for_update().filter(cycle__group=group, status__in=waiting).defer("state")
    found, now = list(sessions), timezone.now()
    archive(
        group=group,
        by=by,
        is_under_way=any(one.status in UNDER_WAY for one in found),
        # What was planned, and never opened, keeps nothing from ending.
        is_to_come=any(one.scheduled_at + timedelta(minutes=one.minutes) > now for one in found),
    )
