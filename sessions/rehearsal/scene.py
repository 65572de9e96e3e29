"""What simulated people know when they choose: the state, and who has written what of which kind, never the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from ..models import Rehearsal
from ..rulebook.state.state import State


@dataclass(frozen=True)
class Manners:
    """How the simulated people behave: the values of Rehearsal. `pace` divides every span of time."""

    temper: str = "lively"
    pace: int = 3
    is_advising: bool = False
    is_monopolised: bool = False
    is_one_lost: bool = False

    @classmethod
    def of(cls, rehearsal: Rehearsal) -> Manners:
        return cls(
            rehearsal.temper,
            rehearsal.pace,
            rehearsal.is_advising,
            rehearsal.is_monopolised,
            rehearsal.is_one_lost,
        )


@dataclass(frozen=True)
class Piece:
    """Something that somebody wrote in this round; the mark is the client's."""

    id: UUID
    kind: str
    author: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Scene:
    """A moment of the session. `written` counts by author and kind in this step, `said` by kind in the whole session.

    In silence, `written` counts what was written since it began. `received` is what the client sees of the others,
    `kept` what its authors keep for later, `wordings` what peers proposed for the contract, all of this round.
    """

    state: State
    cast: tuple[str, ...]
    seed: int = 0
    written: Mapping[tuple[str, str], int] = field(default_factory=dict)
    said: Mapping[str, int] = field(default_factory=dict)
    open_questions: tuple[UUID, ...] = ()
    received: tuple[Piece, ...] = ()
    kept: tuple[Piece, ...] = ()
    wordings: tuple[UUID, ...] = ()
    has_headline: bool = False
    contract: int = 0
    accepted: frozenset[str] = frozenset()
    has_synthesis: bool = False
    commitments: int = 0
    subjects: Mapping[str, UUID] = field(default_factory=dict)
    weighed: frozenset[str] = frozenset()
    votes: Mapping[tuple[str, UUID | None], int] = field(default_factory=dict)
    votes_each: int = 3

    def lost(self, manners: Manners) -> str | None:
        """Who has gone quiet: the last in the circle."""
        return self.cast[-1] if manners.is_one_lost else None

    def monopoliser(self, manners: Manners) -> str | None:
        """Who keeps the floor: the first in the circle."""
        return self.cast[0] if manners.is_monopolised else None

    def adviser(self, manners: Manners) -> str | None:
        """Who gives advice as soon as questions are asked: the second, or the third while the second is client."""
        if not manners.is_advising:
            return None
        return next((one for one in self.cast[1:] if one != self.state.client), None)
