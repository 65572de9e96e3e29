"""W2b: rooms as they are in life, with a command every eight seconds and heartbeats every three."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from tests.bench.contestants import Contestant, eights
from tests.bench.figures import Spread
from tests.bench.machine import cpu_ms
from tests.bench.results import Line, Result
from tests.bench.traffic import Traffic, beating, climb, gather, held_by, leave, told

EVERY = 8.0
LEVELS = (25, 50, 100, 150, 200, 250)
WINDOWS, WINDOW = 5, 3.0


def main() -> None:
    with eights() as ours:
        levels, shares = asyncio.run(_measure(ours))
    _result(levels, shares).keep()


async def _measure(ours: Contestant) -> tuple[dict[int, Traffic], list[float]]:
    levels = await climb(ours, LEVELS, EVERY, has_beats=True)
    await gather(ours.rooms)
    async with beating(ours.rooms):
        await asyncio.sleep(WINDOW)
        shares = []
        for _ in range(WINDOWS):
            before = cpu_ms(ours.server.pid)
            await asyncio.sleep(WINDOW)
            shares.append((cpu_ms(ours.server.pid) - before) / WINDOW / 10)
    await leave(ours.rooms)
    return levels, shares


def _result(levels: dict[int, Traffic], shares: list[float]) -> Result:
    result = Result("w2b", "lifelike: a command per 8 s a room, heartbeats every 3 s", details={"levels": told(levels)})
    rooms = held_by(levels)
    shown = f"{rooms} or more" if rooms == LEVELS[-1] else str(rooms)
    on_time = Line("rooms on time (p99 ≤ 100 ms)", shown, "", Spread.once(rooms), "rooms")
    result.lines.append(replace(on_time, bar=250, stretch=500, is_more_better=True))
    share = Spread.of(shares)
    beats = Line("heartbeats of 2,000 sockets in 250 rooms, of a core", f"{share.median:.0f} %", "", share, "%", bar=15)
    result.lines.append(beats)
    if rooms == LEVELS[-1]:
        result.not_shown.append("500 rooms: the bench fills 250")
    return result
