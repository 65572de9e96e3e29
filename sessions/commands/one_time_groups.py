"""Forgetting a group that met for one session."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from codev import doorbell
from groups.access import may_forget_group
from groups.errors import NotAllowed, Refused
from groups.models import Group, User

from ..models import ContentKey, Session

UNDER_WAY = (Session.Status.OPEN, Session.Status.RUNNING)


def forget_group(*, group: Group, by: User) -> None:
    """Destroy the keys of what was said, then remove the group with its sessions and people."""
    if not may_forget_group(by, group):
        raise NotAllowed("not_yours_to_do")
    if Session.objects.filter(cycle__group=group, status__in=UNDER_WAY).exists():
        raise Refused("already_running")
    remove_group(group)


def remove_group(group: Group, *, unheard_by: User | None = None) -> None:
    """Whatever its sessions are doing. Who asks from a live page is shown the answer, not shut out of the page first.

    Not in one transaction: the keys live in another database. What is cut short is finished by asking again.
    """
    sessions = Session.objects.filter(cycle__group=group)
    for session_id in sessions.values_list("pk", flat=True):
        ContentKey.objects.destroy(session_id)
    people: list[UUID] = list(group.participants.values_list("pk", flat=True))
    facilitators: list[int] = list(group.facilitators.exclude(user=unheard_by).values_list("user_id", flat=True))
    with transaction.atomic():
        Group.objects.select_for_update().get(pk=group.pk)
        # A command that is under way is waited for: what it writes goes too.
        list(sessions.select_for_update())
        sessions.delete()
        group.delete()
    for person in people:
        doorbell.ring("person", person, 0)
    for facilitator in facilitators:
        doorbell.ring("person", facilitator, 0)
