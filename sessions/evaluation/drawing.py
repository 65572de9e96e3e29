"""Means over sessions as a drawing: where each dot stands, in whole units. Pure; words are the template's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from .questions import LEAST, MOST

WIDTH, HEIGHT = 240, 104
LEFT, RIGHT, TOP, FLOOR = 26, 222, 22, 78
FEW = 6  # up to so many dots have their mean beside them, and their name beneath
NOTED = 3  # sentences that are said to have risen, or fallen, before all others
Values = Sequence[float | None]


@dataclass(frozen=True)
class Dot:
    """A mean in its place, whose y goes downwards."""

    x: int
    y: int
    value: float
    label_y: int


@dataclass(frozen=True)
class Drawing:
    """Dots and the lines between them, which a moment without a mean breaks; `places` are of all moments."""

    dots: tuple[Dot, ...]
    lines: tuple[str, ...]
    places: tuple[int, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    top: int = TOP
    floor: int = FLOOR
    levels: tuple[int, ...] = (TOP, (TOP + FLOOR) // 2, FLOOR)
    names_y: int = HEIGHT - 6

    @property
    def is_spacious(self) -> bool:
        return len(self.places) <= FEW


def draw(values: Values) -> Drawing:
    """One sentence's means, in the order of moments; None for where there is none."""
    places = tuple(_x(place, len(values)) for place in range(len(values)))
    all_dots = [None if value is None else _dot(x, value) for x, value in zip(places, values, strict=True)]
    runs = ([*some] for there, some in groupby(all_dots, key=lambda one: one is not None) if there)
    lines = (" ".join(f"{one.x},{one.y}" for one in run if one) for run in runs if len(run) > 1)
    return Drawing(tuple(one for one in all_dots if one), tuple(lines), places)


def _x(place: int, of: int) -> int:
    return (LEFT + RIGHT) // 2 if of == 1 else LEFT + 12 + place * (RIGHT - LEFT - 24) // (of - 1)


def _dot(x: int, value: float) -> Dot:
    y = FLOOR - round((value - LEAST) * (FLOOR - TOP) / (MOST - LEAST))
    return Dot(x, y, value, y - 9)


def changes(by_sentence: Mapping[str, Values]) -> tuple[list[str], list[str]]:
    """Which sentences rose most and fell most from their first mean to their last, the furthest first."""
    moved = {}
    for name, values in by_sentence.items():
        known = [one for one in values if one is not None]
        if len(known) > 1 and known[-1] != known[0]:
            moved[name] = known[-1] - known[0]
    order = sorted(moved, key=lambda name: -abs(moved[name]))
    return [one for one in order if moved[one] > 0][:NOTED], [one for one in order if moved[one] < 0][:NOTED]
