"""What mails say: who writes those of each kind, and accounts' own. Written when they leave (delivery.py).

No mail holds content, nor the name that a group has inside: only what its facilitators call it in calendars. Whoever
reads over a shoulder, or runs the mail server, learns who invites whom to which organisation's group, and no more.
"""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .letters import Written, letter, one_line
from .models import DeviceCode, Mail
from .models.links import hash_of

LOGIN_CODE = "account/email/login_code"
# What is told by mail, by allauth's names. What somebody does to confirm an address is known to that person.
CHANGES = {
    "account_connected": _("Your organisation’s sign-in opens your account from now on."),
    "email_changed": _("Your main e-mail address was changed."),
    "email_deleted": _("An e-mail address was removed from your account."),
    "password_changed": _("Your password was changed."),
    "password_reset": _("Your password was changed."),
    "password_set": _("A password was chosen for your account."),
    "recovery_codes_generated": _("New recovery codes were made; the former ones no longer work."),
    "totp_activated": _("An app that shows codes was set up as your second step."),
    "totp_deactivated": _("The codes of your app are no longer asked for."),
    "webauthn_added": _("A passkey was added to your account."),
    "webauthn_removed": _("A passkey was removed from your account."),
}

Writer = Callable[[Mail], Written | None]
Attachments = tuple[tuple[str, str, str], ...]
Encloser = Callable[[Mail], Attachments]

WRITERS: dict[str, Writer] = {}
ENCLOSED: dict[str, Encloser] = {}


def writes(kind: str) -> Callable[[Writer], Writer]:
    """Register who writes mails of a kind. None where it would say nothing any more: none is sent then."""

    def register(writer: Writer) -> Writer:
        WRITERS[kind] = writer
        return writer

    return register


def encloses(kind: str) -> Callable[[Encloser], Encloser]:
    """Register what else goes with mails of a kind, from where their writers may not look."""

    def register(encloser: Encloser) -> Encloser:
        ENCLOSED[kind] = encloser
        return encloser

    return register


@writes("device_code")
def _device_code(mail: Mail) -> Written | None:
    """Good from now on, on the device that asked; none where it was ended meanwhile, as by another address."""
    assert mail.participant_id  # noqa: S101 (who asked for it named one)
    code = mail.digits()
    kept = DeviceCode.hash_of(mail.participant_id, code)
    if not DeviceCode.objects.live().filter(pk=mail.pk).update(code_hash=kept):
        return None
    return letter("groups/mails/device_code", gettext("Your code"), code=code)


@writes("address_changed")
def _address_changed(_mail: Mail) -> Written:
    return letter("groups/mails/address_changed", gettext("Your address was changed"))


@writes("invitation")
def _invitation(mail: Mail) -> Written:
    """Who invites and for which organisation, as far as these are known: the operator invites the first of one."""
    who = {"by": one_line(mail.by or ""), "organisation": one_line(mail.organisation or "")}
    said = gettext("An account is ready for you on Codev.")
    if who["organisation"]:
        said = gettext("An account is ready for you on Codev, for %(organisation)s.") % who
    if all(who.values()):
        said = gettext("%(by)s invites you to Codev, for %(organisation)s: an account is ready for you.") % who
    subject = gettext("You are invited to Codev")
    return letter("groups/mails/invitation", subject, said=said, url=page_address("account_login"))


@writes("retention")
def _retention(mail: Mail) -> Written:
    on = {"url": settings.CODEV_BASE_URL, "on": mail.day}
    return letter("groups/mails/retention", gettext("Take with you what is yours"), **on)


@writes("second_step")
def _second_step(_mail: Mail) -> Written:
    subject = gettext("Your second step of signing in")
    return letter("groups/mails/second_step", subject, url=page_address("account_login"))


def of_account(mail: Mail) -> Written:
    """One of allauth's, by the name that it has for its templates."""
    # allauth's forms import our adapter, which asks for mails.
    from allauth.account.forms import default_token_generator

    user = mail.user
    assert user  # noqa: S101 (accounts alone are written to so)
    if mail.kind == LOGIN_CODE and not EmailAddress.objects.filter(user=user).exists():
        # An invitation makes the account alone. Without this row allauth has nothing to confirm by the code, and as a
        # confirmed address is mandatory would ask for another code after the first.
        EmailAddress.objects.create(user=user, email=user.email, primary=True)
    context = {"user": user, "email": mail.to, "code": mail.code(), "what": CHANGES.get(mail.detail, "")}
    context["password_reset_url"] = page_address("account_reset_password")
    if mail.kind == "account/email/password_reset_key":
        key = default_token_generator.make_token(user)
        context["password_reset_url"] = page_address("account_reset_password_from_key", user_pk_to_url_str(user), key)
    return letter(f"{mail.kind}_message", render_to_string(f"{mail.kind}_subject.txt", context), **context)


def join_address(mail: Mail) -> str:
    """A new way in for the participant whom a mail is for; the same at every attempt."""
    assert mail.participant  # noqa: S101 (who asked for it named one)
    # The command that asked for it has asked whether it may be.
    mail.participant.links.get_or_create(token_hash=hash_of(mail.token()))
    return page_address("groups:join", mail.token())


def page_address(name: str, *args: str) -> str:
    """Where a page is, for a mail."""
    # Not of a request: whoever asks could name another host in it.
    return settings.CODEV_BASE_URL + reverse(name, args=args)
