"""A year as a drawing: where each bar stands, in whole units. Words are the template's, colours the stylesheet's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .shapes import CANCELLED, HELD, PLANNED, Month, Outcomes, Year

WIDTH, HEIGHT = 400, 200
LEFT, TOP, FLOOR = 22, 18, 176
SLOT, BAR = 31, 19
LEAST = 4  # so that a single session does not look like a crowd


@dataclass(frozen=True)
class Block:
    """Part of a bar, of one outcome. Positions and lengths are units of the drawing, whose y goes downwards."""

    outcome: str
    y: int
    height: int


@dataclass(frozen=True)
class Bar:
    """A month's bar, from the ground up."""

    first: date
    x: int
    middle: int
    blocks: tuple[Block, ...]
    total: int
    label_y: int


@dataclass(frozen=True)
class Line:
    """A line across, at a number of sessions."""

    count: int
    y: int
    label_y: int


@dataclass(frozen=True)
class Chart:
    """The whole drawing."""

    bars: tuple[Bar, ...]
    lines: tuple[Line, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    floor: int = FLOOR
    bar: int = BAR
    names_y: int = FLOOR + 16


def chart(year: Year) -> Chart:
    """Sessions month by month: held below, planned and cancelled on top of them."""
    most = max(month.outcomes.sessions for month in year.months)
    # Even, so that the line in the middle stands at a whole number of sessions.
    top = max(LEAST, most + most % 2)
    lines = tuple(Line(count, _y(count, top), _y(count, top) + 4) for count in (0, top // 2, top))
    return Chart(tuple(_bar(place, month, top) for place, month in enumerate(year.months)), lines)


def _bar(place: int, month: Month, top: int) -> Bar:
    x = LEFT + place * SLOT + (SLOT - BAR) // 2
    total = month.outcomes.sessions
    return Bar(month.first, x, x + BAR // 2, tuple(_blocks(month.outcomes, top)), total, _y(total, top) - 5)


def _blocks(tally: Outcomes, top: int) -> Iterator[Block]:
    below = 0
    for outcome, count in ((HELD, tally.held), (PLANNED, tally.planned), (CANCELLED, tally.cancelled)):
        if count:
            # From rounded edge to rounded edge: heights that were rounded alone would leave gaps between blocks.
            high = _y(below + count, top)
            yield Block(outcome, high, _y(below, top) - high)
        below += count


def _y(count: int, top: int) -> int:
    return FLOOR - count * (FLOOR - TOP) // top
