"""Reads about groups that need more than one row."""

from __future__ import annotations

from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session as BrowserRow
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from .models import (
    Charter,
    CharterAcceptance,
    Group,
    GroupFacilitator,
    Organisation,
    OrganisationRole,
    Participant,
    PersonalLink,
    Role,
    SignIn,
    User,
)


@dataclass
class Colleague:
    """An account and all that it does in one organisation."""

    user: User
    has_second_step: bool
    roles: list[str] = field(default_factory=list)


def colleagues(organisation: Organisation) -> list[Colleague]:
    """Everybody who holds a role in the organisation, once each, by name, with all of that person's roles."""
    found: dict[int, Colleague] = {}
    factors = Authenticator.objects.filter(user=OuterRef("user"))
    for held in organisation.roles.select_related("user").annotate(has_second_step=Exists(factors)):
        found.setdefault(held.user_id, Colleague(held.user, held.has_second_step)).roles.append(held.get_role_display())
    return list(found.values())


def groups_listed(organisation: Organisation, user: User, *, all_of_them: bool) -> QuerySet[Group]:
    """An organisation's groups with their facilitators; only one's own unless all are asked for. No rehearsal.

    Each has `is_mine`: administrators see that a group exists, and only who facilitates it gets a link to its page.
    """
    mine = GroupFacilitator.objects.filter(group=OuterRef("pk"), user=user)
    facilitators = Prefetch("facilitators", GroupFacilitator.objects.select_related("user"))
    groups = (
        organisation.codev_groups.filter(is_rehearsal=False)
        .annotate(is_mine=Exists(mine))
        .prefetch_related(facilitators)
    )
    return groups if all_of_them else groups.filter(is_mine=True)


def members(group: Group, charter: Charter) -> QuerySet[Participant]:
    """Current participants, each with `accepted`, `has_link` and the number of `devices` that act for them.

    Who accepted aloud is `is_oral`, and `heard_by` names who heard it.
    """
    accepted = CharterAcceptance.objects.filter(participant=OuterRef("pk"), charter=charter)
    heard = Coalesce("heard_by__name", "heard_by_participant__name")
    annotated = group.participants.current().annotate(
        accepted=Exists(accepted),
        is_oral=Exists(accepted.filter(is_oral=True)),
        heard_by=Subquery(accepted.filter(is_oral=True).values_list(heard)[:1]),
        has_link=Exists(PersonalLink.objects.filter(participant=OuterRef("pk"), revoked_at=None)),
        devices=Count("seats", filter=Q(seats__revoked_at=None)),
    )
    # Said again: Django leaves the model's own order out where something is counted.
    return annotated.order_by("position", "name")


def hr_among(group: Group) -> list[str]:
    """Names of those in the group, members first, who also work for the organisation's HR: the group is told."""
    # Members have no account: one is known to be HR's by the address alone, however it is written.
    hr = OrganisationRole.objects.filter(organisation=group.organisation_id, role=Role.HR)
    by_address = hr.filter(user__email__iexact=OuterRef("email"))
    members = group.participants.current().exclude(email="").filter(Exists(by_address))
    facilitators = group.facilitators.filter(Exists(hr.filter(user=OuterRef("user"))))
    return [*members.values_list("name", flat=True), *facilitators.values_list("user__name", flat=True)]


def sign_ins_of(user: User) -> list[SignIn]:
    """The browsers that an account is signed in in today, the newest first."""
    alive = BrowserRow.objects.filter(session_key=OuterRef("browser"), expire_date__gt=timezone.now())
    return list(SignIn.objects.filter(Exists(alive), user=user))
