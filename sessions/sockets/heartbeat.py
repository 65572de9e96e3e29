"""What a page says every few seconds: which revision it shows, and its own time."""

from __future__ import annotations

import json
from math import isfinite
from typing import Any

LARGEST_REVISION = 2**31 - 1


def read(text: str) -> Any:
    """What a message says, None where it is no JSON. Its size was checked before."""
    try:
        return json.loads(text)
    # Nested brackets exhaust the parser: that may not end the socket with a traceback.
    except (ValueError, RecursionError):
        return None


def parse(said: Any) -> tuple[int, float] | None:
    """The revision that is shown, and the page's own time (milliseconds of its clock); None for anything else."""
    try:
        shown, t0 = int(said["shown"]), float(said["t0"])
        # Sightings are written in one statement: a number that no row can hold would spoil it for all.
        # NaN and infinity would come back in an answer that is no JSON.
        return (shown, t0) if 0 <= shown <= LARGEST_REVISION and isfinite(t0) else None
    # `int` of 1e999 overflows.
    except (ValueError, TypeError, KeyError, OverflowError):
        return None
