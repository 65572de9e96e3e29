"""A cycle as a line: where each session stands on it, and where today is. Pure; words are the template's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

MOST = 30  # sessions on one line; of a longer cycle those around today
FEW = 12  # up to so many are drawn large
LABELLED = 8  # up to so many have their dates beneath, where there is room

HELD, CANCELLED, NOW, NEXT, PLANNED, MISSED = "held", "cancelled", "now", "next", "planned", "missed"
ROOM = (3, 6, LABELLED)  # dates that a line of some width has room for: one class each


@dataclass(frozen=True, slots=True)
class Dated:
    """A session as the line needs it; `status` as in its row, or MISSED: its day is over, and nobody opened it."""

    id: UUID
    number: int
    at: datetime
    status: str
    zone: ZoneInfo

    @property
    def on(self) -> date:
        """Its day, where its people are."""
        return self.at.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True)
class Stop:
    """A session on the line: what became of it, or will; `x` is its place, as a percentage in CSS."""

    of: Dated
    kind: str
    x: str


@dataclass(frozen=True, slots=True)
class Line:
    """The whole line. Counts are of the cycle's `total` sessions, of which the line may show fewer.

    `today` is where today is, "" while a session is under way; up to `walked` the way is behind us. Both are places.
    """

    cycle: int
    stops: tuple[Stop, ...]
    total: int
    held: int
    cancelled: int
    missed: int
    to_come: int
    today: str
    walked: str
    side: str  # of the line's middle, where today is: its word must not leave the page

    @property
    def is_dense(self) -> bool:
        return len(self.stops) > FEW

    @property
    def room(self) -> int:
        """How many dates there must be room for; 0 for more than any line has."""
        return next((most for most in ROOM if len(self.stops) <= most), 0)

    @property
    def next(self) -> Dated | None:
        """The one that is under way, or comes next."""
        return next((stop.of for stop in self.stops if stop.kind in (NOW, NEXT)), None)


def draw(cycle: int, sessions: Sequence[Dated], counts: dict[str, int], now: datetime) -> Line:
    """The line of these sessions of a cycle, in order; `counts` says how many of each status the cycle has."""
    kinds = _kinds(sessions)
    shown = _around(sessions, now)
    stops = tuple(
        Stop(sessions[place], kinds[place], _place(2 * n + 1, 2 * len(shown))) for n, place in enumerate(shown)
    )
    behind = sum(stop.of.at < now for stop in stops if stop.kind not in (NOW, NEXT))
    under_way = next((stop.x for stop in stops if stop.kind == NOW), "")
    today = _place(behind, len(shown))
    total = sum(counts.values())
    held, cancelled, missed = (counts.get(status, 0) for status in ("closed", "cancelled", MISSED))
    return Line(
        cycle=cycle,
        stops=stops,
        total=total,
        held=held,
        cancelled=cancelled,
        missed=missed,
        to_come=total - held - cancelled - missed,
        today="" if under_way else today,
        walked=under_way or today,
        side="first" if not behind else "last" if behind == len(shown) else "middle",
    )


def _place(part: int, of: int) -> str:
    # A string: a page would write a number's comma in French, where a drawing wants a point.
    return f"{100 * part / of:.4g}%"


KINDS = {"planned": PLANNED, "open": NOW, "running": NOW, "closed": HELD, "cancelled": CANCELLED, MISSED: MISSED}


def _kinds(sessions: Sequence[Dated]) -> list[str]:
    kinds = [KINDS[one.status] for one in sessions]
    if NOW not in kinds and PLANNED in kinds:
        kinds[kinds.index(PLANNED)] = NEXT
    return kinds


def _around(sessions: Sequence[Dated], now: datetime) -> range:
    """The places that are shown: all, or as many as fit, with today in the middle where the ends allow it."""
    ahead = next((place for place, one in enumerate(sessions) if one.at >= now), len(sessions))
    first = max(0, min(ahead - MOST // 2, len(sessions) - MOST))
    return range(first, min(len(sessions), first + MOST))
