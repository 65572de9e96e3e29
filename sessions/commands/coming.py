"""What is planned or under way in a group, held while something is done to the group as a whole."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from groups.models import Group

from ..models import Session

UNDER_WAY = (Session.Status.OPEN, Session.Status.RUNNING)


def hold(group_id: UUID) -> QuerySet[Session]:
    """Nobody opens, hands over or plans in this group until the transaction ends; its sessions that are not over."""
    sessions = Session.objects.filter(cycle__group=group_id, status__in=(Session.Status.PLANNED, *UNDER_WAY))
    # Sessions before their group, as a command that lets people in: the other way round both would wait for ever.
    list(sessions.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    Group.objects.select_for_update().get(pk=group_id)
    # Read after both: what somebody planned meanwhile is there as well.
    return sessions
