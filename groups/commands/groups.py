"""Groups and their cycles."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from ..access import may_create_group, may_manage_group, may_switch_airtime
from ..errors import Invalid, NotAllowed
from ..models import Cycle, Group, Organisation, Part, Role, User, default_charter
from .bells import ring_group
from .names import kept_name


@transaction.atomic
def create_group(*, organisation: Organisation, name: str, by: User) -> Group:
    """A group with the usual charter and its first cycle; who makes it facilitates it, if that is their role.

    Raises NotAllowed for who is neither administrator nor facilitator there, Invalid for an empty or long name.
    """
    if not may_create_group(by, organisation):
        raise NotAllowed("not_a_facilitator")
    group = Group.objects.create(organisation=organisation, name=kept_name(name))
    group.charters.create(number=1, text=default_charter())
    group.cycles.create(number=1)
    # An administrator who does not facilitate gets no way into what the group says; a facilitator is named afterwards.
    if organisation.roles.filter(user=by, role=Role.FACILITATOR).exists():
        group.facilitators.create(user=by, role=Part.FACILITATOR)
    return group


@transaction.atomic
def create_passing_group(*, name: str, by: User) -> Group:
    """A group for one session, in the first organisation in which somebody facilitates; kept or forgotten later."""
    group = create_group(organisation=organisation_to_start_in(by), name=name, by=by)
    group.is_passing = True
    group.save(update_fields=["is_passing"])
    return group


def organisation_to_start_in(by: User) -> Organisation:
    """The first by name in which somebody facilitates; NotAllowed where there is none."""
    organisation = Organisation.objects.filter(roles__user=by, roles__role=Role.FACILITATOR).order_by("name").first()
    if organisation is None:
        raise NotAllowed("not_a_facilitator")
    return organisation


@transaction.atomic
def keep_group(*, group: Group, name: str, by: User) -> Group:
    """Make a lasting group of one that was for one session, under a name of its own. From then on HR sees its past."""
    group = Group.objects.select_for_update().get(pk=group.pk)
    if not may_manage_group(by, group):
        raise NotAllowed("not_a_facilitator")
    group.name, group.is_passing = kept_name(name), False
    group.save(update_fields=["name", "is_passing"])
    ring_group(group.pk)
    return group


@transaction.atomic
def start_cycle(*, group: Group, by: User, starts_on: date | None = None, ends_on: date | None = None) -> Cycle:
    """Begin the group's next series of sessions. Raises Invalid where it would end before it starts."""
    # Locked, or two at once would give the same number.
    group = Group.objects.select_for_update().get(pk=group.pk)
    if not may_manage_group(by, group):
        raise NotAllowed("not_a_facilitator")
    if starts_on and ends_on and ends_on < starts_on:
        raise Invalid("ends_before_it_starts", "ends_on")
    return group.cycles.create(number=group.cycle.number + 1, starts_on=starts_on, ends_on=ends_on)


@transaction.atomic
def switch_airtime(*, group: Group, is_shown: bool, by: User) -> None:
    """Have facilitators be told who has been little heard, or not.

    Called by sessions/commands/airtime.py, which puts hands in order of arrival again where a session is under way.
    """
    group = Group.objects.select_for_update().get(pk=group.pk)
    if not may_switch_airtime(by, group):
        raise NotAllowed("not_a_facilitator")
    group.shows_airtime = is_shown
    group.save(update_fields=["shows_airtime"])
    ring_group(group.pk)
