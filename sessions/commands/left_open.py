"""Sessions that nobody closed: closed some hours after they ended, by estimate, and what a facilitator knows better."""

from __future__ import annotations

import time
from datetime import datetime
from uuid import uuid4

from django.db.transaction import atomic

from groups.actors import Actor
from groups.errors import CodevError, NotAllowed
from groups.models import Part

from ..access import Visit
from ..models import PhaseRun, Session
from ..rulebook.moves.life import CorrectEnd
from .ends import estimated_end
from .mirrors import correct_mirror
from .transaction import run, run_moves


def close_forgotten() -> int:
    """Close running sessions that nobody closed in CODEV_FORGOTTEN_HOURS; returns how many. Safe to run twice."""
    running = Session.objects.filter(status="running").select_related("cycle__group")
    return sum(_close(session) for session in running)


def _close(session: Session) -> bool:
    if estimated_end(session, session.load(), time.time_ns() // 1_000_000) is None:
        return False
    try:
        # In the installation's own name, with a facilitator's part, because closing is for who drives.
        run("close", visit=Visit(session, Actor(), Part.FACILITATOR), key=uuid4())
    except CodevError:
        # Somebody closed it in the meantime; or its content key is gone, and it takes no command any more.
        return False
    return True


def bounds_of_end(session: Session) -> tuple[datetime, datetime] | None:
    """Between which instants the real end lies of a session that was left open: its last step's beginning, and closing.

    None where it was not left open: then its end is known.
    """
    if not session.was_left_open or session.status != Session.Status.CLOSED:
        return None
    closed_at = session.load().closed_at
    last = PhaseRun.objects.filter(session=session).order_by("entered_at", "id").last()
    assert closed_at is not None  # noqa: S101  it is closed
    assert last is not None  # noqa: S101  and had steps
    return last.entered_at, datetime.fromtimestamp(closed_at / 1000, last.entered_at.tzinfo)


def correct_end(*, visit: Visit, ended_at: datetime) -> None:
    """Put down when a session really ended that was left open; its length and half-days follow.

    Raises NotAllowed for who does not facilitate. An hour at which it cannot have ended changes nothing.
    """
    if not visit.may_drive:
        raise NotAllowed("not_yours_to_do")
    end = int(ended_at.timestamp() * 1000)
    with atomic():
        run_moves("correct_end", CorrectEnd(end), visit=visit, ended_at=end)
        correct_mirror(visit.session)
