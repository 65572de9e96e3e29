"""The steps of a whole session in order, and how its minutes are shared among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from ..protocol.protocol import Protocol, Step

MINUTE_MS = 60_000
MODALITIES = ("in_room", "remote", "hybrid")
BREAK_MINUTES = 10
LONGEST = 480  # minutes that a session may be planned for
# Sessions from LONG_MINUTES on have a break. At a distance attention goes sooner: from TIRING_MINUTES on, and the break
# comes after TIRED_AFTER minutes rather than half-way.
LONG_MINUTES, TIRING_MINUTES, TIRED_AFTER = 120, 60, 45


@dataclass(frozen=True, slots=True)
class Item:
    """One step of one session: planned, added by the facilitator, and spent so far, in milliseconds.

    `key` names the protocol's step, `part` is opening, round or closing, `round` counts from 0, None outside rounds.
    """

    key: str
    part: str
    round: int | None
    planned_ms: int
    extra_ms: int = 0
    spent_ms: int = 0

    @property
    def allotted_ms(self) -> int:
        return self.planned_ms + self.extra_ms


def whole_shares(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Share `total` whole minutes by weight: largest remainder first, the earlier one first on ties."""
    # Rounding each share by itself would lose or add minutes: steps would no longer add up to the session.
    if not weights:
        return ()
    whole = sum(weights)
    shares = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in by_remainder[: total - sum(shares)]:
        shares[i] += 1
    return tuple(shares)


def minutes_at(points: Sequence[tuple[int, int]], total: int) -> int:
    """Read a piecewise linear curve of (session minutes, part's minutes), flat outside its points, halves up."""
    if total <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in pairwise(points):
        if total <= x1:
            # Whole numbers alone (twice the value, plus one half): a float could fall on either side of a half minute.
            return (2 * (y0 * (x1 - x0) + (y1 - y0) * (total - x0)) + (x1 - x0)) // (2 * (x1 - x0))
    return points[-1][1]


def _items(steps: Sequence[Step], minutes: int, number: int | None = None) -> list[Item]:
    shares = whole_shares(minutes, [step.weight for step in steps])
    return [
        Item(key=step.key, part=step.part, round=number, planned_ms=share * MINUTE_MS)
        for step, share in zip(steps, shares, strict=True)
    ]


def usual_minutes(protocol: Protocol, *, rounds: int, modality: str) -> int:
    """The protocol's own minutes, in proportion to the rounds and a quarter more at a distance, halves up."""
    # Counted in quarters of a minute, to stay with whole numbers.
    quarters = protocol.minutes * rounds * (5 if modality == "remote" else 4)
    return (quarters + 2 * protocol.rounds) // (4 * protocol.rounds)


def plan(protocol: Protocol, *, minutes: int, rounds: int) -> tuple[Item, ...]:
    """Opening, `rounds` rounds, closing: items whose minutes add up to `minutes`.

    Opening and closing take what the protocol's curves say, a third of the session at most each.
    """
    opening, closing = protocol.part("opening"), protocol.part("closing")
    # A curve is flat before its first point: without the third, a short session would leave its clients too little.
    opening_minutes = min(minutes_at(protocol.opening, minutes), minutes // 3) if opening else 0
    closing_minutes = min(minutes_at(protocol.closing, minutes), minutes // 3) if closing else 0
    items = _items(opening, opening_minutes)
    for number, share in enumerate(whole_shares(minutes - opening_minutes - closing_minutes, [1] * rounds)):
        items += _items(protocol.part("round"), share, number)
    return (*items, *_items(closing, closing_minutes))


def replan(items: Sequence[Item], protocol: Protocol, *, minutes: int, rounds: int) -> tuple[Item, ...]:
    """Plan again for another number of rounds, keeping what opening and closing have used and been given.

    Only while no round has begun: what rounds have used is not kept (planner.with_rounds keeps it).
    """
    # By key alone, as consistency.py refuses a protocol in which two steps have the same.
    used = {item.key: item for item in items if item.round is None}
    return tuple(
        replace(item, extra_ms=used[item.key].extra_ms, spent_ms=used[item.key].spent_ms) if item.key in used else item
        for item in plan(protocol, minutes=minutes, rounds=rounds)
    )


def reserved_minutes(*, minutes: int, modality: str) -> int:
    """How long the break is that a session of so many minutes has beside them; 0 for one that has none."""
    return 0 if minutes < (TIRING_MINUTES if modality == "remote" else LONG_MINUTES) else BREAK_MINUTES


def break_before(items: Sequence[Item], *, minutes: int, modality: str) -> int | None:
    """The index of the step before which a break is planned, outside step time; None where no break is.

    Half-way and between rounds, if there are several, in a session of two hours or more; at a distance, in one of an
    hour or more, before the step that begins nearest to three quarters of an hour.
    """
    if not reserved_minutes(minutes=minutes, modality=modality):
        return None
    # Twice the instant that is aimed at, as half of an odd number of minutes is no whole one.
    due = (2 * TIRED_AFTER if modality == "remote" else minutes) * MINUTE_MS
    begins = dict(enumerate(accumulate((item.planned_ms for item in items[:-1]), initial=0)))
    places = range(1, len(items))
    # `round` 0 is falsy on purpose: the break is between two rounds, not between the opening and the first.
    between = [i for i in places if items[i].round and items[i].round != items[i - 1].round]
    fit = between if between and modality != "remote" else places
    return min(fit, key=lambda i: (abs(2 * begins[i] - due), i))


def leaves_no_step_out(protocol: Protocol, *, minutes: int, rounds: int) -> bool:
    """Whether every step of every round has a minute at least."""
    return all(item.planned_ms for item in plan(protocol, minutes=minutes, rounds=rounds) if item.round is not None)
