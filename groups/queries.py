"""Reads about groups that need more than one row."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session as BrowserRow
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from .likeness import look_alike
from .models import (
    Answer,
    Charter,
    CharterAcceptance,
    CharterDecline,
    Ground,
    Group,
    GroupFacilitator,
    Mail,
    Organisation,
    OrganisationRole,
    Part,
    Participant,
    PersonalLink,
    Role,
    SamePerson,
    Seat,
    SignIn,
    TypedAddress,
    User,
)
from .pasting import PastedPerson

LISTED_MAX = 500


@dataclass
class Colleague:
    """An account and all that it does in one organisation."""

    user: User
    has_second_step: bool
    is_mail_lost: bool  # the invitation could not be delivered
    roles: list[OrganisationRole] = field(default_factory=list)


def colleagues(organisation: Organisation) -> list[Colleague]:
    """Everybody who holds a role in the organisation, once each, by name, with all of that person's roles."""
    found: dict[int, Colleague] = {}
    factors = Authenticator.objects.filter(user=OuterRef("user"))
    lost = Mail.objects.filter(user=OuterRef("user"), kind="invitation").order_by("-created_at").values("failed_at")
    roles = organisation.roles.select_related("user").annotate(
        has_second_step=Exists(factors), mail_failed_at=Subquery(lost[:1])
    )
    for held in roles:
        is_mail_lost = held.mail_failed_at is not None and not held.user.last_login
        one = found.setdefault(held.user_id, Colleague(held.user, held.has_second_step, is_mail_lost))
        one.roles.append(held)
    return list(found.values())


_IS_MEMBER = Q(participants__removed_at=None, participants__is_knocking=False)


def groups_listed(organisation: Organisation, user: User, *, all_of_them: bool) -> QuerySet[Group]:
    """An organisation's groups with their facilitators; only one's own unless all are asked for. No rehearsal.

    Each has `people`, how many members there are, and `is_mine`: administrators see that a group exists, and only who
    facilitates it gets a link to its page.
    """
    mine = GroupFacilitator.objects.filter(group=OuterRef("pk"), user=user)
    facilitators = Prefetch("facilitators", GroupFacilitator.objects.select_related("user"))
    groups = (
        organisation.codev_groups.filter(is_rehearsal=False)
        .annotate(is_mine=Exists(mine), people=Count("participants", filter=_IS_MEMBER))
        .prefetch_related(facilitators)
    )
    groups = groups.order_by("name", "id")  # said again, as something is counted
    return groups if all_of_them else groups.filter(is_mine=True)


def archived_groups(user: User) -> QuerySet[Group]:
    """The groups that somebody facilitates and that were put away, the last one first."""
    mine = Group.objects.driven_by(user).filter(is_rehearsal=False).exclude(archived_at=None)
    return mine.annotate(is_mine=Value(True)).order_by("-archived_at")[:LISTED_MAX]


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
        devices=Count("seats", filter=Q(seats__in=Seat.objects.let_in())),
    )
    # Said again: Django leaves the model's own order out where something is counted.
    return annotated.order_by("position", "name")


def leading(group: Group) -> list[str]:
    """The names of the group's facilitators, without deputies."""
    leaders = group.facilitators.filter(role=Part.FACILITATOR, user__is_active=True).select_related("user")
    return [str(one.user) for one in leaders]


def declined(charter: Charter, by: User) -> set[UUID]:
    """The members who declined this version and have not accepted it since: nobody, for who does not facilitate.

    Deputies are not told either: they stand in for who facilitates, and whoever declines is promised that one alone.
    """
    facilitates = {"charter__group__facilitators__user": by, "charter__group__facilitators__role": Part.FACILITATOR}
    rows = CharterDecline.objects.standing().filter(charter=charter, **facilitates)
    return set(rows.values_list("participant", flat=True))


def own_decline(charter: Charter, seat: Seat) -> CharterDecline | None:
    """That this device's participant declined this version, where it was said on it, or all that is private opens."""
    rows = CharterDecline.objects.standing().filter(charter=charter, participant=seat.participant_id)
    found = rows.first()
    return found if found and opens_decline(found, seat) else None


def opens_decline(decline: CharterDecline, seat: Seat) -> bool:
    """Whether a device may tell it: whoever got hold of a link is not told by it (decision 046)."""
    return decline.seat_id == seat.pk or seat.opens(decline.declined_at)


def as_pasted(people: QuerySet[Participant]) -> list[PastedPerson]:
    """Who is in a group, as a pasted list is held against them."""
    return [PastedPerson(*row) for row in people.values_list("name", "email", "called")]


def sign_ins_of(user: User) -> list[SignIn]:
    """The browsers that an account is signed in in today, the newest first."""
    alive = BrowserRow.objects.filter(session_key=OuterRef("browser"), expire_date__gt=timezone.now())
    return list(SignIn.objects.filter(Exists(alive), user=user))


@dataclass(frozen=True)
class HrAmong:
    """Who of the organisation's HR is one of a group: names of members and facilitators, and of who may be a member."""

    names: list[str]
    doubted: list[str]


def hr_among(group: Group) -> HrAmong:
    """The group is told, members first."""
    hr = OrganisationRole.objects.filter(organisation=group.organisation_id, role=Role.HR, user=OuterRef("user"))
    facilitators = group.facilitators.filter(Exists(hr))
    guides = GroupFacilitator.objects.filter(group=group.pk, user=OuterRef("user"))
    known = group.same_people.closing().filter(Exists(hr), ~Exists(guides))
    members = known.filter(answer=Answer.SAME, participant__isnull=False, participant__removed_at=None)
    doubted = known.filter(answer=Answer.OPEN)
    by_place = members.order_by("participant__position").values_list("participant__name", flat=True).distinct()
    return HrAmong(
        names=[*by_place, *facilitators.values_list("user__name", flat=True)],
        doubted=list(doubted.order_by("user__name").values_list("user__name", flat=True).distinct()),
    )


@dataclass(frozen=True)
class Doubt:
    """That somebody of HR may be a member. Administrators are not told which: who is in a group is the group's own.

    `row` is not saved yet where it is but a name that is like a member's.
    """

    row: SamePerson
    typed: TypedAddress | None
    may_answer: bool


def who_is_who(organisation: Organisation, by: User) -> list[Doubt]:
    """What is to be answered about those who work for HR, and what was; one row for each of them and member."""
    hr = {role.user_id: role.user for role in organisation.roles.filter(role=Role.HR).select_related("user")}
    rows = SamePerson.objects.filter(group__organisation=organisation, user__in=hr).exclude(ground=Ground.ROLE)
    # The last one counts: of several rows about the same two, what is still open.
    found: dict[tuple[UUID | int | None, int], SamePerson] = {
        (row.participant_id or row.pk, row.user_id): row
        for row in rows.order_by("-answer", "raised_at").select_related("group", "user", "answered_by")
    }
    found |= {(row.participant_id, row.user_id): row for row in _alike(organisation, hr, found)}
    if not found:
        return []
    typed: dict[tuple[UUID | None, str], TypedAddress] = {
        (one.participant_id, one.fingerprint): one
        for one in TypedAddress.objects.filter(participant__in={row.participant_id for row in found.values()})
        .exclude(typed_by=None)
        .select_related("typed_by")
    }
    own = set(Group.objects.own_of(by).filter(organisation=organisation).values_list("pk", flat=True))
    return [
        Doubt(
            row,
            typed.get((row.participant_id, row.fingerprint)),
            may_answer=row.user_id != by.pk and row.group_id not in own,
        )
        for row in sorted(found.values(), key=_urgency)
    ]


def _urgency(row: SamePerson) -> tuple[Any, ...]:
    """What closes a group until it is answered comes first, what is answered last."""
    return row.answer != Answer.OPEN, row.ground == Ground.NAME, row.user.name, row.group.name


def is_alike(member: Participant, user: User) -> bool:
    """Whether the names of a member and an account are easily taken for each other."""
    return look_alike(member.name, user.name) or look_alike(member.called, user.name)


def _alike(organisation: Organisation, hr: Mapping[int, User], known: Container[Any]) -> list[SamePerson]:
    """Rows, not saved, for each of these accounts and each member or former member of a like name."""
    if not hr:
        return []
    # Who knocks, and nobody let in, is the facilitators' to know.
    members = Participant.objects.filter(is_knocking=False, group__organisation=organisation, group__is_rehearsal=False)
    return [
        SamePerson(group=member.group, participant=member, user=user, ground=Ground.NAME)
        for member in members.select_related("group").only("name", "called", "group__name")
        for user in hr.values()
        if is_alike(member, user) and (member.pk, user.pk) not in known
    ]


def devices_of(seat: Seat) -> list[Seat]:
    """The devices that come in as this one's participant, oldest first."""
    return [one for one in Seat.objects.live().filter(participant=seat.participant_id) if one.is_admitted]
