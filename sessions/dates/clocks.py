"""Days and hours as the clocks of a place show them, and the instants that they mean."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def shown(at: datetime, zone: ZoneInfo) -> datetime:
    """The day and hour that clocks there show, without a zone."""
    return at.astimezone(zone).replace(tzinfo=None, fold=0)


def instant(clock: datetime, zone: ZoneInfo) -> datetime:
    """When clocks there show it: the first time of two; of an hour that they go over, as much later.

    For dates that are proposed; who types one is asked (sessions/forms/when.py). Raises OverflowError past all years.
    """
    return clock.replace(tzinfo=zone).astimezone(UTC)
