"""Figures: medians, the spread of what was repeated, ratios of interleaved pairs, and the file that keeps them."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median
from typing import Any

from tests.bench.machine import described
from tests.services import ROOT

FOLDER = ROOT / "var/bench"


@dataclass(frozen=True)
class Spread:
    """The median of repetitions, and the least and the most of them."""

    median: float
    least: float
    most: float
    count: int

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        return cls(median(values), min(values), max(values), len(values))

    @classmethod
    def once(cls, value: float) -> Spread:
        """Of what was measured once."""
        return cls(value, value, value, 1)

    def json(self, digits: int = 3) -> dict[str, float]:
        """As a result keeps it."""
        return {
            "median": round(self.median, digits),
            "least": round(self.least, digits),
            "most": round(self.most, digits),
            "repetitions": self.count,
        }


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> Spread:
    """Of pairs measured one after the other: the median of their ratios, not the ratio of two medians."""
    return Spread.of([one / other for one, other in zip(ours, theirs, strict=True)])


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that `share` (0 to 1) of all do not pass."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -int(-share * len(ordered) // 1) - 1))]


def slope(points: Sequence[tuple[float, float]]) -> float:
    """What one more of the first costs of the second, by least squares."""
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)


def keep(name: str, result: dict[str, Any]) -> None:
    """Write a result, with the machine that it was measured on, to `var/bench/<name>.json`."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    whole = {"name": name, "at": datetime.now(UTC).isoformat(timespec="seconds"), "machine": described(), **result}
    part = FOLDER / f".{name}.{os.getpid()}"
    part.write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n")
    part.replace(FOLDER / f"{name}.json")


def kept(name: str) -> dict[str, Any] | None:
    """What was measured last under this name."""
    file = FOLDER / f"{name}.json"
    return json.loads(file.read_text()) if file.exists() else None
