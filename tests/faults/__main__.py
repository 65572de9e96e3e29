"""`python -m tests.faults` plays seeds and pairs on real servers, and writes docs/reliability.md's tables.

`--seeds 200 --pairs 10000` says how many; `--seed 17` plays that one again, and writes nothing.
"""

from __future__ import annotations

import argparse
import multiprocessing
import signal
import sys
from concurrent.futures import ProcessPoolExecutor

from tests.bench.figures import keep
from tests.faults import table
from tests.faults.place import PLACES
from tests.faults.plan import place_of
from tests.faults.playing import conflict, play


def main() -> None:
    reader = argparse.ArgumentParser(prog="python -m tests.faults")
    reader.add_argument("--seeds", type=int, default=20)
    reader.add_argument("--pairs", type=int, default=1000)
    reader.add_argument("--seed", type=int)
    asked = reader.parse_args()
    # Servers are stopped, and the small disk goes, however it ends.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
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


if __name__ == "__main__":
    main()
