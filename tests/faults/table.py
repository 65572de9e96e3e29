"""The tables of docs/reliability.md, from what was played last."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.bench.figures import kept
from tests.bench.table import put
from tests.faults.plan import HABITS, NETWORK, SERVERS, SHARED
from tests.services import ROOT

PAGE = ROOT / "docs/reliability.md"
FAULTS = ("<!-- faults: written by make faults -->", "<!-- end of faults -->")
PAIRS = ("<!-- pairs: written by make faults -->", "<!-- end of pairs -->")
PLACES = {"sqlite": "SQLite, one process", "postgres": "PostgreSQL and Redis, two processes"}


def main() -> None:
    """Put both between their markers."""
    if found := kept("faults"):
        put(PAGE, *FAULTS, "\n".join([*faults(found["outcomes"]), "", *_where(found), ""]))
    if found := kept("pairs"):
        put(PAGE, *PAIRS, "\n".join([*pairs(found["places"]), "", *_where(found), ""]))
    print(f"Tables in {PAGE.relative_to(ROOT)}.")


def faults(outcomes: list[dict[str, Any]]) -> list[str]:
    """A line for each fault: the runs in which it was drawn. A run has three faults, so it stands in three lines."""
    names = dict.fromkeys([*NETWORK, *SERVERS, *SHARED["sqlite"], *SHARED["postgres"], *HABITS])
    rows = [(name, [one for one in outcomes if name in one["faults"]]) for name in names]
    rows += [(f"**all, {said}**", [one for one in outcomes if one["place"] == place]) for place, said in PLACES.items()]
    return [
        "| fault | runs | commands | done | sent again | answered 503 | lost | doubled | slowest screen, s | wrong |",
        "|---|---|---|---|---|---|---|---|---|---|",
        *(_row(name, found) for name, found in rows if found),
    ]


def _row(name: str, found: list[dict[str, Any]]) -> str:
    counted = ("sent", "done", "retried", "unavailable", "lost", "doubled")
    sums = [sum(one[field] for one in found) for field in counted]
    slowest = max(one["slowest"] for one in found)
    cells = [name, len(found), *sums, f"{slowest:.1f}", sum(bool(one["wrong"]) for one in found)]
    return f"| {' | '.join(map(str, cells))} |"


def pairs(places: list[dict[str, Any]]) -> list[str]:
    """A line for each kind of pair, with how often it ended how in each place."""
    kinds = dict.fromkeys(kind for place in places for kind in place["kinds"])
    rows = [f"| {kind} | {' | '.join(_ends(place['kinds'].get(kind, {})) for place in places)} |" for kind in kinds]
    sums = " | ".join(f"**{place['pairs']} pairs, {len(place['wrong'])} wrong**" for place in places)
    heads = " | ".join(PLACES[place["place"]] for place in places)
    return [f"| pair | {heads} |", "|---|" + "---|" * len(places), *rows, f"| **all** | {sums} |"]


def _ends(ends: dict[str, int]) -> str:
    return ", ".join(f"{how}: {times}" for how, times in sorted(ends.items()))


def _where(found: dict[str, Any]) -> Iterable[str]:
    machine = found["machine"]
    return [
        f"Played until {found['at'][:16].replace('T', ' ')} UTC on {machine['cores']} cores of {machine['processor']}, "
        f"Python {machine['python']}, load average {machine['load_average'][0]}."
    ]
