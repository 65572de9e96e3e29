"""What files are called that people take along."""

from __future__ import annotations

from django.utils import timezone

from ..models import Session


def filename(session: Session) -> str:
    """By the day alone, as the session's own clocks have it: a name shows in lists, and to whoever is sent the file."""
    return f"codev-{timezone.localtime(session.scheduled_at, session.zone):%Y-%m-%d}.pdf"
