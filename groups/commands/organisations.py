"""Organisations and who holds a role in them."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from ..access import may_administer
from ..errors import Invalid, NotAllowed
from ..models import Organisation, Role, User
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
