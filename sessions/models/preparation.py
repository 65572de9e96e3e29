"""The sheet on which somebody prepares a subject before a session: the author's alone, sealed as a whole."""

from __future__ import annotations

from django.db import models

from groups.models import Seat

from .own_sheets import OwnSheet, OwnSheetQuerySet
from .rounds import Round
from .session import Session

# What the method asks, in its order.
FIELDS = ("title", "situation", "tried", "others", "wanted", "question", "help")


class PreparationQuerySet(OwnSheetQuerySet["Preparation"]):
    """Preparation sheets."""

    def left_over(self, seat: Seat, session: Session) -> Preparation | None:
        """The newest sheet that this device opens and whose subject was not taken: of an earlier session of the group,
        or of this one where another device of the person began it.
        """
        was_client = Round.objects.filter(session=models.OuterRef("session"), client=seat.participant_id)
        untaken = models.Q(session__status=Session.Status.CANCELLED)
        untaken |= models.Q(~models.Exists(was_client), session__status=Session.Status.CLOSED)
        here, known = models.Q(session=session, seat_id__isnull=False), self.on(seat, session)
        rows = self.filter(untaken | here, participant=seat.participant_id).order_by("-written_at", "id")
        return next((one for one in rows if one != known and one.opens_on(seat)), None)


class Preparation(OwnSheet):
    """One person's sheet for one session."""

    FIELDS = FIELDS

    objects = PreparationQuerySet.as_manager()

    class Meta(OwnSheet.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=("session", "participant"), condition=models.Q(seat_id=None), name="one_sheet_a_person"
            ),
            models.UniqueConstraint(fields=("session", "participant", "seat_id"), name="one_sheet_a_device"),
        )


BLANK = Preparation.blank()
