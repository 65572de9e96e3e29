"""A facilitator's phone at the dashboard of one session, without signing in there."""

from __future__ import annotations

import time
import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from groups.models.links import hash_of

from .session import Session

CODE_LASTS = timedelta(minutes=2)
LASTS = timedelta(hours=24)
LASTS_AFTER_THE_END = timedelta(hours=12)


class PairingQuerySet(models.QuerySet["Pairing"]):
    """Paired devices, and the codes that make them."""

    def open(self) -> PairingQuerySet:
        """Codes that may still be used: once, for two minutes, while the session is open or running."""
        fresh = self.filter(used_at=None, revoked_at=None, created_at__gt=timezone.now() - CODE_LASTS)
        return fresh.filter(session__status__in=(Session.Status.OPEN, Session.Status.RUNNING), user__is_active=True)

    def with_token(self, token: str) -> PairingQuerySet:
        """The one that this token belongs to, if any."""
        return self.filter(token_hash=hash_of(token))

    def live(self) -> PairingQuerySet:
        """Devices that may still act: for a day, and no longer than half a day after the session."""
        # In epoch milliseconds, as the state keeps it: when the session was closed stands in no column.
        ended = int(1000 * (time.time() - LASTS_AFTER_THE_END.total_seconds()))
        used = self.filter(used_at__gt=timezone.now() - LASTS, revoked_at=None, user__is_active=True)
        # The status is asked too: to PostgreSQL a JSON null is less than any number, and open sessions have one.
        is_over = models.Q(session__status__in=(Session.Status.CLOSED, Session.Status.CANCELLED))
        over = is_over & models.Q(session__state__closed_at__lte=ended)
        return used.exclude(over)


class Pairing(models.Model):
    """One code, and the one device that it made. The token is nowhere kept, only its hash; `label` names the device."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="pairings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = PairingQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return str(self.id)
