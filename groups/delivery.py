"""Mails on their way: written when they leave, tried again with growing pauses, given up after a while.

No mail holds content, nor the name that a group has inside: only what its facilitators call it in calendars. Whoever
reads over a shoulder, or runs the mail server, learns who invites whom to which organisation's group, and no more.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused
from typing import Any
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from .letters import Written as Written
from .letters import letter, one_line
from .models import DeviceCode, Invitation, Mail, Participant, Reason, RetentionWarning
from .models.links import hash_of
from .models.mail import hashes_of

LOGIN_CODE = "account/email/login_code"
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(hours=1)

logger = logging.getLogger(__name__)


Writer = Callable[[Mail], Written | None]
WRITERS: dict[str, Writer] = {}


def writes(kind: str) -> Callable[[Writer], Writer]:
    """Register who writes mails of a kind. None where it would say nothing any more: none is sent then."""

    def register(writer: Writer) -> Writer:
        WRITERS[kind] = writer
        return writer

    return register


Attachments = tuple[tuple[str, str, str], ...]
ENCLOSED: dict[str, Callable[[Mail], Attachments]] = {}


def encloses(kind: str) -> Callable[[Callable[[Mail], Attachments]], Callable[[Mail], Attachments]]:
    """Register what else goes with mails of a kind, from where their writers may not look."""

    def register(encloser: Callable[[Mail], Attachments]) -> Callable[[Mail], Attachments]:
        ENCLOSED[kind] = encloser
        return encloser

    return register


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


@task()
def deliver_each(mail_ids: list[str]) -> None:
    """Have mails sent that were asked for together. Done twice, each leaves once all the same."""
    for mail_id in mail_ids:
        deliver.enqueue(mail_id)


@task()
def deliver(mail_id: str) -> None:
    """Send a mail that waits. What fails is asked for again, or given up where it would come too late."""
    mail = (
        Mail.objects.waiting()
        .select_related("user", "address", "participant", "by", "organisation")
        .filter(pk=mail_id)
        .first()
    )
    if mail is None:
        return
    try:
        _try(mail)
    except Exception as error:
        # The error's name alone: its text often repeats the address.
        name = type(error).__name__
        logger.warning("A mail was not taken: %s", name)
        _again(mail, name, _reason(error))


def _try(mail: Mail) -> None:
    if mail.expires_at <= timezone.now():
        _give_up(mail, "expired", Reason.UNREACHED)
        return
    mine = _waiting(mail).filter(attempts=mail.attempts)
    # One statement: of two that try at once, one does. A code opens from now on, as it may be read at once.
    if not mine.update(attempts=F("attempts") + 1, code_hash=hashes_of(mail.code())[0]):
        return
    mail.attempts += 1
    message = _message(mail)
    if message is None:
        mail.delete()
        return
    # Opened here, so that the farewell to the server comes after we have noted that it took the mail.
    with get_connection() as server:
        server.send_messages([message])
        _sent(mail)


def _sent(mail: Mail) -> None:
    now = timezone.now()
    _waiting(mail).update(sent_at=now, fault="", elsewhere=b"")
    if mail.participant_id:
        Invitation.objects.note_left(mail.pk)
    if mail.warning_id:
        RetentionWarning.objects.filter(pk=mail.warning_id, sent_at=None).update(sent_at=now)


@transaction.atomic
def _again(mail: Mail, fault: str, final: Reason | None) -> None:
    at = timezone.now() + min(FIRST_PAUSE * 3 ** max(0, mail.attempts - 1), LONGEST_PAUSE)
    if final or at >= mail.expires_at:
        _give_up(mail, fault, final or Reason.UNREACHED)
    # Where it was sent after all, and the farewell failed, there is none.
    elif _waiting(mail).update(fault=fault):
        deliver.using(run_after=at).enqueue(str(mail.pk))


def _give_up(mail: Mail, fault: str, reason: Reason) -> None:
    # A code comes too late after a quarter of an hour: that says nothing of the address.
    is_told = mail.kind != "device_code" or reason != Reason.UNREACHED
    if _waiting(mail).update(failed_at=timezone.now(), fault=fault, elsewhere=b"") and mail.participant and is_told:
        # Not where another address stands there meanwhile.
        for one in Participant.objects.filter(pk=mail.participant.pk, email=mail.participant.email):
            Invitation.objects.note_refused(one.pk, reason)


def _reason(error: Exception) -> Reason | None:
    """Why the server will never take it, as it knows no such address, or wants no such mail; None where it may yet."""
    if isinstance(error, SMTPRecipientsRefused):
        codes = [code for code, _said in error.recipients.values()]
        return Reason.UNKNOWN if codes and min(codes) >= 500 else None
    return Reason.REFUSED if isinstance(error, SMTPDataError) and error.smtp_code >= 500 else None


def _waiting(mail: Mail) -> Any:
    return Mail.objects.waiting().filter(pk=mail.pk)


def _message(mail: Mail) -> EmailMessage | None:
    """What is sent; None where nobody is there any more to be written to, or never was, or it would say nothing."""
    user, participant = mail.user, mail.participant
    # Who left a group has what is private still, and proves a device for it.
    is_gone = participant and participant.removed_at and mail.kind != "device_code"
    if not mail.to or (user and not user.is_active) or is_gone:
        return None
    with translation.override(mail.language):
        written = WRITERS.get(mail.kind, _of_account)(mail)
        enclosed = ENCLOSED[mail.kind](mail) if written and mail.kind in ENCLOSED else ()
    if written is None:
        return None
    # The same at every attempt: servers and readers fold two copies into one.
    id = f"<{mail.pk}@{urlsplit(settings.CODEV_BASE_URL).hostname}>"
    headers = {**written.headers, "Message-ID": id}
    message = EmailMultiAlternatives(one_line(written.subject), written.text, None, [mail.to], headers=headers)
    if written.html:
        message.attach_alternative(written.html, "text/html")
    for alternative in written.alternatives:
        message.attach_alternative(*alternative)
    for name, content, type in (*written.attachments, *enclosed):
        message.attach(one_line(name), content, type)
    return message


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


def _of_account(mail: Mail) -> Written:
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
