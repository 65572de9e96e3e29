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
    """Seconds between acts and of a turn, hands up at a time, texts a person and step; chances that a turn is passed
    and that an idea which comes too early is kept for later.
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
    """A command of somebody's."""

    by: str
    command: str
    fields: dict[str, Any] = field(default_factory=dict)


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
        return Random(f"{self.scene.seed}:{what}:{self.scene.cast.index(one)}").random()  # noqa: S311

    def sentence(self, pool: str, count: int) -> str:
        """The next one, so that none is heard twice before all were."""
        known = self.sentences[pool]
        return known[(self.scene.seed + count) % len(known)]

    def of_subject(self, part: str, one: str | None) -> str:
        """A part of what this person would bring, which is nobody else's; of somebody real, the first there is."""
        return self.sentence(part, self.scene.cast.index(one) if one in self.scene.cast else 0)

    def headline(self, one: str) -> dict[str, str]:
        return {"title": self.of_subject("title", one), "question": self.of_subject("headline", one)}

    def new_id(self) -> UUID:
        return UUID(int=self.dice.getrandbits(128), version=4)
