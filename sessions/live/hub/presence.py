"""Which devices are there: one row of `Presence` an actor, written seldom, no part of state, revision or journal."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, DataError, IntegrityError, connection
from django.db.models import CharField, DateTimeField, PositiveIntegerField, QuerySet, UUIDField
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery
from django.db.transaction import atomic

from codev import pool
from codev.compiled import insert, reads, writes
from codev.instants import epoch_ms

from ...access import Standing, Visit
from ...models import Presence, Session
from ..snapshot.reach import SCREEN, Device, Reach, reach_of
from ..snapshot.snapshot import Snapshot

logger = logging.getLogger(__name__)

WRITE_EVERY_MS = 10_000
PATIENCE_MS = 50
LOCK_TIMEOUT = "55P03"  # PostgreSQL's code for it


@dataclass(frozen=True, slots=True)
class Pulse:
    """The revision of a session in the database, and when each device was last heard of."""

    revision: int
    devices: tuple[Device, ...]


def sighting(who: Standing, shown: int = 0, seen_at: int | None = None) -> Device:
    """Somebody's device as it was at `seen_at` (epoch milliseconds; now, if not said), showing the revision `shown`."""
    # A guest who knocks under somebody's name must not make that person's own device look as if it were there.
    return Device(
        who.key, who.participant_id if who.is_admitted else None, _now() if seen_at is None else seen_at, shown
    )


def screen_sighting(session: UUID, browser: str | None, shown: int = 0, seen_at: int | None = None) -> Device:
    """The same of a room screen, which is nobody: its browser tells it from others, by a name that opens nothing."""
    name = hashlib.sha256(f"{session} {browser}".encode()).hexdigest()[:32]
    return Device(f"{SCREEN}{name}", None, _now() if seen_at is None else seen_at, shown)


def newest(sightings: Iterable[Device]) -> dict[str, Device]:
    """The newest sighting of each actor of a session, who may have several pages."""
    found: dict[str, Device] = {}
    for one in sightings:
        other = found.get(one.actor)
        if other is None or (one.seen_at, one.shown) > (other.seen_at, other.shown):
            found[one.actor] = one
    return found


def due(newest: Mapping[str, Device], written: Mapping[str, Device]) -> list[Device]:
    """Those that are to be written: unless the like was within 10 s."""
    return [one for actor, one in newest.items() if _is_due(written.get(actor), one)]


def _is_due(before: Device | None, one: Device) -> bool:
    return before is None or before.shown != one.shown or one.seen_at - before.seen_at >= WRITE_EVERY_MS


def write(session_id: UUID, sightings: Iterable[Device]) -> None:
    """Note who was seen, in one statement. It fails as a whole where one of them cannot be kept."""
    _write({session_id: sightings})


def write_all(sightings: Mapping[UUID, Sequence[Device]]) -> None:
    """The same of many sessions: one that is held or being deleted, or a person of it, costs the others nothing."""
    try:
        _write(sightings)
    except DatabaseError as error:
        if not _is_of_one(error):
            raise
        for session, some in sightings.items():
            _write_one(session, some)


def _write_one(session: UUID, sightings: Iterable[Device]) -> None:
    try:
        _write({session: sightings})
    except DatabaseError as error:
        if not _is_of_one(error):
            raise
        logger.warning("Who is there in %s could not be noted", session)


def _is_of_one(error: DatabaseError) -> bool:
    return isinstance(error, IntegrityError | DataError) or getattr(error.__cause__, "sqlstate", "") == LOCK_TIMEOUT


def _write(sightings: Mapping[UUID, Iterable[Device]]) -> None:
    rows = [
        {
            "session_id": session,
            "actor": one.actor,
            "participant_id": one.participant,
            "first_seen_at": datetime.fromtimestamp(one.seen_at / 1000, UTC),
            "last_seen_at": datetime.fromtimestamp(one.seen_at / 1000, UTC),
            "shown_revision": one.shown,
        }
        for session, some in sightings.items()
        for one in some
    ]
    with atomic():
        if connection.vendor == "postgresql":
            # Whoever holds a session's row must not hold up a thread that others' commands need.
            connection.cursor().execute(f"SET LOCAL lock_timeout = {PATIENCE_MS}")
        keep.run_all(rows)


@writes(
    session_id=UUIDField(),
    actor=CharField(),
    participant_id=UUIDField(),
    first_seen_at=DateTimeField(),
    last_seen_at=DateTimeField(),
    shown_revision=PositiveIntegerField(),
)
def keep(**columns: Any) -> InsertQuery:
    field = Presence._meta.get_field
    return insert(
        Presence(**columns),
        on_conflict=OnConflict.UPDATE,
        unique_fields=[field("session"), field("actor")],
        # The participant too: a guest's row has none before the facilitator's welcome.
        update_fields=[field("last_seen_at"), field("shown_revision"), field("participant")],
    )


def note(visit: Visit, shown: int, browser: str | None) -> None:
    """A page that polls was heard of: written as seldom as those that hold a socket."""
    seen = screen_sighting(visit.session.pk, browser, shown) if visit.actor.screen else sighting(visit.standing, shown)
    lately = datetime.fromtimestamp((_now() - WRITE_EVERY_MS) / 1000, UTC)
    like = Presence.objects.filter(session=visit.session, actor=seen.actor, shown_revision=shown)
    if not like.filter(last_seen_at__gt=lately).exists():
        pool.soon(write, visit.session.pk, [seen])


def read(session_id: UUID) -> tuple[Device, ...]:
    """Every device that was ever heard of in a session."""
    found = read_all([session_id]).get(session_id)
    return found.devices if found else ()


def read_all(sessions: Collection[UUID]) -> dict[UUID, Pulse]:
    """Revision and devices of each of these sessions that is there: one query, however many."""
    return {
        session: Pulse(some[0][1], tuple(_device(one) for one in some if one[2] is not None))
        for session, rows in groupby(seen.all(sessions=_padded(sessions)), itemgetter(0))
        if (some := list(rows))
    }


def _padded(sessions: Collection[UUID]) -> list[UUID]:
    """With one of them again and again: a statement is compiled for each length of a list, and so for few."""
    several = list(sessions)
    return several + several[:1] * ((1 << (len(several) - 1).bit_length()) - len(several)) if several else []


def _device(row: tuple[UUID, int, str, UUID | None, datetime, int]) -> Device:
    _, _, actor, participant, seen_at, shown = row
    return Device(actor, str(participant) if participant else None, epoch_ms(seen_at), shown)


@reads(sessions=[UUIDField()])
def seen(sessions: Any) -> QuerySet[Session, tuple[UUID, int, str, UUID | None, datetime, int]]:
    """Sessions beside each device that was heard of there; once, beside none, without any."""
    devices = ("actor", "participant_id", "last_seen_at", "shown_revision")
    rows = Session.objects.filter(pk__in=sessions).order_by("pk")
    return rows.values_list("pk", "revision", *(f"presences__{name}" for name in devices))


def with_sightings(devices: Iterable[Device], newest: Mapping[str, Device]) -> tuple[Device, ...]:
    """With what this process has heard of since they were written."""
    known = {one.actor: one for one in devices}
    for actor, one in newest.items():
        if actor not in known or known[actor].seen_at < one.seen_at:
            known[actor] = one
    return tuple(known.values())


def reach(snapshot: Snapshot, devices: tuple[Device, ...], *, has_settled: bool) -> Reach:
    """Whose devices follow now, and whether a facilitator's does (`CODEV_TAKE_OVER_SECONDS`).

    `has_settled`: the revision is old enough for pages to show it; before, nobody is behind.
    """
    return reach_of(
        devices,
        drivers=snapshot.drivers,
        patience_ms=settings.CODEV_TAKE_OVER_SECONDS * 1000,
        revision=snapshot.revision if has_settled else None,
        now=_now(),
    )


def _now() -> int:
    return time.time_ns() // 1_000_000
