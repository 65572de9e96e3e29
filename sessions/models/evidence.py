"""What proves attendance: who signed for which half-day, and what was corrected, with its reason.

Nothing here is sealed: it outlives what was written in a session, whoever was there, and who facilitated
(`Organisation.attendance_years`, decision 064). HR reads neither hours of coming and going nor reasons.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from groups.models import Participant, User

from .session import Session

REASON_MAX = 200


class SignatureQuerySet(models.QuerySet["Signature"]):
    """Signatures."""

    def standing(self) -> SignatureQuerySet:
        """The newest for each half-day of each person: those that were made anew are only kept."""
        return self.filter(replaced_at=None)


class Signature(models.Model):
    """That somebody signed for a half-day, under that `name`, on what kind of `device` ("" for none).

    `stays` is what was signed for: pairs of instants (epoch milliseconds), the second None for « to the end », where it
    was signed before the end, or while that was an estimate. `by` is who facilitates and says that it was signed on
    that screen, or on paper.
    """

    class Way(models.TextChoices):
        DEVICE = "device", _("on the person’s own device")
        SCREEN = "screen", _("on the facilitator’s screen")
        PAPER = "paper", _("on paper")

    session = models.ForeignKey(Session, models.CASCADE, related_name="signatures")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="signatures")
    day = models.DateField()
    is_afternoon = models.BooleanField()
    name = models.CharField(max_length=80)
    way = models.CharField(max_length=8, choices=Way.choices)
    device = models.CharField(max_length=16, blank=True, default="")
    stays = models.JSONField(default=list)
    minutes = models.PositiveSmallIntegerField()
    signed_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=120, blank=True, default="")
    countersigned_at = models.DateTimeField(null=True)
    countersigned_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    countersigned_name = models.CharField(max_length=120, blank=True, default="")

    objects = SignatureQuerySet.as_manager()

    class Meta:
        ordering = ("session_id", "signed_at", "id")
        constraints = (
            # Of two presses at once one is kept.
            models.UniqueConstraint(
                fields=("session", "participant", "day", "is_afternoon"),
                condition=models.Q(replaced_at=None),
                name="signs_once_a_half_day",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class Correction(models.Model):
    """That somebody's stays in a session were put right: what they were, what they are since, by whom and why.

    `old` and `new` are pairs of instants (epoch milliseconds). All are kept, and the newest is in force. `contested_…`:
    that this person does not agree, in what words, and whether on the own device or on the facilitator's screen.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="corrections")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="corrections")
    name = models.CharField(max_length=80)
    old = models.JSONField(default=list)
    new = models.JSONField(default=list)
    reason = models.CharField(max_length=REASON_MAX)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    contested_at = models.DateTimeField(null=True)
    contested_words = models.CharField(max_length=REASON_MAX, blank=True, default="")
    contested_way = models.CharField(max_length=8, choices=Signature.Way.choices, blank=True, default="")

    class Meta:
        ordering = ("session_id", "made_at", "id")

    def __str__(self) -> str:
        return str(self.pk)
