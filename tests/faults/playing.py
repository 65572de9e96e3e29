"""Seeds and pairs one after another in one place, told as they end."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

from tests.faults import pairs
from tests.faults.place import PLACES, Place
from tests.faults.plan import drawn
from tests.faults.run import Outcome, run


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
