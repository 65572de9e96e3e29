"""A page of somebody's journal: what a session taught, written afterwards, the author's alone (decision 061)."""

from __future__ import annotations

from django.db import models

from groups.models import Seat

from .own_sheets import OwnSheet, OwnSheetQuerySet
from .session import Session

# The method's four questions: on the subject, on oneself, how one helped, what one will try.
FIELDS = ("subject", "oneself", "helped", "trying")


class ReflectionQuerySet(OwnSheetQuerySet["Reflection"]):
    """Pages of journals. « Journal » is what the rows of commands are called."""

    def elsewhere(self, seat: Seat, session: Session) -> Reflection | None:
        """What another device of the person wrote after this session, where this one opens it."""
        known = self.on(seat, session)
        rows = self.opened_by([seat]).filter(session=session).order_by("-written_at", "id")
        return next((one for one in rows if one != known), None)


class Reflection(OwnSheet):
    """What one person wrote after one session."""

    FIELDS = FIELDS

    objects = ReflectionQuerySet.as_manager()

    class Meta(OwnSheet.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=("session", "participant"), condition=models.Q(seat_id=None), name="one_reflection_a_person"
            ),
            models.UniqueConstraint(fields=("session", "participant", "seat_id"), name="one_reflection_a_device"),
        )
