"""What makes a session a rehearsal: who is simulated in it and how they behave. No journal knows of it."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils.translation import pgettext_lazy

from groups.models import Seat

from .session import Session


def new_seed() -> int:
    """What the simulation's chances come from: the same seed plays the same rehearsal."""
    return secrets.randbits(31)


class Rehearsal(models.Model):
    """A session's simulated people, their manners, and which connection plays them (`holder`) until when.

    Three troubles may be switched on: advice dressed as questions, somebody who keeps the floor, a lost connection.
    """

    class Temper(models.TextChoices):
        CALM = "calm", pgettext_lazy("temper", "calm")
        LIVELY = "lively", pgettext_lazy("temper", "lively")
        DIFFICULT = "difficult", pgettext_lazy("temper", "difficult")

    class Pace(models.IntegerChoices):
        LIFELIKE = 1, pgettext_lazy("pace", "as in real life")
        QUICK = 3, pgettext_lazy("pace", "3 times as fast")
        RUSHED = 10, pgettext_lazy("pace", "10 times as fast")

    session = models.OneToOneField(Session, models.CASCADE, primary_key=True, related_name="rehearsal")
    seats = models.ManyToManyField(Seat, related_name="+")
    seed = models.PositiveIntegerField(default=new_seed, editable=False)
    temper = models.CharField(max_length=16, choices=Temper.choices, default=Temper.LIVELY)
    pace = models.PositiveSmallIntegerField(choices=Pace.choices, default=Pace.QUICK)
    is_advising = models.BooleanField(default=False)
    is_monopolised = models.BooleanField(default=False)
    is_one_lost = models.BooleanField(default=False)
    holder = models.UUIDField(null=True, editable=False)
    held_until = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.session_id)

    @classmethod
    def seats_in(cls, session: Session) -> models.QuerySet[Seat]:
        """The seats of simulated people in a session; none if it is no rehearsal."""
        return Seat.objects.filter(pk__in=cls.seats.through.objects.filter(rehearsal=session.pk).values("seat"))

    def cast(self) -> list[Seat]:
        """The seats of the simulated people, in the circle's order."""
        seats = self.seats.live().select_related("participant__group")
        return list(seats.order_by("participant__position"))
