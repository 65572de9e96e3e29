"""Whether the load itself holds anything up: ready frames, as fast as two servers can push them."""

from __future__ import annotations

import asyncio
import os
import time
from contextlib import ExitStack
from statistics import median

from tests.bench.contestants import Contestant, ready
from tests.bench.figures import Spread
from tests.bench.machine import cpu_ms
from tests.bench.results import Line, Result

REPETITIONS, LASTS = 5, 1.5
SOCKETS, AT_ONCE = 100, 10
NAMES = {"hub": "daphne, ready frames by a hub", "broadcast": "websockets, broadcast"}


def main() -> None:
    result = Result("load", "the load generator: 2 KB frames taken by one room of 100 sockets")
    with ExitStack() as stack:
        contestants = [stack.enter_context(ready(kind, SOCKETS)) for kind in NAMES]
        asyncio.run(_measure(contestants, result))
    result.keep()


async def _measure(contestants: list[Contestant], result: Result) -> None:
    for one in contestants:
        await one.rooms[0].gather()
        found = [await _flood(one) for _ in range(REPETITIONS)]
        await one.rooms[0].leave()
        rate = Spread.of([frames for frames, _, _ in found])
        mine, theirs = (median(shares) for shares in list(zip(*found, strict=True))[1:])
        shown = f"load {mine:.0f} % of its core", f"server {theirs:.0f} % of its core"
        result.lines.append(Line(NAMES[one.name], *shown, rate, unit="frames a second"))


async def _flood(contestant: Contestant) -> tuple[float, float, float]:
    """Frames a second, and what load and server used of their cores, in percent."""
    room, pushes = contestant.rooms[0], 0
    load, server, begun = cpu_ms(os.getpid()), cpu_ms(contestant.server.pid), time.perf_counter()
    while time.perf_counter() < begun + LASTS:
        # Several at a time: while the load takes one, the server pushes the others.
        await asyncio.gather(*(room.push() for _ in range(AT_ONCE)))
        pushes += AT_ONCE
    seconds = time.perf_counter() - begun
    shares = [(cpu_ms(pid) - was) / seconds / 10 for pid, was in ((os.getpid(), load), (contestant.server.pid, server))]
    return pushes * SOCKETS / seconds, shares[0], shares[1]
