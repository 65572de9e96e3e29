"""What somebody took on, and which of it a browser opens: a proven one, or the one that wrote it (decision 046)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from groups.models import Seat

from ..models import Commitment, Session

MOST = 500  # of one person
OPEN = (Commitment.State.TAKEN, Commitment.State.TRYING)


@dataclass(frozen=True)
class Holder:
    """One participant in a browser: the seat that it acts as, and all that it holds of that participant."""

    seat: Seat
    mine: tuple[Seat, ...]

    @classmethod
    def of(cls, seat: Seat, held: Collection[Seat]) -> Holder:
        return cls(seat, tuple(one for one in held if one.participant_id == seat.participant_id))

    @property
    def ids(self) -> set[UUID]:
        return {one.pk for one in self.mine}

    def proves(self, one: Commitment) -> bool:
        """Whether all of it opens here."""
        return any(seat.opens(one.taken_at) for seat in self.mine)

    def opens(self, one: Commitment) -> bool:
        return one.seat_id in self.ids or self.proves(one)

    def opens_word(self, one: Commitment) -> bool:
        """Whether the owner's word is shown here; where there is none, whether one may be written."""
        return one.sealed_word is None or one.word_seat_id in self.ids or self.proves(one)


def commitments_of(holder: Holder) -> QuerySet[Commitment]:
    """What this one took on in sessions that are over, as far as this browser opens it; the newest sessions first."""
    opened = Q(seat_id__in=holder.ids)
    for seat in holder.mine:
        if seat.is_proven:
            opened |= Q(taken_at__gte=seat.reaches_from) if seat.reaches_from else Q(pk__isnull=False)
    mine = Commitment.objects.filter(
        opened, participant=holder.seat.participant_id, session__status=Session.Status.CLOSED
    )
    # Of sessions no more than a list says: each holds its whole state.
    listed = mine.select_related("session__cycle", "round").defer("session__state")
    return listed.order_by("-session__scheduled_at", "-session__number", "round__number", "taken_at", "id")
