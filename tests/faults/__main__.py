"""`python -m tests.faults` plays seeds and pairs on real servers, and writes docs/reliability.md's tables.

`--seeds 200 --pairs 10000` says how many; `--seed 17` plays that one again, and writes nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import sys
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from tests.bench.figures import keep
from tests.faults import pairs, table
from tests.faults.place import PLACES, Place
from tests.faults.plan import drawn, place_of
from tests.faults.run import Outcome, run


def main() -> None:
    reader = argparse.ArgumentParser(prog="python -m tests.faults")
    reader.add_argument("--seeds", type=int, default=20)
    reader.add_argument("--pairs", type=int, default=1000)
    reader.add_argument("--seed", type=int)
    asked = reader.parse_args()
    if asked.seed is not None:
        sys.exit(1 if play(place_of(asked.seed), [asked.seed])[0]["wrong"] else 0)
    wrong = _all(asked.seeds, asked.pairs)
    table.main()
    sys.exit(f"{wrong} of them went wrong" if wrong else 0)


def _all(seeds: int, count: int) -> int:
    """Both places at once; how many seeds and places went wrong."""
    with ProcessPoolExecutor(len(PLACES), multiprocessing.get_context("spawn")) as places:
        shares = [[seed for seed in range(1, seeds + 1) if place_of(seed) == name] for name in PLACES]
        outcomes = [one for found in places.map(play, PLACES, shares) for one in found]
        keep("faults", {"outcomes": outcomes})
        paired = list(places.map(conflict, PLACES, [count] * len(PLACES)))
        keep("pairs", {"places": paired})
    return sum(bool(one["wrong"]) for one in (*outcomes, *paired))


def play(name: str, seeds: Iterable[int]) -> list[dict[str, Any]]:
    """One seed after another in one place."""
    with PLACES[name]() as place:
        return [asyncio.run(_play(place, seed)).json() for seed in seeds]


async def _play(place: Place, seed: int) -> Outcome:
    outcome = await run(place, drawn(seed, place.without))
    print(f"SEED={seed} {place.name}: {', '.join(outcome.faults)}: {outcome.said}", flush=True)
    for one in outcome.wrong:
        print(f"  WRONG: {one}", flush=True)
    return outcome


def conflict(name: str, count: int) -> dict[str, Any]:
    """So many pairs in one place."""
    with PLACES[name]() as place:
        found = asyncio.run(pairs.many(place, count)).json()
    print(f"{found['pairs']} pairs on {name}, {len(found['wrong'])} wrong", flush=True)
    for one in found["wrong"][:20]:
        print(f"  WRONG: {one}", flush=True)
    return found


if __name__ == "__main__":
    main()
