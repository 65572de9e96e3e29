"""Organisations and who holds a role in them."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from ..access import may_administer
from ..errors import Invalid, NotAllowed, Refused
from ..mails import mail_invitation
from ..models import Mail, Organisation, Role, User
from ..regions import regions
from ..zones import offered
from .bells import ring_person
from .invitations import ONE_AGAIN
from .names import kept_name
from .same_people import begin_for_hr


@transaction.atomic
def create_organisation(
    *, name: str, admin_email: str, admin_name: str, roles: Iterable[str] = (), is_demo: bool = False
) -> Organisation:
    """An organisation with its first administrator, who invites the rest; `roles` are held besides.

    Without `by`: the operator asks it from the server's shell. Raises Invalid for name, address or role.
    """
    organisation = Organisation.objects.create(name=kept_name(name), is_demo=is_demo)
    admin = _account(admin_email, admin_name)
    for role in {Role.ADMIN, *roles}:
        _give_role(organisation, admin, role)
    return organisation


@transaction.atomic
def invite_person(*, organisation: Organisation, email: str, name: str, role: str, by: User) -> User:
    """Give a role to somebody, making the account if there is none: it opens by a code sent to the address.

    Raises NotAllowed for who is no administrator, Invalid for name, address or role.
    """
    if not may_administer(by, organisation):
        raise NotAllowed("not_an_administrator")
    user = _account(email, name)
    _give_role(organisation, user, role)
    return user


@transaction.atomic
def invite_by_operator(*, organisation: Organisation, email: str, name: str, roles: Iterable[str]) -> User:
    """The same from the server's shell, for as many roles."""
    user = _account(email, name)
    for role in roles:
        _give_role(organisation, user, role)
    return user


@transaction.atomic
def invite_again(*, organisation: Organisation, user: User, by: User) -> None:
    """Have the invitation sent once more, to somebody of the organisation who never came; pressed twice, once.

    Raises NotAllowed for who is no administrator, Refused for who signed in already.
    """
    if not may_administer(by, organisation):
        raise NotAllowed("not_an_administrator")
    if user.last_login:
        raise Refused("came_already")
    # Locked, or of two at once neither would find the other's.
    User.objects.select_for_update().get(pk=user.pk)
    lately = {"organisation": organisation, "created_at__gt": timezone.now() - ONE_AGAIN, "failed_at": None}
    if not Mail.objects.filter(kind="invitation", user=user, **lately).exists():
        mail_invitation(user, organisation=organisation, by=by)


@transaction.atomic
def take_role(*, organisation: Organisation, user: User, role: str, by: User) -> None:
    """Take a role from somebody, whose pages that show it close at once; taking it twice changes nothing.

    Groups that this person facilitates stay so: who facilitates them, they say themselves (access.py). Raises
    NotAllowed for who is no administrator, Refused where nobody would administer any more.
    """
    # Locked first: two administrators who take it from each other would leave none.
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if not may_administer(by, organisation):
        raise NotAllowed("not_an_administrator")
    others = organisation.roles.filter(role=Role.ADMIN, user__is_active=True).exclude(user=user)
    if role == Role.ADMIN and not others.exists():
        raise Refused("last_administrator")
    organisation.roles.filter(user=user, role=role).delete()
    ring_person(user.pk)


@transaction.atomic
def place_organisation(*, organisation: Organisation, time_zone: str, holidays: str, by: User) -> None:
    """Say by whose clocks its groups meet, and whose public holidays are marked; "" for the server's, and the zone's.

    Sessions that are planned keep their hours. Raises NotAllowed, and Invalid for what is not offered.
    """
    if not may_administer(by, organisation):
        raise NotAllowed("not_an_administrator")
    if time_zone and time_zone not in offered():
        raise Invalid("zone_unknown", "time_zone")
    if holidays and holidays not in regions():
        raise Invalid("region_unknown", "holidays")
    organisation.time_zone, organisation.holidays = time_zone, holidays
    organisation.save(update_fields=["time_zone", "holidays"])


@transaction.atomic
def write_support(*, organisation: Organisation, text: str, by: User) -> None:
    """Say whom people may turn to besides the facilitators, as participants who warn these are shown."""
    if not may_administer(by, organisation):
        raise NotAllowed("not_an_administrator")
    organisation.support = text.strip()
    organisation.save(update_fields=["support"])


@transaction.atomic
def limit_retention(*, organisation: Organisation, days: int, by: User) -> None:
    """Say how many days after a cycle what was written in it is kept at most; charters may promise less."""
    if not may_administer(by, organisation):
        raise NotAllowed("not_an_administrator")
    organisation.retention_days = days
    organisation.save(update_fields=["retention_days"])


def _account(email: str, name: str) -> User:
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Invalid("email_unreadable", "email") from None
    # An account that is there keeps its name: an administrator of another organisation must not rename it.
    return User.objects.filter(email=email).first() or User.objects.create_user(email, name=kept_name(name))


def _give_role(organisation: Organisation, user: User, role: str) -> None:
    if role not in Role.values:
        raise Invalid("role_unknown", "role")
    is_new = organisation.roles.get_or_create(user=user, role=role)[1]
    if is_new and role == Role.HR:
        begin_for_hr(users=[user], organisation=organisation.pk)
