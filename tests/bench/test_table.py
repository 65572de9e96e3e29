"""The table says of each figure whether its bar is met, and what was not shown."""

from __future__ import annotations

from typing import Any

from tests.bench import table
from tests.bench.figures import Spread
from tests.bench.results import Line

MACHINE = {"processor": "P", "cores": 2, "python": "3.11", "versions": {"Django": "5.2"}, "load_average": [0.5]}


def result(*lines: Line, not_shown: tuple[str, ...] = ()) -> dict[str, Any]:
    found = [line.json() for line in lines]
    return {"at": "2026-11-28T21:00:00", "machine": MACHINE, "work": "w", "lines": found, "not_shown": not_shown}


def rows(made: str) -> list[str]:
    return [line for line in made.splitlines() if line.startswith("| W")]


def test_a_bar_is_met_below_it_or_above_it_as_the_line_says() -> None:
    cost = Line("CPU", "8 ms", "good 10 ms", Spread(0.8, 0.7, 1.2, 5), bar=1.0, stretch=0.7)
    rooms = Line("rooms", "40", "", Spread.once(40), "rooms", bar=60, is_more_better=True)

    assert rows(table.made({"w7": result(cost, rooms)})) == [
        "| W7 | w: CPU | 8 ms | good 10 ms | 0.80 × (0.70–1.20) | ≤ 1.00 (≤ 0.70) | met |",
        "| W7 | w: rooms | 40 |  | 40.0 rooms | ≥ 60.0 | **missed** |",
    ]


def test_what_reaches_the_stretch_and_what_has_no_bar() -> None:
    fast = Line("CPU", "6 ms", "good 10 ms", Spread(0.6, 0.5, 0.7, 5), bar=1.0, stretch=0.7)
    read = Line("bytes", "2", "", Spread.once(2), "KB")

    assert [row.split(" | ")[-1] for row in rows(table.made({"w1": result(fast, read)}))] == ["met, and more |", " |"]


def test_what_was_not_shown_is_said() -> None:
    assert rows(table.made({"w14": result(not_shown=("no Redis | here",))})) == [
        "| W14 | not shown: no Redis \\| here | | | | | |"
    ]
