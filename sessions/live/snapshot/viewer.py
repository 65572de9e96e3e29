"""Whose screen it is: what decides which regions somebody sees, and in which words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from ...access import Standing
from ...rulebook.state.agenda import MINUTE_MS
from ...rulebook.state.state import State

Context = dict[str, Any]

SHELLS = {"facilitator": "facilitator", "waiting": "waiting", "screen": "screen"}


class Proof(NamedTuple):
    """What of its participant's private words a device may show: those that were written on it, `seat`.

    All that began by `opens_from` (epoch milliseconds) as well, where it is proven; None where it is not. It took its
    seat at `came_at`.
    """

    seat: UUID | None = None
    may_prove: bool = False
    opens_from: int | None = None
    came_at: int = 0

    def shows(self, seat: UUID | None, since: int | None) -> bool:
        """Whether it may show what was written on that device, in something that began then."""
        if seat is not None and seat == self.seat:
            return True
        return self.opens_from is not None and since is not None and since >= self.opens_from

    def was_before(self, state: State) -> bool:
        """Whether a device was somebody's by the end of a session that is over, or is proven: one that came a minute
        later may be anybody's who has a link.
        """
        if state.closed_at is None:
            return False
        return self.came_at <= state.closed_at + MINUTE_MS or self.shows(None, state.opened_at)


UNPROVEN = Proof()


@dataclass(frozen=True, slots=True)
class Viewer:
    """An audience, in a language. Equal viewers are shown the same, so it holds no more than what regions ask of it.

    `drives`: may facilitate now, as facilitators always may, and a deputy only while it is handed over or taken.
    `older`: asked for the older contributions too, which a long board leaves out. `proof`: of its device.
    """

    audience: str
    language: str
    drives: bool = False
    participant: str | None = None
    user: int | None = None
    older: bool = False
    proof: Proof = UNPROVEN

    @property
    def shell(self) -> str:
        """The page that this audience has: moving to another shell needs another page."""
        return SHELLS.get(self.audience, "participant")

    @property
    def speaks_for_others(self) -> bool:
        """Whether it is this one's to put down what others say aloud: the facilitator's and the scribe's."""
        return self.drives or self.audience == "scribe"


def viewer_of(standing: Standing, state: State, language: str, *, older: bool = False) -> Viewer:
    """How somebody looks at a session in this state."""
    who = standing.participant_id, standing.user_id
    seat = standing.seat_id
    proof = Proof(seat, standing.is_member, standing.opens_from, standing.came_at) if seat else UNPROVEN
    return Viewer(standing.audience(state), language, standing.drives(state), *who, older, proof)
