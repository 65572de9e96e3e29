"""Mails on their way: written when they leave (writers.py), tried again with growing pauses, given up after a while."""

from __future__ import annotations

import logging
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django_tasks import task

from .letters import one_line
from .models import Invitation, Mail, Participant, Reason, RetentionWarning
from .models.mail import hashes_of
from .writers import ENCLOSED, WRITERS, of_account

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(hours=1)

logger = logging.getLogger(__name__)


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
    # By its name: django-anymail may not be installed.
    if type(error).__name__ == "AnymailRecipientsRefused":
        return Reason.REFUSED
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
        written = WRITERS.get(mail.kind, of_account)(mail)
        enclosed = ENCLOSED[mail.kind](mail) if written and mail.kind in ENCLOSED else ()
    if written is None:
        return None
    # The same at every attempt: servers and readers fold two copies into one.
    id = f"<{mail.pk}@{urlsplit(settings.CODEV_BASE_URL).hostname}>"
    headers = {**written.headers, "Message-ID": id}
    message = EmailMultiAlternatives(one_line(written.subject), written.text, None, [mail.to], headers=headers)
    # By this a mail service names it when it comes back; by SMTP nobody is told.
    message.metadata = {"mail": str(mail.pk)}  # type: ignore[attr-defined]
    if written.html:
        message.attach_alternative(written.html, "text/html")
    for alternative in written.alternatives:
        message.attach_alternative(*alternative)
    for name, content, type in (*written.attachments, *enclosed):
        message.attach(one_line(name), content, type)
    return message
