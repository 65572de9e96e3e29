"""Codes that prove a device to be somebody's. What stands here opens nothing: a hash under SECRET_KEY."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .links import Seat
from .participant import Participant

CODE_FOR = timedelta(minutes=15)
CODE_WRONG = 5  # a code that was missed so often works no more


class DeviceCodeQuerySet(models.QuerySet["DeviceCode"]):
    """Codes."""

    def live(self) -> DeviceCodeQuerySet:
        """Those that still prove a device."""
        return self.filter(ended_at=None, made_at__gt=timezone.now() - CODE_FOR, wrong__lt=CODE_WRONG)

    def end(self) -> None:
        """None of these proves anything any more."""
        self.filter(ended_at=None).update(ended_at=timezone.now())


class DeviceCode(models.Model):
    """A code for the device of `seat`, mailed to its participant; without one, shown by a device that is proven.

    What is mailed has its mail's id, and no hash before that leaves.
    It works once. `reaches_from` is how far back what is private opens by it, None for all of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="device_codes")
    seat = models.ForeignKey(Seat, models.CASCADE, null=True, related_name="codes")
    code_hash = models.CharField(max_length=64, editable=False)
    reaches_from = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=timezone.now)
    wrong = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)

    objects = DeviceCodeQuerySet.as_manager()

    class Meta:
        ordering = ("made_at", "id")

    def __str__(self) -> str:
        return str(self.id)

    @staticmethod
    def hash_of(participant_id: uuid.UUID, code: str) -> str:
        """What is kept of a code, under SECRET_KEY: all codes there are could be tried against a plain hash."""
        return salted_hmac("codev device code", f"{participant_id}:{code}", algorithm="sha256").hexdigest()
