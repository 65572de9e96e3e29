"""W10: a command in one room of eight, where the process has 2,000 connections, and where it has 200."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from itertools import cycle
from statistics import median

from tests.bench.contestants import Contestant, eights
from tests.bench.figures import ratio
from tests.bench.measuring import Series, batch
from tests.bench.results import Line, Result
from tests.bench.rooms import Room
from tests.bench.traffic import gather, leave

REPETITIONS = 9
FEW = 25


def main() -> None:
    with ExitStack() as stack:
        many = stack.enter_context(eights())
        few = stack.enter_context(eights())
        few.rooms = few.rooms[:FEW]
        asyncio.run(_measure(few, many)).keep()


async def _measure(few: Contestant, many: Contestant) -> Result:
    found = {one.name + str(len(one.rooms)): Series() for one in (few, many)}
    for one in (few, many):
        await gather(one.rooms)
    rooms = {id(one): cycle(one.rooms) for one in (few, many)}
    for _ in range(REPETITIONS):
        for one, series in zip((few, many), found.values(), strict=True):
            await batch(one, next(rooms[id(one)]), _raise, series)
    for one in (few, many):
        await leave(one.rooms)
    small, large = found.values()
    result = Result("w10", "CPU a command and its 8 frames, with 2,000 connections against 200")
    ours, theirs = f"{median(large.cpu):.1f} ms", f"with 200: {median(small.cpu):.1f} ms"
    result.lines.append(Line("with 2,000, to with 200", ours, theirs, ratio(large.cpu, small.cpu), bar=1.0))
    return result


async def _raise(room: Room) -> list[float]:
    took = []
    for _ in range(8):
        took.append(await room.do(room.participants[1], "raise_hand"))
        took.append(await room.do(room.participants[1], "lower_hand"))
    return took
