"""When a session ended that nobody closed, by estimate."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Max

from groups.actors import Actor

from ..models import JournalEntry, Session
from ..rulebook.state.state import State

HOUR_MS = 3_600_000
# Pages send these as they are opened: a forgotten tab that a browser restores is nobody.
BY_ITSELF = ("arrive", "knock")


def estimated_end(session: Session, state: State, now: int) -> int | None:
    """When a session ended that was left open: as planned, or with a person's last command; None where it was not.

    All in epoch milliseconds. It was left open where CODEV_FORGOTTEN_HOURS have gone by since then.
    """
    hours = settings.CODEV_FORGOTTEN_HOURS * HOUR_MS
    # First, as it costs nothing: every command asks.
    if not state.is_running or state.ends_at is None or now < state.ends_at + hours:
        return None
    given = JournalEntry.objects.filter(session=session).exclude(command__in=BY_ITSELF).exclude(actor=Actor().key)
    end = max(state.ends_at, given.order_by().aggregate(last=Max("at"))["last"] or 0)
    return end if now >= end + hours else None


def left_before(command: str, session: Session, state: State, now: int) -> int | None:
    """Since when nobody was there, where this command is somebody's who comes back to go on; None for any other."""
    # `close` puts the end where it was.
    return None if command == "close" or command in BY_ITSELF else estimated_end(session, state, now)
