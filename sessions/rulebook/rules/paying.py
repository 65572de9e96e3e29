"""Which later step pays for one that takes longer: the same client's first, then another's, down to its floor. Pure.

Learning, closing and the last minute of any step pay nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..state.agenda import MINUTE_MS, Item
from ..state.state import State
from . import planner


@dataclass(frozen=True, slots=True)
class Payer:
    """The step, by its index in the agenda, that has so many milliseconds less because the present one gets more."""

    index: int
    span_ms: int


def payer(state: State, span_ms: int) -> Payer | None:
    """The step to come that pays for a longer one; None where the session's end has to move.

    The present client's own later steps pay before another client's round, which pays down to its floor. Of several,
    that which has most to spare, the later one on ties. It pays what it can spare, at most `span_ms`.
    """
    # Shortening a step (span_ms below zero) makes nobody pay, and gives nobody more.
    number = state.item.round if state.item else None
    ahead = planner.ahead_of(state)
    own = {i: spare_ms(state.agenda[i]) for i in ahead if state.agenda[i].round == number}
    others = {i: _spare_above_floor(state, i) for i in ahead if state.agenda[i].round != number}
    for spare in (own, others):
        index = max(spare, key=lambda i: (spare[i], i), default=None)
        if span_ms > 0 and index is not None and spare[index] > 0:
            return Payer(index, min(span_ms, spare[index]))
    return None


def _spare_above_floor(state: State, index: int) -> int:
    item = state.agenda[index]
    steps = [i for i, other in enumerate(state.agenda) if other.round == item.round]
    above = sum(planner.left_ms(state.agenda[i]) for i in steps) - planner.floor_of_ms(state, steps)
    return min(spare_ms(item), above)


def spare_ms(item: Item) -> int:
    """What a step to come could do without, in milliseconds, never negative: steps outside rounds nothing."""
    if item.round is None:
        return 0
    return max(0, planner.left_ms(item) - least_ms(item))


def with_overtime_paid(state: State, span_ms: int) -> State:
    """A step took so much longer than it was given: what is to come of its round has as many whole minutes less.

    Each from the step that has most to spare.
    """
    if state.item is None or state.item.round is None:
        return state
    here = [state.index, *planner.ahead_of(state)]
    own = [i for i in here if i is not None and state.agenda[i].round == state.item.round]
    for _ in range(span_ms // MINUTE_MS):
        poorer = max(own, key=lambda i: (spare_ms(state.agenda[i]), i))
        item = state.agenda[poorer]
        if spare_ms(item) < MINUTE_MS:
            break
        state = replace(
            state, agenda=planner.with_item(state, poorer, replace(item, extra_ms=item.extra_ms - MINUTE_MS))
        )
    return state


def least_ms(item: Item) -> int:
    """What a step keeps whatever happens, in milliseconds: learning what it was planned, any other a minute."""
    return max(MINUTE_MS, item.planned_ms) if item.key == planner.LEARNING else MINUTE_MS
