"""What a mirror holds: counts and milliseconds a step, and stretches of time. Pure, and as JSON without an instant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """One step of one round, all its stays together; `round` counts from 0, None outside rounds.

    `held`: ideas kept for later while questions were asked, `handed_back`: questions that were given back as advice.
    `hands` were raised in it, `left` of them were neither called nor taken down. `reframed`: how often the rule was
    recalled. `stays` is 0 for a step that was never entered.
    """

    step: str
    round: int | None
    planned_ms: int
    spent_ms: int = 0
    stays: int = 0
    hands: int = 0
    left: int = 0
    held: int = 0
    handed_back: int = 0
    reframed: int = 0

    @property
    def place(self) -> tuple[str, int | None]:
        return self.step, self.round


@dataclass(frozen=True, slots=True)
class Figures:
    """A session's steps in the agenda's order, and what is of the whole.

    `longest_ms`: how long the hand waited that waited longest, None where none was raised. `knows_hands` is False where
    they were forgotten before they were counted. `share` says how the floor was shared: a key of SHARES, "" where
    nothing is said of it.
    """

    steps: tuple[Step, ...]
    longest_ms: int | None = None
    knows_hands: bool = True
    share: str = ""

    def total(self, what: str) -> int:
        """The sum of one of the steps' figures."""
        return sum(getattr(step, what) for step in self.steps)

    def with_hands_of(self, before: Figures | None) -> Figures:
        """What was forgotten since, as it was counted before; not known where it was not."""
        if before is None:
            return replace(self, longest_ms=None, knows_hands=False, share="")
        known = {step.place: step for step in before.steps}
        steps = (
            replace(step, hands=known[step.place].hands, left=known[step.place].left) if step.place in known else step
            for step in self.steps
        )
        return Figures(tuple(steps), before.longest_ms, before.knows_hands, before.share)


SHARES = ("even", "uneven", "very_uneven")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Something that lasted, from when to when (epoch milliseconds): "step", "break", "paused", "silence", "nobody".

    `step` and `round` name the step in which it began.
    """

    kind: str
    begin: int
    end: int
    step: str
    round: int | None

    @property
    def span_ms(self) -> int:
        return self.end - self.begin


def to_json(figures: Figures) -> dict[str, Any]:
    """As a row keeps it (`KeptMirror.figures`): the share has a column of its own, as a group may switch it off."""
    steps = [asdict(step) for step in figures.steps]
    return {"steps": steps, "longest_ms": figures.longest_ms, "knows_hands": figures.knows_hands}


def from_json(document: Mapping[str, Any], share: str) -> Figures:
    """What `to_json` made; a figure that an older row lacks is 0."""
    known = {one.name for one in fields(Step)}
    steps = tuple(Step(**{name: value for name, value in row.items() if name in known}) for row in document["steps"])
    return Figures(steps, document.get("longest_ms"), document.get("knows_hands", False), share)
