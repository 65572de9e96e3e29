"""Who looked at a group's figures from outside the group, and when: written once, read by the group, never changed."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .group import Group
from .people import Organisation


class AppendOnlyError(RuntimeError):
    """Somebody tried to rewrite what was recorded."""


class Shown(models.TextChoices):
    """What was looked at."""

    OVERVIEW = "overview", _("the overview of a year")
    GROUP = "group", _("the group’s page")
    CSV = "csv", _("the attendance, as a file")


class LedgerQuerySet(models.QuerySet["AccessLedger"]):
    """Looks: they are added, never changed or taken away."""

    # Against our own code and shells, not against whoever runs the database. Deleting a whole group takes its lines
    # along: that goes by the foreign key, not through here.

    def update(self, **fields: Any) -> int:
        raise AppendOnlyError

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError


class AccessLedger(models.Model):
    """One look at one group. The name is kept as it was, so that it outlives the account."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="looks")
    group = models.ForeignKey(Group, models.CASCADE, related_name="looks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="looks")
    name = models.CharField(_("name"), max_length=254)
    looked_at = models.DateTimeField(auto_now_add=True)
    what = models.CharField(max_length=16, choices=Shown.choices)

    objects = LedgerQuerySet.as_manager()

    class Meta:
        ordering = ("-looked_at", "id")
        indexes = (models.Index(fields=("group", "-looked_at", "id"), name="looks_by_group_and_date"),)
        constraints = (models.CheckConstraint(condition=models.Q(what__in=Shown.values), name="look_is_known"),)

    def __str__(self) -> str:
        return f"{self.group_id} {self.what}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError
