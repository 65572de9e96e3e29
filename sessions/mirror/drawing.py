"""A session's course, and a cycle's, as drawings: where things stand, in whole units whose y goes downwards. Pure.

Words are the template's, colours the stylesheet's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .shapes import Stretch

MINUTE_MS = 60_000
WIDTH, LINE = 360, 17
LETTER = 6.2  # wide, in the letters of the drawing: some steps have long names
TALL, SHORT, A_MINUTE = 620, 300, 5
# One lane a kind; what stands still and a rest never come together, and share theirs.
LANES = {"step": (0, 22), "break": (28, 12), "paused": (28, 12), "silence": (46, 12), "nobody": (64, 12)}
LABELS, LABELS_ALONE = 92, 34
PANEL, PANEL_HEIGHT, TOP, FLOOR, SLOT = 320, 116, 18, 96, 40


@dataclass(frozen=True)
class Block:
    """One stretch as a bar."""

    stretch: Stretch
    x: int
    y: int
    width: int
    height: int

    @property
    def classes(self) -> str:
        is_of_a_subject = self.stretch.kind == "step" and self.stretch.round is not None
        return f"{self.stretch.kind} of-a-subject" if is_of_a_subject else self.stretch.kind


@dataclass(frozen=True)
class Label:
    """What a step is called, at its beginning or as near below as there is room."""

    stretch: Stretch
    x: int
    y: int
    from_x: int
    from_y: int

    @property
    def leader(self) -> str:
        """The points of the line from where the step begins to its name."""
        return f"{self.from_x},{self.from_y} {self.x - 8},{self.y - 4} {self.x - 4},{self.y - 4}"


@dataclass(frozen=True)
class Course:
    """The whole drawing: time runs downwards, without the hours in which nobody was there."""

    blocks: tuple[Block, ...]
    labels: tuple[Label, ...]
    height: int
    width: int = WIDTH

    def around(self, names: Iterable[str]) -> Course:
        """As wide as these names of its labels want it."""
        ends = (label.x + round(LETTER * len(name)) for label, name in zip(self.labels, names, strict=True))
        return replace(self, width=max([WIDTH, *ends]))


def course(stretches: Sequence[Stretch]) -> Course:
    """Steps on the left, what happened in them beside, names on the right; `stretches` by their beginning."""
    steps = [one for one in stretches if one.kind == "step"]
    total = sum(one.span_ms for one in steps) or 1
    height = max(LINE * len(steps), min(TALL, max(SHORT, total * A_MINUTE // MINUTE_MS)))
    places = _places(steps)

    def y(at: int) -> int:
        return places_of(at) * height // total

    def places_of(at: int) -> int:
        return next((start + at - step.begin for step, start in places if step.begin <= at <= step.end), total)

    blocks = [_block(one, y(one.begin), y(one.end)) for one in stretches]
    is_alone = len(steps) == len(stretches)
    labels = _labels([one for one in blocks if one.stretch.kind == "step"], is_alone=is_alone)
    return Course(tuple(blocks), tuple(labels), max([height, *(label.y + 6 for label in labels)]))


def _places(steps: Sequence[Stretch]) -> list[tuple[Stretch, int]]:
    """Each step with how long the session had lasted as it began; the last first, as its neighbour ends with it."""
    found, lasted = [], 0
    for step in steps:
        found.append((step, lasted))
        lasted += step.span_ms
    return found[::-1]


def _block(one: Stretch, top: int, bottom: int) -> Block:
    x, width = LANES[one.kind]
    # What was is seen, however short it was.
    return Block(one, x, top, width, max(2, bottom - top))


def _labels(steps: Sequence[Block], *, is_alone: bool) -> list[Label]:
    x = LABELS_ALONE if is_alone else LABELS
    found: list[Label] = []
    for one in steps:
        y = max(one.y + 11, found[-1].y + LINE if found else 0)
        found.append(Label(one.stretch, x, y, one.x + one.width, one.y))
    return found


@dataclass(frozen=True)
class Bar:
    """One session's figure; `value` is None where it is not known."""

    value: int | None
    x: int
    middle: int
    y: int
    height: int
    label_y: int


@dataclass(frozen=True)
class Panel:
    """One figure over the sessions of a cycle."""

    bars: tuple[Bar, ...]
    bar: int
    ground: int = FLOOR
    names_y: int = FLOOR + 15
    width: int = PANEL
    height: int = PANEL_HEIGHT


def panel(values: Sequence[int | None]) -> Panel:
    """A bar a session, the highest as high as there is room."""
    most = max((value for value in values if value), default=1)
    slot = min(SLOT, PANEL // max(1, len(values)))
    width = slot * 3 // 5
    bars = []
    for place, value in enumerate(values):
        height = (value or 0) * (FLOOR - TOP) // most
        x = place * slot + (slot - width) // 2
        bars.append(Bar(value, x, x + width // 2, FLOOR - height, height, FLOOR - height - 5))
    return Panel(tuple(bars), width)
