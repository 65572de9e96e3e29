"""An evening at random put into rows: a closed session, with its journal as commands would have kept it."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import groupby
from uuid import uuid4

from groups.models import Cycle, User
from sessions.commands import plan_session
from sessions.models import JournalEntry, Session
from sessions.rulebook.events import Event
from sessions.rulebook.machine import to_json
from tests.sessions.mirror.evenings import Evening

# By which command each of these comes; all others are the facilitator's « next » here.
COMMANDS = {
    "HandRaised": "raise_hand",
    "HandLowered": "lower_hand",
    "HandMoved": "move_hand",
    "FloorGiven": "next_speaker",
    "FloorYielded": "yield_floor",
    "TurnPassed": "pass_turn",
}


def keep(it: Evening, cycle: Cycle, by: User) -> Session:
    """The session as it is right after it closed, or its end was corrected."""
    session = plan_session(
        cycle=cycle,
        scheduled_at=datetime.fromtimestamp(it.events[0].at / 1000, UTC),
        minutes=it.first.minutes,
        rounds=2,
        protocol_key=it.first.protocol.key,
        modality=it.first.modality,
    )
    entries = [list(some) for _, some in groupby(it.events, key=lambda event: event.at)]
    JournalEntry.objects.bulk_create(_entry(session, by, place, some) for place, some in enumerate(entries, 1))
    session.keep(it.state)
    session.revision = len(entries)
    session.is_end_estimated = it.state.is_end_estimated
    session.save(update_fields=["state", "status", "revision", "is_end_estimated"])
    return session


def _entry(session: Session, by: User, revision: int, events: list[Event]) -> JournalEntry:
    return JournalEntry(
        session=session,
        revision=revision,
        actor=f"user:{by.pk}",
        command=COMMANDS.get(type(events[0]).__name__, "next"),
        key=uuid4(),
        fingerprint="",
        events=to_json(events),
        at=events[0].at,
    )
