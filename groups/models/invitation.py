"""What became of the mails to a participant: kept beside the person, as the mails themselves are forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .participant import Participant

SLOW = timedelta(minutes=2)


class Reason(models.TextChoices):
    """Why a mail did not arrive, as far as whoever refused it said so."""

    UNKNOWN = "unknown", _("its mail server does not know this address")
    REFUSED = "refused", _("its mail server does not take our mails")
    UNREACHED = "unreached", _("its mail server could not be reached")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations."""

    def refused(self) -> InvitationQuerySet:
        """Those of members to whose address mails do not come."""
        return self.exclude(refused_at=None).filter(participant__removed_at=None, participant__is_knocking=False)

    def note_asked(self, mails: Mapping[UUID, UUID]) -> None:
        """That mails with a link are on their way, by participant; what became of those before is forgotten."""
        now = timezone.now()
        rows = [Invitation(participant_id=person, mail_id=mail, asked_at=now) for person, mail in mails.items()]
        fields = ["mail_id", "asked_at", "left_at", "refused_at", "reason"]
        self.bulk_create(rows, update_conflicts=True, unique_fields=["participant"], update_fields=fields)

    def note_left(self, mail: UUID) -> None:
        """That a mail server took this one."""
        self.filter(mail_id=mail).update(left_at=timezone.now())

    def note_refused(self, participant: UUID, reason: str) -> None:
        """That mails to this participant's address do not come."""
        refused = {"refused_at": timezone.now(), "reason": reason}
        self.update_or_create(participant_id=participant, defaults=refused)

    def forget(self, participant: UUID) -> None:
        """Begin anew at another address, to which goes what is still on its way."""
        here = self.filter(participant=participant)
        here.exclude(asked_at__isnull=False, left_at=None, refused_at=None).delete()


class Invitation(models.Model):
    """The last mail that brought a participant a personal link, and the last refusal of any mail to that address.

    `mail_id` is the mail's; None, as `asked_at`, where only other mails were refused. `left_at` says that a mail server
    took it, not that it was read.
    """

    participant = models.OneToOneField(Participant, models.CASCADE, primary_key=True, related_name="invitation")
    mail_id = models.UUIDField(null=True, db_index=True, editable=False)
    asked_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=12, choices=Reason.choices, blank=True, default="")

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.participant_id)

    @property
    def is_slow(self) -> bool:
        """Whether its mail should have left by now: it is tried again."""
        waits = self.asked_at if self.left_at is None and self.refused_at is None else None
        return waits is not None and waits < timezone.now() - SLOW
