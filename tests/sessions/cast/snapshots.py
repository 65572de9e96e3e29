"""What screens are made of, loaded whole, and as a room comes to it from what it had."""

from __future__ import annotations

from dataclasses import fields

from sessions.live.snapshot.catching_up import catch_up
from sessions.live.snapshot.reading import load
from sessions.live.snapshot.snapshot import Snapshot
from tests.sessions.cast.evening import Evening


def whole(evening: Evening) -> Snapshot:
    snapshot = load(evening.session_id)
    assert snapshot
    return snapshot


def caught_up(known: Snapshot, evening: Evening, after: object = "") -> Snapshot:
    """The snapshot that follows, which is the one that is loaded, field by field."""
    snapshot, loaded = catch_up(known), whole(evening)
    assert snapshot
    for field in fields(Snapshot):
        assert getattr(snapshot, field.name) == getattr(loaded, field.name), (field.name, after)
    assert [*snapshot.people] == [*loaded.people]
    assert [*snapshot.guides] == [*loaded.guides]
    return snapshot
