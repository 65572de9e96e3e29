"""What simulated people know when they choose: the state, and who has written what of which kind, never the words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from ..models import Commitment, Contract, Contribution, Rehearsal, Round, Session
from ..state import State


@dataclass(frozen=True)
class Manners:
    """How the simulated people behave."""

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
class Scene:
    """A moment. `written` counts by author and kind in this step, `said` by kind in the whole session."""

    state: State
    cast: tuple[str, ...]
    seed: int = 0
    written: Mapping[tuple[str, str], int] = field(default_factory=dict)
    said: Mapping[str, int] = field(default_factory=dict)
    open_questions: tuple[UUID, ...] = ()
    contract: int = 0
    accepted: frozenset[str] = frozenset()
    has_synthesis: bool = False
    commitments: int = 0

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


def read(rehearsal: Rehearsal, cast: tuple[str, ...]) -> Scene:
    """The scene of a rehearsal as its session stands."""
    session = rehearsal.session
    state = session.load()
    number = state.item.round if state.item else None
    here = None if number is None else Round.objects.filter(session=session, number=number).first()
    contract = Contract.objects.filter(round=here).prefetch_related("acceptances").last() if here else None
    return Scene(
        state=state,
        cast=cast,
        seed=rehearsal.seed,
        contract=contract.number if contract else 0,
        accepted=frozenset(str(one.participant_id) for one in contract.acceptances.all()) if contract else frozenset(),
        has_synthesis=bool(here and here.sealed_synthesis),
        commitments=Commitment.objects.filter(round=here).count() if here else 0,
        **_written(session, state, here),
    )


def _written(session: Session, state: State, here: Round | None) -> dict[str, Any]:
    """Who wrote what, of one query."""
    rows = list(Contribution.objects.standing().filter(session=session))
    present = [one for one in rows if one.round_id == (here.pk if here else None)]
    step = state.item.key if state.item else ""
    questions = [one for one in present if one.kind == "question" and one.answered_at is None]
    return {
        "written": Counter((str(one.author_id), one.kind) for one in present if one.step == step),
        "said": Counter(one.kind for one in rows),
        "open_questions": tuple(one.pk for one in questions),
    }
