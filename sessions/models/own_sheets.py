"""Sheets of participants: on which of their devices each opens."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self, TypeVar

from django.db import models

from groups.models import Participant, Seat

from .session import Session
from .sheets import Sheet

Own = TypeVar("Own", bound="OwnSheet")


class OwnSheetQuerySet(models.QuerySet[Own]):
    """Sheets of participants."""

    def on(self, seat: Seat, session: Session) -> Own | None:
        """The sheet of a session that this device opens: of the proven ones of a person, or its own."""
        rows = list(self.filter(session=session, participant=seat.participant_id))
        shared = next((one for one in rows if one.seat_id is None), None)
        if shared and seat.opens(shared.begun_at):
            return shared
        # Also of a device that is proven since: its sheet becomes the proven ones' as it is written on.
        return next((one for one in rows if one.seat_id == seat.pk), None)

    def opened_by(self, seats: Iterable[Seat]) -> Self:
        """Those that these devices open, which one browser holds."""
        opened = models.Q(pk__in=())
        for seat in seats:
            opened |= models.Q(participant=seat.participant_id, seat_id=seat.pk)
            if seat.is_proven:
                since = models.Q(begun_at__gte=seat.reaches_from) if seat.reaches_from else models.Q()
                opened |= models.Q(participant=seat.participant_id) & since
        return self.filter(opened)


class OwnSheet(Sheet):
    """A participant's. `seat_id` is the device that wrote it, which alone opens it then; None for the sheet of all
    devices that are proven.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="%(class)ss")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="%(class)ss")
    seat_id = models.UUIDField(null=True, editable=False)  # no foreign key: seats go, and this says no more then

    class Meta:
        abstract = True
        ordering = ("session_id", "begun_at", "id")

    def opens_on(self, seat: Seat) -> bool:
        """Whether this device of its author's opens it."""
        return self.seat_id == seat.pk or seat.opens(self.begun_at)
