"""What somebody who facilitated looks back on after a session: that account's alone, sealed."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from groups.models import User

from .session import Session
from .sheets import Sheet


class DebriefQuerySet(models.QuerySet["Debrief"]):
    """Debrief sheets."""

    def by(self, user: User) -> DebriefQuerySet:
        """Those of this account, which nobody else may see: whoever facilitates beside it has an own one."""
        return self.filter(user=user)


class Debrief(Sheet):
    """One facilitator's sheet of one session."""

    FIELDS = ("well", "otherwise", "learned", "later")

    session = models.ForeignKey(Session, models.CASCADE, related_name="debriefs")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="debriefs")

    objects = DebriefQuerySet.as_manager()

    class Meta:
        ordering = ("session_id", "begun_at", "id")
        constraints = (models.UniqueConstraint(fields=("session", "user"), name="one_debrief_an_account"),)
