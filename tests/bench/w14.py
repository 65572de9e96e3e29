"""W14: one, two and four processes on PostgreSQL and Redis: what a command costs all of them together."""

from __future__ import annotations

import asyncio
from statistics import median
from typing import Any

from tests.bench.figures import ratio
from tests.bench.machine import cpu_ms
from tests.bench.measuring import SETTLES
from tests.bench.results import Line, Result
from tests.bench.rooms import Browser, Room
from tests.bench.servers import Server
from tests.bench.shared import Shared, can_share, sharing

REPETITIONS = 5
SPREADS = (1, 2, 4)
COMMANDS = 16


def main() -> None:
    result = Result("w14", "PostgreSQL and Redis, rooms of 8 whose people are spread over the processes")
    if can_share():
        with sharing(SPREADS[-1], len(SPREADS), 7) as shared:
            asyncio.run(_measure(shared, result))
        result.not_shown.append(
            "rooms on time behind a proxy: two cores hold a server and the load; by CPU a command instead, the load "
            "handing each person to one process in turn"
        )
    else:
        result.not_shown.append("PostgreSQL and Redis are not installed here")
    result.keep()


async def _measure(shared: Shared, result: Result) -> None:
    costs: dict[int, list[float]] = {count: [] for count in SPREADS}
    rooms = {
        count: _spread(described, shared.servers[:count])
        for count, described in zip(SPREADS, shared.described, strict=True)
    }
    for room in rooms.values():
        await room.gather()
        await _raise(room)
    for _ in range(REPETITIONS):
        for count, room in rooms.items():
            before = sum(cpu_ms(one.pid) for one in shared.servers)
            await _raise(room)
            await asyncio.sleep(SETTLES)
            costs[count].append((sum(cpu_ms(one.pid) for one in shared.servers) - before) / COMMANDS)
    for room in rooms.values():
        await room.leave()
    for count, bar in ((2, 1.8), (4, 3.2)):
        # So many processes do as many times the work, less what their being several costs each command.
        gain = ratio([count * one for one in costs[1]], costs[count])
        shown = f"{median(costs[count]):.1f} ms a command", f"one process {median(costs[1]):.1f} ms"
        line = Line(
            f"rooms of {count} processes to one’s, by CPU a command", *shown, gain, bar=bar, is_more_better=True
        )
        result.lines.append(line)


def _spread(described: dict[str, Any], servers: list[Server]) -> Room:
    """A session whose people are at these servers in turn."""
    page = f"/ws/sessions/{described['id']}/"
    cookies = [described["facilitator"], *described["participants"]]
    first, *others = [Browser(servers[at % len(servers)], one, page) for at, one in enumerate(cookies)]
    return Room(described["id"], first, others, people=described["people"])


async def _raise(room: Room) -> None:
    for _ in range(COMMANDS // 4):
        for one in room.participants[1:3]:
            await room.do(one, "raise_hand")
            await room.do(one, "lower_hand")
