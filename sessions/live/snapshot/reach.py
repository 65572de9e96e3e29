"""Which devices follow: who is out of reach and since when, who shows an older page, whether anybody guides. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

AWAY_AFTER_MS = 75_000


@dataclass(frozen=True, slots=True)
class Device:
    """When a device was last heard of (epoch milliseconds), and the revision it said it shows, 0 if it never said."""

    actor: str
    participant: str | None
    seen_at: int
    shown: int


@dataclass(frozen=True, slots=True)
class Reach:
    """What the devices of a session tell. Instants are of those who are away, and do not move while they are.

    `is_unled`: no device of anybody who may drive was seen lately; `unled_since` is None where none ever was.
    """

    away: Mapping[str, int] = field(default_factory=dict)
    behind: frozenset[str] = frozenset()
    is_unled: bool = False
    unled_since: int | None = None


def reach_of(
    devices: Iterable[Device], *, drivers: frozenset[str], patience_ms: int, revision: int | None, now: int
) -> Reach:
    """Who is how far. Pages are held against `revision` once they had the time to show it; None before."""
    seen: dict[str, int] = {}
    shown: dict[str, int] = {}
    led_at = None
    for one in devices:
        if one.actor in drivers:
            led_at = max(led_at or 0, one.seen_at)
        if one.participant is not None:
            seen[one.participant] = max(seen.get(one.participant, 0), one.seen_at)
            shown[one.participant] = max(shown.get(one.participant, 0), one.shown)
    away = {who: at for who, at in seen.items() if at < now - AWAY_AFTER_MS}
    late = {who for who, last in shown.items() if revision is not None and 0 < last < revision}
    is_unled = led_at is None or led_at <= now - patience_ms
    return Reach(away, frozenset(late - {*away}), is_unled, led_at if is_unled else None)
