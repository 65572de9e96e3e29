"""Predicates about identity in organisations and groups. Objects are found by scoping querysets, not here."""

from __future__ import annotations

from .models import Group, Organisation, Part, Role, User


def may_administer(user: User, organisation: Organisation) -> bool:
    """Invite people and give roles."""
    return organisation.roles.filter(user=user, role=Role.ADMIN).exists()


def may_create_group(user: User, organisation: Organisation) -> bool:
    """Administrators and facilitators make groups."""
    return organisation.roles.filter(user=user, role__in=(Role.ADMIN, Role.FACILITATOR)).exists()


def may_start(user: User) -> bool:
    """Begin a session without a plan: facilitators, in whatever organisation."""
    return Organisation.objects.filter(roles__user=user, roles__role=Role.FACILITATOR).exists()


def may_manage_group(user: User, group: Group) -> bool:
    """Its facilitators and deputies look after its members and its charter."""
    return group.facilitators.filter(user=user).exists()


def may_forget_group(user: User, group: Group) -> bool:
    """Its facilitators, and only a group that was for one session."""
    return group.is_passing and _leads(user, group)


def may_leave_rehearsal(user: User, group: Group) -> bool:
    """Whoever rehearses with this group."""
    return group.is_rehearsal and _leads(user, group)


def may_switch_airtime(user: User, group: Group) -> bool:
    """Its facilitators decide with the group whether they are told who has been little heard."""
    return _leads(user, group)


def works_for_hr(user: User) -> bool:
    """Of some organisation: there are pages for this person, be they empty."""
    return user.roles.filter(role=Role.HR).exists()


def may_name_facilitators(user: User, group: Group) -> bool:
    """Its facilitators; an administrator only while it has none.

    Otherwise whoever administers, often for the employer, could let himself into what a group says. Nobody joins
    somebody's rehearsal.
    """
    if group.is_rehearsal:
        return False
    if group.facilitators.filter(role=Part.FACILITATOR, user__is_active=True).exists():
        return _leads(user, group)
    return may_manage_group(user, group) or may_administer(user, group.organisation)


def _leads(user: User, group: Group) -> bool:
    """Facilitates it, rather than standing in for who does."""
    return group.facilitators.filter(role=Part.FACILITATOR, user=user).exists()
