"""Which account is which member: what was typed, what was proved, and what administrators answered (decision 045)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from .fingerprints import LENGTH

# By name: groups say by these rows whose they are.
GROUP, PARTICIPANT, USER = "codev_groups.Group", "codev_groups.Participant", settings.AUTH_USER_MODEL


class TypedAddress(models.Model):
    """That a member's row has or had an address, as its fingerprint, and who typed it. It proves nothing.

    Nobody typed those of before this was kept.
    """

    participant = models.ForeignKey(PARTICIPANT, models.CASCADE, related_name="typed_addresses")
    fingerprint = models.CharField(max_length=LENGTH, db_index=True, editable=False)
    typed_by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+")
    typed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("participant", "fingerprint"), name="typed_once"),)

    def __str__(self) -> str:
        return str(self.pk)


class Ground(models.TextChoices):
    """Why an account may be a member."""

    ADDRESS = "address"  # it proved the address that somebody typed for the member
    DEVICE = "device"  # its browser acts for the member
    NAME = "name"  # it has a name like the member's: that alone closes nothing
    ROLE = "role"  # it facilitated the group, and does no longer


class Answer(models.TextChoices):
    """Whether it is the member: open until that is known."""

    OPEN = "open"
    SAME = "same"
    OTHER = "other"


class SamePersonQuerySet(models.QuerySet["SamePerson"]):
    """What is known of who is who."""

    def closing(self) -> SamePersonQuerySet:
        """Those for whom HR's view of the group is closed: who is one of it, or may be by more than a name."""
        return self.filter(CLOSES)


CLOSES = models.Q(answer=Answer.SAME) | models.Q(answer=Answer.OPEN) & ~models.Q(ground=Ground.NAME)


class SamePerson(models.Model):
    """That an account is, may be or is not a certain member of a group.

    `participant` is None where that one's data were erased, and for who facilitated; `fingerprint` is the address's.
    """

    group = models.ForeignKey(GROUP, models.CASCADE, related_name="same_people")
    participant = models.ForeignKey(PARTICIPANT, models.SET_NULL, null=True, related_name="same_people")
    user = models.ForeignKey(USER, models.CASCADE, related_name="same_people")
    ground = models.CharField(max_length=8, choices=Ground.choices)
    fingerprint = models.CharField(max_length=LENGTH, blank=True, default="", editable=False)
    answer = models.CharField(max_length=8, choices=Answer.choices, default=Answer.OPEN)
    raised_at = models.DateTimeField(auto_now_add=True)
    answered_by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = SamePersonQuerySet.as_manager()

    class Meta:
        ordering = ("raised_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("participant", "user", "ground", "fingerprint"), name="raised_once"),
            models.CheckConstraint(condition=models.Q(answer__in=Answer.values), name="answer_is_known"),
            models.CheckConstraint(condition=models.Q(ground__in=Ground.values), name="ground_is_known"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.answer}"
