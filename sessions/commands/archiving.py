"""Putting a group away, once nothing is to come in it."""

from __future__ import annotations

from datetime import timedelta

from django.db.transaction import atomic
from django.utils import timezone

from groups.commands import archive_group as archive
from groups.models import Group, User

from . import coming


@atomic
def archive_group(*, group: Group, by: User) -> None:
    """As groups.commands.archive_group, with what is under way or still to come."""
    found, now = list(coming.hold(group.pk).defer("state")), timezone.now()
    archive(
        group=group,
        by=by,
        is_under_way=any(one.status in coming.UNDER_WAY for one in found),
        # What was planned, and never opened, keeps nothing from ending.
        is_to_come=any(one.scheduled_at + timedelta(minutes=one.minutes) > now for one in found),
    )
