"""Groups and their cycles."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ..access import may_archive_group, may_create_group, may_manage_group, may_name_memory, may_switch_airtime
from ..errors import Invalid, NotAllowed, Refused
from ..likeness import fold
from ..models import Cycle, Group, Organisation, Part, Role, User, default_charter
from ..zones import zone_named
from .bells import ring_group
from .ledger import lock_organisations
from .names import kept_calendar_name, kept_name


@transaction.atomic
def create_group(
    *,
    organisation: Organisation,
    name: str,
    by: User,
    time_zone: str = "",
    calendar_name: str = "",
    is_sure: bool = False,
) -> Group:
    """A group with the usual charter and its first cycle; who makes it facilitates it, if that is their role.

    Raises NotAllowed for who is neither administrator nor facilitator there, Invalid for a name, time zone or calendar
    name that cannot be, and, unless `is_sure`, for a name that another group there has.
    """
    if not may_create_group(by, organisation):
        raise NotAllowed("not_a_facilitator")
    about = _about(organisation, None, name, time_zone, calendar_name, is_sure)
    group = Group.objects.create(organisation=organisation, **about)
    group.charters.create(number=1, text=default_charter())
    group.cycles.create(number=1)
    # An administrator who does not facilitate gets no way into what the group says; a facilitator is named afterwards.
    if organisation.roles.filter(user=by, role=Role.FACILITATOR).exists():
        group.facilitators.create(user=by, role=Part.FACILITATOR)
    return group


@transaction.atomic
def edit_group(
    *, group: Group, name: str, by: User, time_zone: str = "", calendar_name: str = "", is_sure: bool = False
) -> Group:
    """Another name, time zone or calendar name. Raises as create_group; NotAllowed for who does not facilitate it."""
    group = Group.objects.select_for_update().select_related("organisation").get(pk=group.pk)
    if not may_manage_group(by, group):
        raise NotAllowed("not_a_facilitator")
    about = _about(group.organisation, group, name, time_zone, calendar_name, is_sure)
    for field, value in about.items():
        setattr(group, field, value)
    group.save(update_fields=list(about))
    ring_group(group.pk)
    return group


def _about(
    organisation: Organisation, group: Group | None, name: str, time_zone: str, calendar_name: str, is_sure: bool
) -> dict[str, str]:
    """What is typed of a group, fit to keep."""
    kept = kept_name(name)
    # In the order of the form's fields: of several faults the first is told.
    if not is_sure:
        _check_is_only(organisation, group, kept)
    if time_zone:
        try:
            zone_named(time_zone)
        except ValueError:
            raise Invalid("zone_unknown", "time_zone") from None
    return {"name": kept, "time_zone": time_zone, "calendar_name": kept_calendar_name(calendar_name, kept)}


def _check_is_only(organisation: Organisation, group: Group | None, name: str) -> None:
    # Locked, or of two groups made at once neither would find the other.
    lock_organisations([organisation.pk])
    others = organisation.codev_groups.filter(is_rehearsal=False)
    if group:
        others = others.exclude(pk=group.pk)
    if fold(name) in map(fold, others.values_list("name", flat=True)):
        raise Invalid("group_name_there", "name")


@transaction.atomic
def archive_group(*, group: Group, by: User, is_under_way: bool = False, is_to_come: bool = False) -> None:
    """Put a group away: nothing is planned or opened in it, what was stays readable. Twice is once.

    Called by sessions/commands/archiving.py, which knows whether a session is under way, or to come: people expect what
    stands in their calendars. Raises NotAllowed, and Refused for either.
    """
    group = _one_to_archive(group, by)
    if is_under_way:
        raise Refused("session_under_way")
    if is_to_come:
        raise Refused("sessions_to_come")
    if group.archived_at is None:
        group.archived_at = timezone.now()
        group.save(update_fields=["archived_at"])
        ring_group(group.pk)


@transaction.atomic
def bring_back_group(*, group: Group, by: User) -> None:
    """Take a group up again that was archived, as it was. Twice is once."""
    group = _one_to_archive(group, by)
    if group.archived_at is not None:
        group.archived_at = None
        group.save(update_fields=["archived_at"])
        ring_group(group.pk)


def _one_to_archive(group: Group, by: User) -> Group:
    group = Group.objects.select_for_update().get(pk=group.pk)
    if not may_archive_group(by, group):
        raise NotAllowed("not_yours_to_do")
    return group


def lock_active(group_id: UUID) -> Group:
    """The group's row, within a transaction; nobody archives it until that one ends. Refused where it is archived."""
    group = Group.objects.select_for_update().get(pk=group_id)
    check_is_active(group)
    return group


def check_is_active(group: Group) -> None:
    """Raises Refused where the group, as it was read, is archived."""
    if group.archived_at:
        raise Refused("group_archived")


@transaction.atomic
def create_passing_group(*, name: str, by: User) -> Group:
    """A group for one session, in the first organisation in which somebody facilitates; kept or forgotten later."""
    group = create_group(organisation=organisation_to_start_in(by), name=name, by=by, is_sure=True)
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
def keep_group(*, group: Group, name: str, by: User, is_sure: bool = False) -> Group:
    """Make a lasting group of one that was for one session, under a name of its own. From then on HR sees its past.

    Raises as edit_group, with the calendar name that it has.
    """
    group = Group.objects.select_for_update().select_related("organisation").get(pk=group.pk)
    if not may_manage_group(by, group):
        raise NotAllowed("not_a_facilitator")
    about = _about(group.organisation, group, name, group.time_zone, group.calendar_name, is_sure)
    group.name, group.is_passing = about["name"], False
    group.save(update_fields=["name", "is_passing"])
    ring_group(group.pk)
    return group


@transaction.atomic
def start_cycle(*, group: Group, by: User, starts_on: date | None = None, ends_on: date | None = None) -> Cycle:
    """Begin the group's next series of sessions. Raises Invalid where it would end before it starts."""
    # Locked, or two at once would give the same number.
    group = lock_active(group.pk)
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


@transaction.atomic
def name_memory(*, group: Group, names: bool, by: User) -> None:
    """Have the group's memory name who wrote its lines, or not. NotAllowed for who does not facilitate the group."""
    group = Group.objects.select_for_update().get(pk=group.pk)
    if not may_name_memory(by, group):
        raise NotAllowed("not_a_facilitator")
    group.names_in_memory = names
    group.save(update_fields=["names_in_memory"])
