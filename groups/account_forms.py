"""Forms of signing in that differ from allauth's; apart from accounts.py, which allauth's own forms import.

They answer alike, and ask the database alike, whether or not there is an account with the address.
"""

from __future__ import annotations

import uuid
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import (
    ConfirmEmailVerificationCodeForm,
    ConfirmLoginCodeForm,
    RequestLoginCodeForm,
    ResetPasswordForm,
    SignupForm,
)
from allauth.account.models import EmailAddress
from allauth.core import context, ratelimit
from django.db import transaction
from django.http import HttpRequest

from .account_mails import MAILED
from .mails import account_of, mail_account
from .models import Mail, User
from .models.mail import fits
from .writers import LOGIN_CODE


class RequestCodeForm(RequestLoginCodeForm):
    """Asks for a sign-in code."""

    def clean_email(self) -> str:
        adapter, email = get_adapter(), str(self.cleaned_data["email"])
        # Counted for this asker: whoever asks in somebody else's name uses up nothing of that person's.
        asker = f"{adapter.get_client_ip(context.request)} {email.lower()}"
        if not ratelimit.consume(context.request, action="request_login_code", key=asker):
            raise adapter.validation_error("too_many_login_attempts")
        self._user = account_of(email)[0]
        return email


class _MailedCode:
    """Compares with the hashes of what was mailed, instead of with a code that the browser's session would hold."""

    expected_code: str | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Nothing else is to be done on its page.
        self.fields["code"].widget.attrs["autofocus"] = True  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        typed = str(self.cleaned_data["code"])  # type: ignore[attr-defined]
        mailed = _mailed(self.expected_code or "")
        # What allauth compares it with.
        self.expected_code = typed if any(fits(mail, typed) for mail in mailed) else ""
        code: str = super().clean_code()  # type: ignore[misc]
        context.request.session.pop(MAILED, None)
        Mail.objects.filter(pk__in=[mail.pk for mail in mailed]).update(code_hash="")
        return code


def _mailed(newest: str) -> list[Mail]:
    """The mails of this browser whose codes are good for what it waits for: the newest, and for a sign-in earlier ones.

    Not where an address is to be confirmed: the code that reached one confirms no other.
    """
    # Never of none, which Django would not ask of the database.
    ids = context.request.session.get(MAILED) or [uuid.uuid4()]
    mails = list(Mail.objects.filter(pk__in=ids).select_related("user", "address"))
    waited = next((mail for mail in mails if str(mail.pk) == newest and mail.user), None)
    if waited is None or waited.kind != LOGIN_CODE:
        return [waited] if waited else []
    return [mail for mail in mails if (mail.kind, mail.user, mail.to) == (waited.kind, waited.user, waited.to)]


class ConfirmCodeForm(_MailedCode, ConfirmLoginCodeForm):
    """Takes a sign-in code."""


class ConfirmAddressForm(_MailedCode, ConfirmEmailVerificationCodeForm):
    """Takes the code that confirms an address."""


class ResetForm(ResetPasswordForm):
    """Asks for a link to choose a new password."""

    def clean_email(self) -> str:
        # Whose it is, whoever sends the mail finds out.
        self.users: list[User] = []
        return str(get_adapter().clean_email(self.cleaned_data["email"].lower()))

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        email: str = self.cleaned_data["email"]
        mail_account("account/email/password_reset_key", email)
        return email


class JoinForm(SignupForm):
    """Makes an account; where there is one already, takes as long, and has its owner told."""

    def try_save(self, request: HttpRequest) -> Any:
        if self.account_already_exists:
            self._make_another(request)
        return super().try_save(request)

    def _make_another(self, request: HttpRequest) -> None:
        email = self.cleaned_data["email"]
        self.cleaned_data["email"], self.account_already_exists = f"{uuid.uuid4()}@example.invalid", False
        with transaction.atomic():
            user = self.save(request)
            # What allauth asks of a new account afterwards.
            for _time in range(3):
                EmailAddress.objects.filter(user=user).first()
            User.objects.filter(pk=0).first()
            transaction.set_rollback(True)
        self.cleaned_data["email"], self.account_already_exists = email, True
