"""What a simulated person may wish to do, and what all who choose look at: scene, manners, sentences, dice. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID

from ..rulebook.state.state import State
from .library import Library
from .scene import Manners, Scene


@dataclass(frozen=True)
class Temper:
    """How a group behaves: seconds `between` acts and of a `turn`, at lifelike pace; `hands` up at a time; `texts` a
    person and step; chances, from 0 to 1, of `passing` a turn, and of `keeping` an idea that comes too early.
    """

    between: float
    turn: float
    hands: int
    texts: int
    passing: float
    keeping: float


TEMPERS = {
    "calm": Temper(between=9, turn=40, hands=1, texts=1, passing=0.1, keeping=0.5),
    "lively": Temper(between=4, turn=25, hands=3, texts=2, passing=0.1, keeping=0.4),
    "difficult": Temper(between=4, turn=55, hands=4, texts=1, passing=0.35, keeping=0.0),
}


@dataclass(frozen=True)
class Act:
    """A command that a simulated participant would send."""

    by: str
    command: str
    fields: dict[str, Any] = field(default_factory=dict)


# What somebody would do, and its weight: how likely it is to be done among all that anybody wishes.
Wish = tuple[int, Act]


@dataclass(frozen=True)
class Look:
    """One look at a moment: everything that a choice follows from. `now` in epoch milliseconds."""

    scene: Scene
    manners: Manners
    sentences: Library
    dice: Random
    now: int

    @property
    def state(self) -> State:
        return self.scene.state

    @property
    def temper(self) -> Temper:
        return TEMPERS[self.manners.temper]

    def chance(self, one: str, what: object) -> float:
        """From 0 to 1, thrown once for this person and matter, not at every look."""
        # From the place in the cast, not the participant's id, which is another in every rehearsal: the same seed plays
        # the same. Thrown at every look, even a small chance would sooner or later come true for everybody.
        return Random(f"{self.scene.seed}:{what}:{self.scene.cast.index(one)}").random()  # noqa: S311

    def sentence(self, pool: str, count: int) -> str:
        """The next one of a pool after `count`, so that none is heard twice before all were."""
        known = self.sentences[pool]
        return known[(self.scene.seed + count) % len(known)]

    def of_subject(self, part: str, one: str | None) -> str:
        """A part of what this person would bring, which is nobody else's; of somebody real, the first there is."""
        return self.sentence(part, self.scene.cast.index(one) if one in self.scene.cast else 0)

    def headline(self, one: str) -> dict[str, str]:
        return {"title": self.of_subject("title", one), "question": self.of_subject("headline", one)}

    def new_id(self) -> UUID:
        """An id as a browser would make one, but from the dice, so that a rehearsal can be played again."""
        return UUID(int=self.dice.getrandbits(128), version=4)
