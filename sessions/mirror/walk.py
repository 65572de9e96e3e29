"""A journal walked through once: how a session stood from each event to the next, as it counts in the end. Pure.

What was undone is as if the step before had gone on; of a session that was left open the hours without anybody are
left out, and what came after its end.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..rulebook.events import Event
from ..rulebook.machine import fold
from ..rulebook.moves.undo import TransitionBegan, Undone
from ..rulebook.state.agenda import Item
from ..rulebook.state.state import State


@dataclass(frozen=True, slots=True)
class Interval:
    """From an event to the next (epoch milliseconds), and the state meanwhile."""

    event: Event
    state: State
    begin: int
    end: int

    @property
    def span_ms(self) -> int:
        return self.end - self.begin

    @property
    def item(self) -> Item:
        """The step under way, as the agenda has it: `running` gives no interval without."""
        return self.state.agenda[self.state.index or 0]


def running(first: State, happened: Iterable[Event]) -> tuple[list[Interval], State]:
    """The intervals in which the session ran, breaks and pauses too, and the state that its journal leads to."""
    found, state = _all(first, happened)
    ran = [one for one in found if one.state.is_running and one.state.item]
    over_at = state.ended_at or state.closed_at
    if over_at is None or not ran:
        return ran, state
    # A corrected end may lie before what was done in the last step, or after the estimate.
    cut = [replace(one, end=min(one.end, over_at)) for one in ran if one.begin <= over_at]
    cut[-1] = replace(cut[-1], end=over_at)
    return cut, state


def _all(first: State, happened: Iterable[Event]) -> tuple[list[Interval], State]:
    found: list[Interval] = []
    state, mark = first, 0
    for event in happened:
        if found:
            found[-1] = replace(found[-1], end=max(found[-1].begin, event.went_on_until))
        if isinstance(event, TransitionBegan):
            mark = len(found)
        if isinstance(event, Undone):
            found[mark:] = map(_as_if_not, found[mark:])
        state = fold(state, event)
        found.append(Interval(event, state, event.at, event.at))
    return found, state


def _as_if_not(one: Interval) -> Interval:
    """The same without the transition that was undone: what undoing restores is followed all the while (undo.py)."""
    past = one.state.past
    return one if past is None or past.state is None else replace(one, state=past.state)
