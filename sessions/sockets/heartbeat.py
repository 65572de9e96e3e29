"""What a page says every few seconds: which revision it shows, and its own time."""

from __future__ import annotations

import json
from math import isfinite

LARGEST_REVISION = 2**31 - 1


def parse(text: str) -> tuple[int, float] | None:
    """The revision that is shown, and the page's own time (milliseconds of its clock); None for anything else."""
    try:
        beat = json.loads(text)
        shown, t0 = int(beat["shown"]), float(beat["t0"])
        # Sightings of a room are written in one statement: a number that no row can hold would spoil it for all.
        # NaN and infinity would come back in an answer that is no JSON.
        return (shown, t0) if 0 <= shown <= LARGEST_REVISION and isfinite(t0) else None
    # `int` of 1e999 overflows, and nested brackets exhaust the parser: neither may end the socket with a traceback.
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return None
