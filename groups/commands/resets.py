"""What the operator does for an account whose owner cannot: from the server's shell, so without `by`.

The second step has a command of its own (factors.py), as administrators may do it too.
"""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from ..errors import Invalid
from ..mails import mail_account
from ..models import User
from .same_people import prove_address
from .sign_ins import end_sign_ins

CHANGED = "account/email/changed"


@transaction.atomic
def forget_password(*, user: User) -> None:
    """Take the password away, sign the account out everywhere and tell it by mail: a mailed code opens it."""
    user.set_unusable_password()
    user.save(update_fields=["password"])
    end_sign_ins(user=user)
    mail_account(CHANGED, user.email, detail="password_reset")


@transaction.atomic
def move_account(*, user: User, email: str) -> None:
    """Give the account another address, for whom the former one is lost; it is signed out, and the former one is told.

    The operator vouches for the new one, as where an account is made. Raises Invalid for an address that cannot be
    read, or is another account's.
    """
    email, former = email.strip().lower(), user.email
    try:
        validate_email(email)
    except ValidationError:
        raise Invalid("email_unreadable", "email") from None
    others = EmailAddress.objects.filter(email__iexact=email).exclude(user=user)
    if others.exists() or User.objects.filter(email=email).exclude(pk=user.pk).exists():
        raise Invalid("account_there", "email")
    EmailAddress.objects.filter(user=user).delete()
    user.email = email
    user.save(update_fields=["email"])
    prove_address(user=user, address=email)
    end_sign_ins(user=user)
    mail_account(CHANGED, former, owner=user, detail="email_changed")
