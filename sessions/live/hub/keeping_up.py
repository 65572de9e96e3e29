"""How a room's snapshot is read: by what the room has already, or whole where that may not do. Blocking."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from ...models.keys import cache
from ...rulebook.rules import rights
from ..snapshot.catching_up import catch_up
from ..snapshot.reach import Device
from ..snapshot.reading import load
from ..snapshot.snapshot import Snapshot

# What no bell told, or one that was lost, is on the screens a minute later at most: as long as a destroyed key may
# still open texts in this process.
WHOLE_EVERY_SECONDS = 60.0


def read(session_id: UUID, known: Snapshot | None, *, is_whole: bool) -> Snapshot | None:
    """The session as it stands, None where there is none; by what is `known`, unless the whole is asked for."""
    if known and not is_whole:
        return catch_up(known)
    # The room keeps words that it unsealed: where their key was destroyed, it must not open them once more.
    cache.drop(session_id)
    return load(session_id, known)


def with_devices(snapshot: Snapshot, devices: Collection[Device]) -> Snapshot:
    """With those of whom a device was heard since, which no command tells: they cast their votes themselves."""
    seen = frozenset(one.participant for one in devices if one.participant is not None)
    if snapshot.rows is None or not rights.is_voting(snapshot.state) or seen == snapshot.rows.devices:
        return snapshot
    opening = replace(snapshot.opening, with_device=seen)
    return replace(snapshot, opening=opening, rows=replace(snapshot.rows, devices=seen))
