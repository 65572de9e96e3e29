"""Forgetting a group that met for one session."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from codev import doorbell
from groups.access import may_forget_group
from groups.errors import NotAllowed, Refused
from groups.models import Group, User

from ..models import ContentKey, Session, Signature

UNDER_WAY = (Session.Status.OPEN, Session.Status.RUNNING)


def forget_group(*, group: Group, by: User) -> None:
    """Destroy the keys of what was said, then remove the group with its sessions and people.

    Raises NotAllowed unless `by` facilitates it and it is a one-time group, Refused while one of its sessions is open,
    and where attendance was signed: whoever signed was told for how long that is kept.
    """
    if not may_forget_group(by, group):
        raise NotAllowed("not_yours_to_do")
    if Session.objects.filter(cycle__group=group, status__in=UNDER_WAY).exists():
        raise Refused("already_running")
    if Signature.objects.filter(session__cycle__group=group).exists():
        raise Refused("attendance_signed")
    remove_group(group)


def remove_group(group: Group, *, unheard_by: User | None = None) -> None:
    """Remove a group, keys first, whatever its sessions are doing.

    `unheard_by` asks from a live page: no bell rings for that one, or the page would close before it shows the answer.
    Not in one transaction: the keys live in another database. What is cut short is finished by asking again.
    """
    sessions = Session.objects.filter(cycle__group=group)
    ids: list[UUID] = list(sessions.values_list("pk", flat=True))
    # While the rows still stand: without them nobody would know which keys are left to be destroyed.
    ContentKey.objects.destroy(*ids, is_heard=unheard_by is None)
    # Whose pages to close is read now, while the rows still say it.
    people: list[UUID] = list(group.participants.values_list("pk", flat=True))
    facilitators: list[int] = list(group.facilitators.exclude(user=unheard_by).values_list("user_id", flat=True))
    with transaction.atomic():
        Group.objects.select_for_update().get(pk=group.pk)
        # A command that is under way is waited for: what it writes goes too.
        list(sessions.select_for_update())
        # Sessions first: they protect their cycle, and rounds their client, from being deleted.
        sessions.delete()
        group.delete()
    for person in people:
        doorbell.ring("person", person, 0)
    for facilitator in facilitators:
        doorbell.ring("person", facilitator, 0)
    # Room screens are nobody's, and hear no person's bell.
    for session_id in ids if unheard_by is None else ():
        doorbell.ring("session", session_id, 0)
