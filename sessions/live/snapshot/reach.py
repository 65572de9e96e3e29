"""Which devices follow: who is out of reach, who shows an older page, whether a facilitator's is there. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

AWAY_AFTER_MS = 75_000
SCREEN = "screen:"


class Device(NamedTuple):
    """When a device was last heard of (epoch milliseconds), and the revision it said it shows, 0 if it never said.

    `actor` is the key of account or seat, or one of a room screen's browser, which begins with SCREEN.
    """

    actor: str
    participant: str | None
    seen_at: int
    shown: int


@dataclass(frozen=True, slots=True)
class Reach:
    """What the devices of a session tell: `away` and since when (epoch milliseconds), and who shows an older page.

    Instants do not move while somebody is away, so that nothing is rendered meanwhile. `is_unled`: no device of anybody
    who may facilitate now was seen lately; `unled_since` (epoch milliseconds) is None where none ever was. `screens` is
    how many browsers show the room screen, `finished` who says to have finished writing: no region but one's own may
    hold more of it than how many they are. `heard` are those of whom any device was ever heard here, None before that
    is known.
    """

    away: Mapping[str, int] = field(default_factory=dict)
    behind: frozenset[str] = frozenset()
    is_unled: bool = False
    unled_since: int | None = None
    screens: int = 0
    finished: frozenset[str] = frozenset()
    heard: frozenset[str] | None = None


def reach_of(
    devices: Iterable[Device], *, drivers: frozenset[str], patience_ms: int, revision: int | None, now: int
) -> Reach:
    """Who is how far. `revision` is what pages should show, None until they have had the time. Spans in milliseconds.

    `drivers` are the keys of the accounts that may facilitate now, `patience_ms` how long one of them may be quiet.
    """
    seen: dict[str, int] = {}
    shown: dict[str, int] = {}
    led_at = None
    screens = 0
    for one in devices:
        screens += one.actor.startswith(SCREEN) and one.seen_at >= now - AWAY_AFTER_MS
        if one.actor in drivers:
            led_at = max(led_at or 0, one.seen_at)
        if one.participant is not None:
            # The best of several devices counts: a phone left in a pocket makes nobody absent who sits at a laptop.
            seen[one.participant] = max(seen.get(one.participant, 0), one.seen_at)
            shown[one.participant] = max(shown.get(one.participant, 0), one.shown)
    away = {who: at for who, at in seen.items() if at < now - AWAY_AFTER_MS}
    # 0 is a program that never said what it shows: it is there, and not behind.
    late = {who for who, last in shown.items() if revision is not None and 0 < last < revision}
    # The same bound as in the command `take_over`: it must not be offered and then refused.
    is_unled = led_at is None or led_at <= now - patience_ms
    is_behind = frozenset(late - {*away})
    return Reach(away, is_behind, is_unled, led_at if is_unled else None, screens, heard=frozenset(seen))
