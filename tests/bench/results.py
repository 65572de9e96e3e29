"""What a measurement says: lines with a figure, its bar, and what could not be shown; kept as JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.bench.figures import Spread, keep


@dataclass(frozen=True)
class Line:
    """One figure beside its peer's, and the bar that it is held to; without a bar it is there to be read."""

    what: str
    ours: str
    theirs: str
    figure: Spread
    unit: str = "×"
    bar: float | None = None
    stretch: float | None = None
    is_more_better: bool = False

    def passes(self, limit: float) -> bool:
        """Whether the median reaches a limit."""
        return self.figure.median >= limit if self.is_more_better else self.figure.median <= limit

    def json(self) -> dict[str, Any]:
        """As results keep it."""
        return {
            "what": self.what,
            "ours": self.ours,
            "theirs": self.theirs,
            "figure": self.figure.json(),
            "unit": self.unit,
            "bar": self.bar,
            "stretch": self.stretch,
            "is_more_better": self.is_more_better,
            "met": None if self.bar is None else self.passes(self.bar),
            "stretch_met": None if self.stretch is None else self.passes(self.stretch),
        }


@dataclass
class Result:
    """All lines of one measurement; `not_shown` says what this machine could not show, and why."""

    name: str
    work: str
    lines: list[Line] = field(default_factory=list)
    not_shown: list[str] = field(default_factory=list)
    details: dict[str, Any] = field(default_factory=dict)

    def keep(self) -> None:
        """Write it down, and print it."""
        lines = [line.json() for line in self.lines]
        keep(self.name, {"work": self.work, "lines": lines, "not_shown": self.not_shown, "details": self.details})
        print(f"{self.name.upper()} {self.work}")
        for line in self.lines:
            print(f"  {line.what}: {line.ours} | {line.theirs} | {said(line)}")
        for one in self.not_shown:
            print(f"  not shown: {one}")


def said(line: Line) -> str:
    """A figure in words: median, least and most, bar, and whether it is met."""
    figure = line.figure
    words = f"{number(figure.median)} {line.unit} ({number(figure.least)}–{number(figure.most)})"
    if line.bar is None:
        return words
    sign = "≥" if line.is_more_better else "≤"
    return f"{words}, bar {sign} {number(line.bar)}: {'met' if line.passes(line.bar) else 'MISSED'}"


def number(value: float) -> str:
    """Three figures that count, without an exponent."""
    if abs(value) >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
