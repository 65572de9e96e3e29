"""Which devices are there: one row of `Presence` an actor, written seldom, no part of state, revision or journal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet, UUIDField
from django.utils import timezone

from codev import pool
from codev.compiled import reads

from ...access import Standing, Visit
from ...models import Presence
from ..snapshot.reach import Device, Reach, reach_of
from ..snapshot.reading import revision_of
from ..snapshot.snapshot import Snapshot

WRITE_EVERY = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A device was heard of: `actor` is the key of account or seat, `shown` its revision, 0 if it never said one."""

    actor: str
    participant: str | None
    shown: int
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Pulse:
    """The revision in the database, None where the session is gone, and when each device was last heard of."""

    revision: int | None
    devices: tuple[Device, ...]


def sighting(who: Standing, shown: int = 0, quiet_for: float = 0.0) -> Sighting:
    """That an actor's device was there `quiet_for` seconds ago, showing the revision `shown`."""
    # A guest who knocks under somebody's name must not make that person's own device look as if it were there.
    participant = who.participant_id if who.is_admitted else None
    seen_at = timezone.now() - timedelta(seconds=quiet_for)
    return Sighting(who.key, participant, shown, seen_at)


def due(sightings: Iterable[Sighting], written: Mapping[str, Sighting]) -> list[Sighting]:
    """The newest sighting of each actor, who may have several pages, unless the like was written within 10 s."""
    newest: dict[str, Sighting] = {}
    for one in sightings:
        newest[one.actor] = max(newest.get(one.actor, one), one, key=lambda seen: (seen.seen_at, seen.shown))
    return [one for one in newest.values() if _is_due(written.get(one.actor), one)]


def _is_due(before: Sighting | None, one: Sighting) -> bool:
    if before is None or before.shown != one.shown:
        return True
    return one.seen_at - before.seen_at >= WRITE_EVERY


def write(session_id: UUID, sightings: Iterable[Sighting]) -> None:
    """Note who was seen, many in one statement. It fails as a whole where one of them cannot be kept."""
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
        # The participant too: a guest's row has none before the facilitator's welcome.
        update_fields=["last_seen_at", "shown_revision", "participant"],
    )


def note(visit: Visit, shown: int) -> None:
    """A page that polls was heard of: written as seldom as those that hold a socket."""
    lately = timezone.now() - WRITE_EVERY
    like = Presence.objects.filter(session=visit.session, actor=visit.actor.key, shown_revision=shown)
    if not like.filter(last_seen_at__gt=lately).exists():
        pool.soon(write, visit.session.pk, [sighting(visit.standing, shown)])


def read(session_id: UUID) -> tuple[Device, ...]:
    """Every device that was ever heard of in a session."""
    return tuple(
        Device(actor, str(participant) if participant else None, round(seen_at.timestamp() * 1000), shown)
        for actor, participant, seen_at, shown in seen.all(session=session_id)
    )


@reads(session=UUIDField())
def seen(session: Any) -> QuerySet[Presence, tuple[str, UUID | None, datetime, int]]:
    rows = Presence.objects.filter(session=session)
    return rows.values_list("actor", "participant_id", "last_seen_at", "shown_revision")


def reach(snapshot: Snapshot, devices: tuple[Device, ...], *, has_settled: bool) -> Reach:
    """Whose devices follow now, and whether a facilitator's does (`CODEV_TAKE_OVER_SECONDS`).

    `has_settled`: the revision is old enough for pages to show it; before, nobody is behind.
    """
    return reach_of(
        devices,
        drivers=snapshot.drivers,
        patience_ms=settings.CODEV_TAKE_OVER_SECONDS * 1000,
        revision=snapshot.revision if has_settled else None,
        now=round(timezone.now().timestamp() * 1000),
    )


def pulse(session_id: UUID, sightings: list[Sighting]) -> Pulse:
    """Write who was seen, then read what the whole process wants to know: two queries, three with a write."""
    if sightings:
        write(session_id, sightings)
    return Pulse(revision_of(session_id), read(session_id))
