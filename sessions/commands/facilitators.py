"""Who facilitates a group, where one of its sessions may be under way: whoever runs it keeps the part until its end."""

from __future__ import annotations

from django.db.transaction import atomic

from groups.commands import change_part as change
from groups.commands import remove_facilitator as remove
from groups.models import Group, Part, User

from . import coming


@atomic
def change_part(*, group: Group, user_id: int, role: str, by: User) -> None:
    """As groups.commands.change_part, for whom no session is in the hands of."""
    change(group=group, user_id=user_id, role=role, by=by, runs_live=_runs_live(group, user_id))


@atomic
def remove_facilitator(*, group: Group, user_id: int, by: User) -> None:
    """As groups.commands.remove_facilitator, for whom no session is in the hands of."""
    remove(group=group, user_id=user_id, by=by, runs_live=_runs_live(group, user_id))


def _runs_live(group: Group, user_id: int) -> bool:
    """Whether this account runs a session now: facilitation that was handed to nobody is all facilitators'."""
    not_over = coming.hold(group.pk)
    part = group.facilitators.filter(user=user_id).values_list("role", flat=True).first()
    driven = (user_id, None) if part == Part.FACILITATOR else (user_id,)
    return any(session.load().driver in driven for session in not_over if session.status in coming.UNDER_WAY)
