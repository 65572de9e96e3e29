"""Who facilitates a group, where one of its sessions may be under way: whoever runs it keeps the part until its end."""

from __future__ import annotations

from django.db.transaction import atomic

from groups.commands import change_part as change
from groups.commands import remove_facilitator as remove
from groups.errors import Refused
from groups.models import Group, Part, User

from ..models import Session
from .one_time_groups import UNDER_WAY


@atomic
def change_part(*, group: Group, user_id: int, role: str, by: User) -> None:
    """As groups.commands.change_part, and Refused for who runs a session just now."""
    if group.facilitators.filter(user=user_id).exclude(role=role).exists():
        _check_runs_none(group, user_id)
    change(group=group, user_id=user_id, role=role, by=by)


@atomic
def remove_facilitator(*, group: Group, user_id: int, by: User) -> None:
    """As groups.commands.remove_facilitator, and Refused for who runs a session just now."""
    _check_runs_none(group, user_id)
    remove(group=group, user_id=user_id, by=by)


def _check_runs_none(group: Group, user_id: int) -> None:
    """Facilitation that nobody was given is all facilitators': each of them may be at it."""
    # The group first, as the commands lock it; then its sessions, so that nobody is handed facilitation meanwhile.
    Group.objects.select_for_update().get(pk=group.pk)
    part = group.facilitators.filter(user=user_id).values_list("role", flat=True).first()
    for session in Session.objects.select_for_update().filter(cycle__group=group, status__in=UNDER_WAY):
        driver = session.load().driver
        if driver == user_id or (driver is None and part == Part.FACILITATOR):
            raise Refused("runs_a_session")
