"""What a participant tells the facilitators alone, and their answer: ids and a code that pass by, kept nowhere.

Nothing here may write a row, a journal entry, a line of log or a metric's label.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from channels.layers import get_channel_layer
from django.conf import settings

from codev import doorbell

WARNINGS = ("pause", "talk")
ANSWERS = ("heard", "seen")
SAYINGS = frozenset({"warn", "finished", *ANSWERS})
MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class FacilitatorWarning:
    """Of one participant in one session: a warning, that a dashboard shows it, or that a facilitator has seen it.

    `code` is one of WARNINGS or ANSWERS; `by` is the account that answers, empty in a warning.
    """

    session: str
    participant: str
    code: str
    by: str = ""


Hear = Callable[[FacilitatorWarning], None]


async def pass_on(warning: FacilitatorWarning) -> None:
    """Tell every process that shows the session. Raises what the layer raises."""
    layer = get_channel_layer()
    assert layer  # noqa: S101 (settings always name one)
    # « whisper » is its name on the wire since the first version: during an upgrade processes of both run. One that
    # knows no warnings takes every message for a bell, and looks for listeners of this one: there are none.
    message = {"type": "whisper", "bell": f"whisper.{warning.session}", **asdict(warning)}
    await layer.group_send(doorbell.channel_group("session", warning.session), message)


def is_warning(said: Any) -> bool:
    """Whether what a page says is a warning or an answer, rather than a heartbeat."""
    return isinstance(said, dict) and not SAYINGS.isdisjoint(said)


def as_warning(message: Mapping[str, Any]) -> FacilitatorWarning | None:
    """The warning, or the answer to one, that a message of the layer is; None for a bell."""
    if message.get("type") != "whisper":
        return None
    return FacilitatorWarning(**{name: str(message[name]) for name in ("session", "participant", "code", "by")})


class Pace:
    """How often somebody warned in the last minute; in memory, by process, and forgotten with it."""

    def __init__(self) -> None:
        self._lately: dict[str, deque[float]] = {}

    def allows(self, participant: str) -> bool:
        """Whether one more is not too many; those that are older than a minute are forgotten for everybody."""
        now = time.monotonic()
        # Everybody's, not only mine: else it would stay in memory that somebody warned, until that one warns again.
        for one, times in tuple(self._lately.items()):
            while times and now - times[0] > MINUTE:
                times.popleft()
            if not times:
                del self._lately[one]
        mine = self._lately.setdefault(participant, deque())
        if len(mine) >= settings.CODEV_WARNINGS_PER_MINUTE:
            return False
        mine.append(now)
        return True
