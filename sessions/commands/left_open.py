"""Sessions that nobody closed: closed some hours after their planned end, and the facilitator is told."""

from __future__ import annotations

import time
from uuid import uuid4

from django.conf import settings

from groups.actors import Actor
from groups.errors import CodevError
from groups.models import Part

from ..access import Visit
from ..models import Session
from .transaction import run

HOUR_MS = 3_600_000


def close_forgotten() -> int:
    """Close running sessions CODEV_FORGOTTEN_HOURS after their planned end; returns how many. Safe to run twice."""
    return sum(_close(session) for session in Session.objects.filter(status="running").select_related("cycle__group"))


def _close(session: Session) -> bool:
    ends_at = session.load().ends_at
    if ends_at is None or time.time() * 1000 < ends_at + settings.CODEV_FORGOTTEN_HOURS * HOUR_MS:
        return False
    try:
        # In the installation's own name, with a facilitator's part, because closing is for who drives.
        run("close", visit=Visit(session, Actor(), Part.FACILITATOR), key=uuid4())
    except CodevError:
        # Somebody closed it in the meantime; or its content key is gone, and it takes no command any more.
        return False
    # Only while closed: a facilitator who is there after all may have undone it, and it runs again.
    Session.objects.filter(pk=session.pk, status="closed").update(was_forgotten=True)
    return True
