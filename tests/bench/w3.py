"""W3: a hundred commands at once in as many sessions, and twenty-eight at once in one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import ExitStack
from statistics import median
from typing import Any

from tests.bench.contestants import Contestant, eights, peer, product
from tests.bench.figures import Spread, percentile, ratio
from tests.bench.results import Line, Result
from tests.bench.rooms import Room
from tests.bench.traffic import gather, leave

REPETITIONS = 5
ROOMS, PEOPLE = 100, 28  # beside the client, who raises no hand while peers are consulted
Burst = Callable[[Contestant, str], Coroutine[Any, Any, list[float]]]


def main() -> None:
    result = Result("w3", "100 commands at once on 100 sessions; 28 on one")
    with eights() as ours, peer("good", ROOMS, 8, has_screen=False) as good:
        ours.rooms = ours.rooms[:ROOMS]
        asyncio.run(_measure("100 on 100", ours, good, _in_all, result))
    with ExitStack() as stack:
        ours = stack.enter_context(product(1, PEOPLE + 1))
        good = stack.enter_context(peer("good", 1, PEOPLE + 3))
        asyncio.run(_measure("28 on one", ours, good, _in_one, result))
    result.keep()


async def _measure(what: str, ours: Contestant, good: Contestant, burst: Burst, result: Result) -> None:
    slowest: tuple[list[float], list[float]] = ([], [])
    failed = 0
    for one in (ours, good):
        await gather(one.rooms)
        await burst(one, "raise_hand")
        await burst(one, "lower_hand")
    for number in range(REPETITIONS):
        for one, found in zip((ours, good), slowest, strict=True):
            took = await burst(one, "lower_hand" if number % 2 else "raise_hand")
            found.append(percentile(took, 0.99) * 1000)
            failed += (one is ours) * took.count(float("inf"))
    for one in (ours, good):
        await leave(one.rooms)
    mine, theirs = f"{median(slowest[0]):.0f} ms", f"good form {median(slowest[1]):.0f} ms"
    result.lines.append(Line(f"{what}: last screen p99", mine, theirs, ratio(*slowest), bar=1.5))
    result.lines.append(Line(f"{what}: errors", str(failed), "", Spread.once(failed), "commands", bar=0))


async def _in_all(contestant: Contestant, command: str) -> list[float]:
    return await asyncio.gather(*(_one(room, 1, command) for room in contestant.rooms))


async def _in_one(contestant: Contestant, command: str) -> list[float]:
    (room,) = contestant.rooms
    return await asyncio.gather(*(_one(room, place, command) for place in range(1, PEOPLE + 1)))


async def _one(room: Room, place: int, command: str) -> float:
    """Seconds to the last screen; infinite where the command was not done."""
    try:
        return await room.do(room.participants[place], command)
    except (AssertionError, TimeoutError, ConnectionError):
        return float("inf")
