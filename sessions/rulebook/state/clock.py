"""A step's clock as a value: instants in, elapsed, remaining and deadline out. It never reads the time itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clock:
    """What a step was given and has used, in milliseconds, and since when it runs (epoch milliseconds)."""

    allotted_ms: int
    spent_ms: int = 0
    since: int | None = None

    @property
    def is_running(self) -> bool:
        return self.since is not None

    @property
    def deadline(self) -> int | None:
        """The instant at which a running step has used its time; None while paused."""
        return None if self.since is None else self.since + self.allotted_ms - self.spent_ms

    def elapsed_ms(self, now: int) -> int:
        """What the step has used until `now` (epoch milliseconds), pauses apart."""
        return self.spent_ms if self.since is None else self.spent_ms + now - self.since

    def remaining_ms(self, now: int) -> int:
        """What is left at `now` (epoch milliseconds); negative in overtime, which no event marks."""
        return self.allotted_ms - self.elapsed_ms(now)
