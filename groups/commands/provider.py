"""What a provider that accounts sign in at says of them: that they are there, and which roles they hold."""

from __future__ import annotations

from collections.abc import Collection

from allauth.account.models import EmailAddress
from django.db import transaction

from ..models import Organisation, User
from .bells import ring_person
from .sign_ins import end_sign_ins


@transaction.atomic
def own_address(*, user: User, email: str) -> None:
    """The provider says that this address is this person's. Whoever chose a password before anybody confirmed it, and
    waits for its owner to come, is shut out.
    """
    address, _ = EmailAddress.objects.get_or_create(user=user, email=email, defaults={"primary": True})
    if address.verified:
        return
    user.set_unusable_password()
    user.save(update_fields=["password"])
    end_sign_ins(user=user)
    EmailAddress.objects.filter(pk=address.pk).update(verified=True)


@transaction.atomic
def follow_roles(*, organisation: Organisation, user: User, held: Collection[str], managed: Collection[str]) -> None:
    """Give and take this organisation's `managed` roles, so that the account holds those of them that are `held`.

    Roles that are not managed, and those of other organisations, stay as they are.
    """
    theirs = organisation.roles.filter(user=user)
    theirs.filter(role__in=set(managed) - set(held)).delete()
    for role in sorted(set(held) & set(managed)):
        organisation.roles.get_or_create(user=user, role=role)
    ring_person(user.pk)
