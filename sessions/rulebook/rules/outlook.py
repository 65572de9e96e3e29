"""When the session ends if nothing changes, and who has how much by then. Pure.

Pages draw it by their own clock (`forecast.js` works by the same few figures), so that nothing here needs to know now.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..state.agenda import MINUTE_MS
from ..state.state import State
from . import paying, planner


@dataclass(frozen=True, slots=True)
class Outlook:
    """What comes after the present step, in milliseconds.

    `rest_ms` are the later steps of the present part; `spare_ms` what they pay of overtime by themselves. The rounds of
    `clients` (in order, None where nobody is chosen yet) have `full_ms` in all as it stands, and `floor_ms` whoever is
    late. `after_ms` are closing and reserved break; `until` (epoch milliseconds) is when the rounds are to be over.
    `overtime_paid_ms` of the step's overtime are paid for.
    """

    rest_ms: int
    spare_ms: int
    clients: tuple[str | None, ...]
    full_ms: int
    floor_ms: int
    after_ms: int
    until: int
    overtime_paid_ms: int = 0

    def own_end(self, step_ends: int, overtime_ms: int) -> int:
        """When the present part is over, whose step ends at `step_ends` (epoch milliseconds), so much too late."""
        unpaid = max(0, overtime_ms - self.overtime_paid_ms) // MINUTE_MS * MINUTE_MS
        return step_ends + self.rest_ms - min(unpaid, self.spare_ms)

    def rounds_ms(self, own_end: int) -> int:
        """What the rounds to come have in all, if the present part is over then."""
        return max(self.floor_ms, min(self.until - own_end, self.full_ms))

    def ends(self, step_ends: int, overtime_ms: int = 0) -> int:
        """When the session is over (epoch milliseconds)."""
        own_end = self.own_end(step_ends, overtime_ms)
        return own_end + self.rounds_ms(own_end) + self.after_ms


def outlook(state: State) -> Outlook | None:
    """What comes after the present step; None unless running."""
    here = state.item
    if state.ends_at is None or here is None:
        return None
    ahead = planner.ahead_of(state)
    own = [state.agenda[i] for i in ahead if (state.agenda[i].part, state.agenda[i].round) == (here.part, here.round)]
    rounds = [i for i in ahead if state.agenda[i].round not in (None, here.round)]
    closing = [state.agenda[i] for i in ahead if state.agenda[i].part == "closing" and here.part != "closing"]
    return Outlook(
        rest_ms=sum(max(0, planner.left_ms(item)) for item in own),
        spare_ms=sum(paying.spare_ms(item) for item in own),
        clients=tuple(state.client_of(number) for number in dict.fromkeys(state.agenda[i].round for i in rounds)),
        full_ms=planner.full_ms(state, rounds),
        floor_ms=planner.floor_ms(state, rounds),
        after_ms=sum(max(0, planner.left_ms(item)) for item in closing) + state.reserved_ms,
        until=state.ends_at - state.reserved_ms - planner.closing_ms(state),
        overtime_paid_ms=state.overtime_paid_ms,
    )


def saved_ms(state: State, now: int) -> int:
    """How much sooner than planned the session ends if nothing changes; negative where it ends later, 0 unless running.

    `now` is epoch milliseconds: a step in overtime ends now at the earliest.
    """
    ahead = outlook(state)
    if ahead is None or state.clock is None or state.ends_at is None:
        return 0
    left = state.clock.remaining_ms(now)
    return state.ends_at - ahead.ends(now + max(0, left), max(0, -left))
