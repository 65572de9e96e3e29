"""What a page says every few seconds: which revision it shows, and its own time."""

from __future__ import annotations

import json
from math import isfinite

LARGEST_REVISION = 2**31 - 1


def parse(text: str) -> tuple[int, float] | None:
    """What is shown and the page's time, None for anything else."""
    try:
        beat = json.loads(text)
        shown, t0 = int(beat["shown"]), float(beat["t0"])
        # What no row can hold would spoil the pulse of the whole room.
        return (shown, t0) if 0 <= shown <= LARGEST_REVISION and isfinite(t0) else None
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return None
