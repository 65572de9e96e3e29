"""How accounts come to be, by invitation or by anyone where the operator opens sign-up, and how they sign out.

Whoever changes how one signs in (password, address, second factor) stays signed in where that was done, and nowhere
else: it is what somebody does who was found out, or has found out somebody (decision 048).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from allauth.account import signals
from allauth.account.models import EmailAddress
from allauth.mfa import signals as factors
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from codev import browsers, doorbell

from .account_mails import MailsLater
from .actors import last_as_usual, seats_of
from .commands import end_sign_ins, prove_address, recognise
from .models import User
from .writers import CHANGES

WAYS = {
    "reauthenticate": _("Use my password"),
    "mfa_reauthenticate": _("Use a code of my app or a recovery code"),
    "mfa_reauthenticate:webauthn": _("Use my passkey"),
}


class Adapter(MailsLater):
    """Closes sign-up unless CODEV_OPEN_SIGNUP says otherwise."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.CODEV_OPEN_SIGNUP)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Ask as much of an account as of none: allauth spares a question where the address is confirmed."""
        if EmailAddress.objects.filter(email=credentials.get("email", "").lower(), verified=True).exists():
            User.objects.filter(pk=0).first()

    def logout(self, request: HttpRequest) -> None:
        """Sign out, of the seats that this browser holds too; its open pages close at once."""
        # Before signing out, which empties the browser's session and with it the list of seats.
        people = [str(request.user.pk), *(str(seat.participant_id) for seat in seats_of(request.session))]
        super().logout(request)
        for person in people:
            # Sockets ask anew who they are, and find nobody. 0: a person's bell has no revision.
            doorbell.ring("person", person, 0)

    def get_login_stages(self) -> list[str]:
        """As allauth has them, but for a second step that a provider took."""
        own = {"allauth.mfa.stages.AuthenticateStage": "groups.provider.Stage"}
        return [own.get(stage, stage) for stage in super().get_login_stages()]

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, str]]:
        """As allauth has them, in words of ours."""
        return [{**one, "description": str(WAYS[one["id"]])} for one in super().get_reauthentication_methods(user)]

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell somebody that the way in was changed: one mail of ours for all that allauth would write about."""
        name = template_prefix.rpartition("/")[2]
        if name in CHANGES and (email := email or user.email):
            self.send_mail("account/email/changed", email, {"user": user, "detail": name})


class WholeMiddleware:
    """Pages about accounts ring when they are done: between a new password and this browser's new key its own sockets
    would be refused. Stands before sessions are kept.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(("/account/", "/accounts/", "/admin/")):
            return self.get_response(request)
        with doorbell.held():
            return self.get_response(request)


def only_here(request: HttpRequest, user: User) -> None:
    """How this account is signed in to has changed: every browser is signed out, but for this one where it is signed
    in, which goes on under another key.
    """
    if getattr(request, "_is_only_here", False):
        return  # one press may change several things
    is_here = _is_signed_in(request, user)
    end_sign_ins(user=user, but=request.session if is_here else None)
    if not is_here:
        return
    request._is_only_here = True  # type: ignore[attr-defined]
    here = cast(User, request.user)
    here.refresh_from_db(fields=["email", "password", "sign_in_mark"])
    if key := request.COOKIES.get(settings.SESSION_COOKIE_NAME):
        browsers.note_moved(key)
    update_session_auth_hash(request, here)
    messages.info(request, gettext("Your other devices and browsers have been signed out."))


def connect() -> None:
    """Hear of all such changes from allauth."""
    for name in ("password_set", "password_changed", "email_changed", "email_removed", "email_confirmed"):
        getattr(signals, name).connect(_changed, dispatch_uid="only_here")
    for name in ("authenticator_added", "authenticator_removed", "authenticator_reset"):
        getattr(factors, name).connect(_changed, dispatch_uid="only_here")
    signals.password_reset.connect(_reset)


def _changed(request: HttpRequest | None, user: User | None = None, email_address: Any = None, **_more: Any) -> None:
    whose = user or email_address.user
    # An address that is confirmed before anybody is signed in signs in: nothing changes by it.
    if request is not None and _is_signed_in(request, whose):
        only_here(request, whose)


def _reset(user: User, **_more: Any) -> None:
    """A forgotten password was set anew: by it nobody is signed in yet."""
    end_sign_ins(user=user)


def _is_signed_in(request: HttpRequest, user: User) -> bool:
    return request.user.is_authenticated and request.user.pk == user.pk


@receiver(post_save, sender="account.EmailAddress")
def keep_proven(instance: Any, **_: Any) -> None:
    """Whichever way allauth, or the operator on the admin's pages, has an address proved."""
    if instance.verified:
        prove_address(user=instance.user, address=instance.email)


@receiver(user_logged_in)
def recognise_seats(request: HttpRequest, user: Any, **_: Any) -> None:
    """Who signs in where somebody took a place, or knocks, may be that member."""
    last_as_usual(request.session)
    recognise(seats=seats_of(request.session), user=user, is_sure=False)


class NameForm(forms.Form):
    """What sign-up asks beside an address and a password."""

    name = forms.CharField(label=_("Your name"), max_length=120)

    def signup(self, request: HttpRequest, user: Any) -> None:
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
