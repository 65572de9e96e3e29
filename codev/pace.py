"""How fast somebody may go on, counted in the memory of this process: no query, and nothing to keep."""

from __future__ import annotations

import threading
import time
from collections.abc import Hashable

ROOM = 1024  # how many are counted before those who have paused long enough are forgotten


class Pace:
    """Of one sender: what was sent, less what time has made good since."""

    __slots__ = ("_at", "_sent")

    def __init__(self) -> None:
        self._sent, self._at = 0.0, time.monotonic()

    def wait(self, a_minute: int, at_most: float = 0.0) -> float | None:
        """In how many seconds one more is not too many; None, and not counted, where that is longer than `at_most`.

        Half of what a minute may bring may come at once, then one as each is made good.
        """
        self._recover(a_minute)
        seconds = max(0.0, self._sent + 1 - a_minute / 2) * 60 / a_minute
        if seconds > at_most:
            return None
        self._sent += 1
        return seconds

    def has_recovered(self, a_minute: int) -> bool:
        """Whether nothing is left to remember."""
        self._recover(a_minute)
        return not self._sent

    def _recover(self, a_minute: int) -> None:
        now = time.monotonic()
        self._sent, self._at = max(0.0, self._sent - (now - self._at) * a_minute / 60), now


class Paces:
    """Of many senders, each by itself. Threads may share it."""

    def __init__(self) -> None:
        self._paces: dict[Hashable, Pace] = {}
        self._lock = threading.Lock()
        self._room = ROOM

    def exceeds(self, who: Hashable, a_minute: int) -> bool:
        """Whether this one sends too much. Limits of one sender to the next may differ by a factor, no more."""
        with self._lock:
            if len(self._paces) >= self._room:
                self._forget(a_minute)
            return self._paces.setdefault(who, Pace()).wait(a_minute) is None

    def _forget(self, a_minute: int) -> None:
        self._paces = {who: one for who, one in self._paces.items() if not one.has_recovered(a_minute)}
        # Where many send at once, each would else go through all of them.
        self._room = max(ROOM, 2 * len(self._paces))
