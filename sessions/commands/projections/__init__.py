"""Rows that follow from what happened, so that people can query them afterwards."""

from __future__ import annotations

from datetime import datetime

from ...models import Session
from ...rulebook.state.state import OVER, State
from .. import at_the_door
from . import rounds, runs, subjects


def update(session: Session, before: State, after: State, at: datetime) -> None:
    """Bring all of them from one state to the next; queries are spent only on what changed."""
    if after.clients != before.clients:
        # First: subjects and words hang on rounds.
        rounds.update(session, after, at)
    runs.update(session, before, after, at)
    subjects.update(session, before, after)
    if after.status in OVER and before.status not in OVER:
        # Nobody lets them in any more.
        at_the_door.clear(session)
