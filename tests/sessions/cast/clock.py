"""The clock that commands read in tests: what has a window or a lease must not hang on how fast a machine is."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from time_machine import escape_hatch

from sessions.commands import transaction


class Clock:
    """Goes on by a millisecond whenever it is read. In a test that travels it is the traveller's, as all clocks are."""

    def __init__(self) -> None:
        self.now = time.time_ns() // 1_000_000

    def read(self) -> int:
        """Epoch milliseconds."""
        if escape_hatch.is_travelling():
            return time.time_ns() // 1_000_000
        self.now += 1
        return self.now


def commands_now() -> datetime:
    """What the next command takes for now, a millisecond more or less."""
    return datetime.fromtimestamp(transaction._read_clock() / 1000, UTC)
