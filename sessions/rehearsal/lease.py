"""Which connection plays a rehearsal: one at a time, by compare-and-set on its row, a few seconds at a time."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from ..models import Rehearsal

# How long a rehearsal stands still if the process that plays it dies. Renewed at a third of it, not at every tick.
LEASE = timedelta(seconds=15)
RENEW_BEFORE = timedelta(seconds=10)


def take(rehearsal: Rehearsal, holder: UUID, now: datetime) -> bool:
    """Whether this connection plays it now: it held the lease already, or nobody else does. Written only to renew."""
    if rehearsal.holder == holder and rehearsal.held_until and rehearsal.held_until - now > RENEW_BEFORE:
        return True
    free = Q(holder=None) | Q(holder=holder) | Q(held_until__lt=now)
    mine = Rehearsal.objects.filter(free, pk=rehearsal.pk)
    return mine.update(holder=holder, held_until=now + LEASE) == 1


def give_up(session_id: UUID, holder: UUID) -> None:
    """Let another connection of the same facilitator go on at once."""
    # `held_until` stays: `sweep_rehearsals` reads from it when somebody last played.
    Rehearsal.objects.filter(pk=session_id, holder=holder).update(holder=None)
