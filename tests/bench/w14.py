"""W14: one, two and four processes on PostgreSQL and Redis: what a command costs all of them together.

Twice: with each session at one process, by the proxy that docs/operating.md has; and with its people spread over all.
"""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from dataclasses import replace
from statistics import median
from typing import Any

from tests.bench.figures import ratio
from tests.bench.machine import cpu_ms
from tests.bench.measuring import SETTLES
from tests.bench.results import Line, Result
from tests.bench.rooms import Browser, Room
from tests.bench.servers import Server
from tests.bench.shared import Shared, can_share, sharing
from tests.services import running_nginx
from tests.tools import is_here

REPETITIONS = 5
BARS = {1: 1.0, 2: 1.8, 4: 3.2}  # rooms of so many processes, to one's
KEPT = 2  # sessions behind the proxy
COMMANDS = 16

Arms = dict[tuple[str, int], list[Room]]
Costs = dict[tuple[str, int], list[float]]


def main() -> None:
    result = Result("w14", "PostgreSQL and Redis, rooms of 8")
    if can_share():
        with sharing(max(BARS), len(BARS) * (1 + KEPT), 7) as shared, ExitStack() as stack:
            costs = asyncio.run(_measure(shared, _arms(shared, stack)))
        result.lines = [
            *_lines(costs, "kept", "a session at one process, by nginx", has_bar=True),
            *_lines(costs, "spread", "a session’s people spread over them", has_bar=False),
        ]
        result.not_shown.append("rooms on time: two cores hold a server and the load; by CPU a command instead")
        if not is_here("nginx"):
            result.not_shown.append("a session at one process: nginx is not installed here")
    else:
        result.not_shown.append("PostgreSQL and Redis are not installed here")
    result.keep()


def _arms(shared: Shared, stack: ExitStack) -> Arms:
    described = iter(shared.described)
    arms: Arms = {}
    for count in BARS:
        servers = shared.servers[:count]
        arms["spread", count] = [_room(next(described), servers)]
        if is_here("nginx"):
            proxy = replace(servers[0], port=stack.enter_context(running_nginx(*(one.port for one in servers))))
            arms["kept", count] = [_room(next(described), [proxy]) for _ in range(KEPT)]
    return arms


def _room(described: dict[str, Any], servers: list[Server]) -> Room:
    """A session whose people are at these servers in turn."""
    page = f"/ws/sessions/{described['id']}/"
    cookies = [described["facilitator"], *described["participants"]]
    first, *others = [Browser(servers[at % len(servers)], one, page) for at, one in enumerate(cookies)]
    return Room(described["id"], first, others, people=described["people"])


async def _measure(shared: Shared, arms: Arms) -> Costs:
    costs: Costs = {arm: [] for arm in arms}
    for rooms in arms.values():
        for room in rooms:
            await room.gather()
        await _raise(rooms)
    for _ in range(REPETITIONS):
        for arm, rooms in arms.items():
            pids = [one.pid for one in shared.servers[: arm[1]]]
            before = sum(map(cpu_ms, pids))
            await _raise(rooms)
            await asyncio.sleep(SETTLES)
            costs[arm].append((sum(map(cpu_ms, pids)) - before) / COMMANDS)
    for rooms in arms.values():
        for room in rooms:
            await room.leave()
    return costs


async def _raise(rooms: list[Room]) -> None:
    for _ in range(COMMANDS // (4 * len(rooms))):
        for room in rooms:
            for one in room.participants[1:3]:
                await room.do(one, "raise_hand")
                await room.do(one, "lower_hand")


def _lines(costs: Costs, how: str, said: str, *, has_bar: bool) -> list[Line]:
    """So many processes do as many times the work of one, less what their being several costs each command."""
    return [
        Line(
            f"rooms of {count} processes to one’s, {said}",
            f"{median(costs[how, count]):.1f} ms a command",
            f"one process {median(costs[how, 1]):.1f} ms",
            ratio([count * one for one in costs[how, 1]], costs[how, count]),
            bar=bar if has_bar else None,
            is_more_better=True,
        )
        for count, bar in BARS.items()
        if count > 1 and (how, count) in costs
    ]
