"""Who may do what in organisations and groups. Which of them somebody may see at all, querysets in models/ say."""

from __future__ import annotations

from .actors import Actor
from .models import Group, Organisation, Part, Participant, Role, SamePerson, User


def may_administer(user: User, organisation: Organisation) -> bool:
    """Invite people to the organisation and give roles: its administrators alone."""
    return organisation.roles.filter(user=user, role=Role.ADMIN).exists()


def may_reset_second_step(user: User, organisation: Organisation, of: User) -> bool:
    """Its administrators, for accounts that are not their own, nor the operator's, nor another organisation's too."""
    elsewhere = of.roles.exclude(organisation=organisation).exists()
    return may_administer(user, organisation) and of != user and not (of.is_staff or of.is_superuser or elsewhere)


def may_create_group(user: User, organisation: Organisation) -> bool:
    """Administrators and facilitators make groups."""
    return organisation.roles.filter(user=user, role__in=(Role.ADMIN, Role.FACILITATOR)).exists()


def may_start(user: User) -> bool:
    """Begin a session without a plan: facilitators, in whatever organisation."""
    return Organisation.objects.filter(roles__user=user, roles__role=Role.FACILITATOR).exists()


def may_manage_group(user: User, group: Group) -> bool:
    """Its facilitators and deputies look after its members and its charter."""
    return group.facilitators.filter(user=user).exists()


def may_say_what_to_call(actor: Actor, participant: Participant) -> bool:
    """Those who look after the group, and whose name it is."""
    if actor.user:
        return may_manage_group(actor.user, participant.group)
    seat = actor.seat
    return seat is not None and seat.participant_id == participant.pk and seat.owns_its_name


def may_forget_group(user: User, group: Group) -> bool:
    """Its facilitators, not its deputies, and only a group for one session that nobody kept."""
    # What was said is destroyed for good: that is no decision for a deputy, nor about a group that was kept.
    return group.is_passing and _leads(user, group)


def may_leave_rehearsal(user: User, group: Group) -> bool:
    """The facilitator who rehearses with this group of simulated people."""
    return group.is_rehearsal and _leads(user, group)


def may_archive_group(user: User, group: Group) -> bool:
    """Its facilitators, not its deputies; a group for one session is kept or forgotten instead."""
    return not (group.is_passing or group.is_rehearsal) and _leads(user, group)


def may_switch_airtime(user: User, group: Group) -> bool:
    """Its facilitators, not its deputies: with their group they decide whether airtime is shown."""
    return _leads(user, group)


def may_name_memory(user: User, group: Group) -> bool:
    """Its facilitators, not its deputies, once they asked the group whether its memory names who wrote."""
    return _leads(user, group)


def works_for_hr(user: User) -> bool:
    """Whether this person has HR's role somewhere, and so HR's pages, which may be empty."""
    return user.roles.filter(role=Role.HR).exists()


def may_say_who(user: User, doubt: SamePerson) -> bool:
    """Administrators say whether somebody of HR is a member: never of themselves, nor in a group of their own."""
    # Who facilitates could keep HR out of the group, or let a friend of HR's in.
    is_own = Group.objects.own_of(user).filter(pk=doubt.group_id).exists()
    return may_administer(user, doubt.group.organisation) and user.pk != doubt.user_id and not is_own


def may_name_facilitators(user: User, group: Group) -> bool:
    """Its facilitators; deputies and administrators only while it has none whose account is active.

    Otherwise an administrator, often the employer's, could name himself and read what a group says.
    """
    # A rehearsal is its facilitator's alone.
    if group.is_rehearsal:
        return False
    if group.facilitators.filter(role=Part.FACILITATOR, user__is_active=True).exists():
        return _leads(user, group)
    return may_manage_group(user, group) or may_administer(user, group.organisation)


def may_leave_facilitation(user: User, group: Group, user_id: int) -> bool:
    """Oneself, facilitator or deputy; never in a rehearsal, which is left as a whole."""
    return user.pk == user_id and not group.is_rehearsal and may_manage_group(user, group)


def _leads(user: User, group: Group) -> bool:
    """Whether this person facilitates the group, and not as a deputy."""
    return group.facilitators.filter(role=Part.FACILITATOR, user=user).exists()
