"""How participants come in without an account: a personal link makes seats, each in one browser."""

from __future__ import annotations

import hashlib
import uuid

from django.db import models

from .groups import Participant


def hash_of(token: str) -> str:
    """What is stored of a token: 128 random bits need no salt and no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


class LinkQuerySet(models.QuerySet["PersonalLink"]):
    """Personal links."""

    def live(self) -> LinkQuerySet:
        """Those that still open the door."""
        return self.filter(revoked_at=None, participant__removed_at=None)

    def with_token(self, token: str) -> LinkQuerySet:
        """The one that this token belongs to, if any."""
        return self.filter(token_hash=hash_of(token))


class PersonalLink(models.Model):
    """One participant's way in, over and over, until revoked. The token itself is nowhere kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return str(self.id)


class SeatQuerySet(models.QuerySet["Seat"]):
    """Seats."""

    def live(self) -> SeatQuerySet:
        """Those that may still act."""
        return self.filter(revoked_at=None, participant__removed_at=None)


class Seat(models.Model):
    """A participant in one browser. Made by a personal link it is a member seat."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="seats")
    link = models.ForeignKey(PersonalLink, models.CASCADE, null=True, blank=True, related_name="seats")
    label = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_member(self) -> bool:
        """Whether a personal link made it: the group's pages and one's own things are open to it."""
        return self.link_id is not None
