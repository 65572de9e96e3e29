"""Which devices are there: one row an actor, written seldom, never part of state, revision or journal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from ..access import Visit
from ..models import Presence
from .snapshot import revision_of

AWAY_AFTER = timedelta(seconds=75)
WRITE_EVERY = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A device was heard of."""

    actor: str
    participant: UUID | None
    shown: int
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Pulse:
    """The revision in the database, and the participants whose devices have gone quiet."""

    revision: int | None
    away: frozenset[str]


def sighting(visit: Visit, shown: int = 0, quiet_for: float = 0.0) -> Sighting:
    """That an actor's device was there, some seconds ago."""
    # Whoever still knocks is not a device of the person whose name was chosen.
    participant = visit.actor.participant if visit.is_admitted else None
    seen_at = timezone.now() - timedelta(seconds=quiet_for)
    return Sighting(visit.actor.key, participant.pk if participant else None, shown, seen_at)


def write(session_id: UUID, sightings: Iterable[Sighting]) -> None:
    """Note who was seen, many in one statement."""
    Presence.objects.bulk_create(
        [
            Presence(
                session_id=session_id,
                actor=one.actor,
                participant_id=one.participant,
                last_seen_at=one.seen_at,
                shown_revision=one.shown,
            )
            for one in sightings
        ],
        update_conflicts=True,
        unique_fields=["session", "actor"],
        update_fields=["last_seen_at", "shown_revision", "participant"],
    )


def read_away(session_id: UUID) -> frozenset[str]:
    """Participants all of whose devices have been quiet for a while. Who never had one is not away."""
    seen = Presence.objects.filter(session_id=session_id, participant__isnull=False).values("participant")
    quiet = seen.annotate(last=Max("last_seen_at")).filter(last__lt=timezone.now() - AWAY_AFTER)
    return frozenset(str(one) for one in quiet.values_list("participant", flat=True))


def pulse(session_id: UUID, sightings: list[Sighting]) -> Pulse:
    """Write who was seen, then read what the whole process wants to know: two queries, three with a write."""
    if sightings:
        write(session_id, sightings)
    return Pulse(revision_of(session_id), read_away(session_id))
