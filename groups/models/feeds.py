"""Addresses that a person's calendar follows: whoever has one reads the hours of what comes, and nothing else."""

from __future__ import annotations

import uuid

from django.db import models

from .group import GroupFacilitator
from .links import PersonalLink, hash_of
from .participant import Participant
from .people import User


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    """Addresses for calendars."""

    def live(self) -> CalendarFeedQuerySet:
        """Those that still answer: they end with the membership, with the last part in a group, with the account."""
        guides = GroupFacilitator.objects.filter(user=models.OuterRef("user"))
        of_account = models.Q(models.Exists(guides), user__is_active=True)
        of_member = models.Q(participant__isnull=False, participant__removed_at=None, link__revoked_at=None)
        return self.filter(of_account | of_member, revoked_at=None)

    def with_token(self, token: str) -> CalendarFeedQuerySet:
        """The one that this token belongs to, if any."""
        return self.filter(token_hash=hash_of(token))


class CalendarFeed(models.Model):
    """One person's: of a member, for one group, or of an account, for all that it facilitates. Its token is not kept.

    A member's ends with the personal `link` of the device on which it was made: what leaked must not live on in it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, null=True, related_name="feeds")
    link = models.ForeignKey(PersonalLink, models.CASCADE, null=True, related_name="feeds")
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="feeds")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return str(self.id)
