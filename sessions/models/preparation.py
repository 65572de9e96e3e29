"""The sheet on which somebody prepares a subject before a session: the author's alone, sealed as a whole."""

from __future__ import annotations

from django.db import models

from groups.models import Participant, Seat

from .rounds import Round
from .session import Session
from .sheets import Sheet

# What the method asks, in its order.
FIELDS = ("title", "situation", "tried", "others", "wanted", "question", "help")


class PreparationQuerySet(models.QuerySet["Preparation"]):
    """Preparation sheets."""

    def on(self, seat: Seat, session: Session) -> Preparation | None:
        """The sheet of a session that this device opens: of the proven ones of a person, or its own."""
        rows = list(self.filter(session=session, participant=seat.participant_id))
        shared = next((one for one in rows if one.seat_id is None), None)
        if shared and seat.opens(shared.begun_at):
            return shared
        # Also of a device that is proven since: its sheet becomes the proven ones' as it is written on.
        return next((one for one in rows if one.seat_id == seat.pk), None)

    def left_over(self, seat: Seat, session: Session) -> Preparation | None:
        """The newest sheet that this device opens and whose subject was not taken: of an earlier session of the group,
        or of this one where another device of the person began it.
        """
        was_client = Round.objects.filter(session=models.OuterRef("session"), client=seat.participant_id)
        untaken = models.Q(session__status=Session.Status.CANCELLED)
        untaken |= models.Q(~models.Exists(was_client), session__status=Session.Status.CLOSED)
        here, known = models.Q(session=session, seat_id__isnull=False), self.on(seat, session)
        rows = self.filter(untaken | here, participant=seat.participant_id).order_by("-written_at", "id")
        others = (one for one in rows if one != known)
        return next((one for one in others if one.seat_id == seat.pk or seat.opens(one.begun_at)), None)


class Preparation(Sheet):
    """One person's sheet for one session.

    `seat_id` is the device that wrote it, which alone opens it then; None for the sheet of all devices that are proven.
    """

    FIELDS = FIELDS

    session = models.ForeignKey(Session, models.CASCADE, related_name="preparations")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="preparations")
    seat_id = models.UUIDField(null=True, editable=False)  # no foreign key: seats go, and this says no more then

    objects = PreparationQuerySet.as_manager()

    class Meta:
        ordering = ("session_id", "begun_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("session", "participant"), condition=models.Q(seat_id=None), name="one_sheet_a_person"
            ),
            models.UniqueConstraint(fields=("session", "participant", "seat_id"), name="one_sheet_a_device"),
        )


BLANK = Preparation.blank()
