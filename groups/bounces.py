"""What a mail service tells of mails that it took before: those that came back are noted beside the person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from .models import Invitation, Mail, Participant, Reason

# By django-anymail's names. What is put off may come yet.
LOST = ("bounced", "rejected", "failed", "complained")
UNKNOWN, UNREACHED = ("invalid", "bounced"), ("timed_out",)


def hear(sender: Any = None, *, event: Any, **_more: Any) -> None:
    """A mail of ours came back, was never sent, or was said to be unwanted."""
    mail = _id_of(event)
    if mail is None or event.event_type not in LOST:
        return
    of_invitation = Invitation.objects.filter(mail_id=mail).values("participant")
    of_mail = Mail.objects.filter(pk=mail, participant__isnull=False).values("participant")
    # The address may be another by now, and nothing is said of that one.
    people = Participant.objects.filter(pk__in=of_invitation) | Participant.objects.filter(pk__in=of_mail)
    for person in people.filter(email__iexact=event.recipient or ""):
        Invitation.objects.note_refused(person.pk, _reason(event))


def _id_of(event: Any) -> UUID | None:
    """The mail's own id: as it was sent along, or as its Message-ID begins."""
    named = (event.metadata or {}).get("mail") or str(event.message_id or "").strip("<>").partition("@")[0]
    try:
        return UUID(str(named))
    except ValueError:
        return None


def _reason(event: Any) -> Reason:
    if event.reject_reason in UNREACHED:
        return Reason.UNREACHED
    return Reason.UNKNOWN if event.event_type == "bounced" and event.reject_reason in UNKNOWN else Reason.REFUSED
