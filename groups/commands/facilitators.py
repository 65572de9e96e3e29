"""Who facilitates a group: named, in another part, taken off.

What a session needs that is under way, sessions/commands/facilitators.py asks before the last two.
"""

from __future__ import annotations

from django.db import transaction

from ..access import may_leave_facilitation, may_name_facilitators
from ..errors import Invalid, NotAllowed, NotFound, Refused
from ..models import Group, GroupFacilitator, Part, Shown, User
from .bells import ring_group, ring_person
from .ledger import record_joined
from .same_people import remember_facilitated


@transaction.atomic
def name_facilitator(*, group: Group, email: str, role: str, by: User) -> GroupFacilitator:
    """Give somebody of the organisation a part in facilitating the group. Twice is once.

    Raises NotAllowed (access.may_name_facilitators), Invalid for an unknown part, for an address that nobody there has,
    and for who facilitates in another part already.
    """
    group = _locked(group, by)
    _check_part(role)
    user = User.objects.filter(email=email.strip().lower(), roles__organisation=group.organisation_id).first()
    if not user:
        raise Invalid("person_unknown", "email")
    held, is_new = group.facilitators.get_or_create(user=user, defaults={"role": role})
    if held.role != role:
        raise Invalid("facilitates_already", "email")
    if is_new:
        record_joined(group=group, users=[user], what=Shown.FACILITATES)
        _ring(held)
    return held


@transaction.atomic
def change_part(*, group: Group, user_id: int, role: str, by: User, runs_live: bool = False) -> GroupFacilitator:
    """Make a deputy of a facilitator, or the other way round; nobody of who `runs_live`, a session just now.

    Raises NotAllowed as `name_facilitator`, Invalid for an unknown part, NotFound for who does not facilitate it,
    Refused where nobody would any more.
    """
    group = _locked(group, by)
    _check_part(role)
    held = _held(group, user_id)
    if held.role != role:
        _check_may_go(held, runs_live)
        held.role = role
        held.save(update_fields=["role"])
        _ring(held)
    return held


@transaction.atomic
def remove_facilitator(*, group: Group, user_id: int, by: User, runs_live: bool = False) -> None:
    """Take somebody off, or leave oneself: open pages close, and the group stays that one's own (decision 045).

    Raises as `change_part`. A second press finds nobody any more, and changes nothing.
    """
    group = Group.objects.select_for_update().get(pk=group.pk)
    if not (may_name_facilitators(by, group) or may_leave_facilitation(by, group, user_id)):
        raise NotAllowed("may_not_name_facilitators")
    held = _held(group, user_id)
    _check_may_go(held, runs_live)
    remember_facilitated(group=group, users=[held.user])
    held.delete()
    _ring(held)


def _locked(group: Group, by: User) -> Group:
    # Locked first: two at once could each find somebody else there who facilitates it, or nobody at all.
    group = Group.objects.select_for_update().get(pk=group.pk)
    if not may_name_facilitators(by, group):
        raise NotAllowed("may_not_name_facilitators")
    return group


def _check_part(role: str) -> None:
    if role not in Part.values:
        raise Invalid("role_unknown", "role")


def _held(group: Group, user_id: int) -> GroupFacilitator:
    held = group.facilitators.filter(user=user_id).select_related("user").first()
    if held is None:
        raise NotFound("no_facilitator")
    return held


def _check_may_go(held: GroupFacilitator, runs_live: bool) -> None:
    if runs_live:
        raise Refused("runs_a_session")
    others = GroupFacilitator.objects.filter(group=held.group_id, role=Part.FACILITATOR, user__is_active=True)
    if held.role == Part.FACILITATOR and not others.exclude(pk=held.pk).exists():
        raise Refused("last_facilitator")


def _ring(held: GroupFacilitator) -> None:
    ring_person(held.user_id)
    ring_group(held.group_id)
