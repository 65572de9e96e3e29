"""What a knock leaves, taken away: the device, the name that came with it, that it was seen."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from groups.commands import forget_knocks

from ..models import Presence, Session


def clear(session: Session, participants: Iterable[UUID] | None = None) -> tuple[str, ...]:
    """Close the devices that knock in these names, or in any, and forget them; the ids of the seats that they were."""
    seats = [str(seat) for seat in forget_knocks(session_id=session.pk, participants=participants)]
    if seats:
        Presence.objects.filter(session=session, actor__in=[f"seat:{seat}" for seat in seats]).delete()
    return tuple(seats)
