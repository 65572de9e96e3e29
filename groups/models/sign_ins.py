"""Where an account is signed in, so that its owner can see and end it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from codev.browsers import COLUMN


class SignIn(models.Model):
    """One browser that an account signed in in. `browser` is what its row stands under (`codev.browsers.hashed`).

    The browser's row is what lets it in: where that has gone or run out, this one means nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sign_ins")
    browser = models.CharField(max_length=COLUMN, unique=True, editable=False)
    label = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-created_at", "id")

    def __str__(self) -> str:
        return self.label
