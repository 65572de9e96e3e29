"""Who writes what is one's own: one device of a person after the other."""

from __future__ import annotations

from groups.errors import NotFound
from groups.models import Participant, Seat


def lock_author(seat: Seat) -> None:
    """Nobody writes any more who leaves the group, or is erased, meanwhile. Raises NotFound for who left it."""
    if not Participant.objects.current().select_for_update(no_key=True).filter(pk=seat.participant_id).exists():
        raise NotFound("no_participant")
