"""W13: a refused command, and `/health/`, to a bare view with sessions, accounts and CSRF by Django's own handler."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from statistics import median

from tests.bench.contestants import Contestant, peer, product
from tests.bench.figures import ratio
from tests.bench.machine import cpu_ms
from tests.bench.measuring import SETTLES
from tests.bench.results import Line, Result

REPETITIONS, REQUESTS = 9, 40
Ask = Callable[[Contestant], Awaitable[int]]


def main() -> None:
    with ExitStack() as stack:
        ours = stack.enter_context(product(1, 7))
        bare = stack.enter_context(peer("naive", 1, 8))
        asyncio.run(_measure(ours, bare)).keep()


async def _measure(ours: Contestant, bare: Contestant) -> Result:
    works: dict[str, tuple[Ask, int]] = {"a refused command": (_refused, 409), "/health/": (_health, 200)}
    result = Result("w13", "refusals and /health/, to a bare Django view")
    for what, (ask, status) in works.items():
        costs: tuple[list[float], list[float]] = ([], [])
        for repetition in range(REPETITIONS + 1):
            for one, found in zip((ours, bare), costs, strict=True):
                cost = await _cost(one, ask, status)
                if repetition:  # the first warms up
                    found.append(cost)
        shown = f"{median(costs[0]):.1f} ms", f"bare view {median(costs[1]):.1f} ms"
        result.lines.append(Line(f"CPU of {what}", *shown, ratio(*costs), bar=0.5, stretch=0.35))
    return result


async def _cost(contestant: Contestant, ask: Ask, status: int) -> float:
    before = cpu_ms(contestant.server.pid)
    for _ in range(REQUESTS):
        assert await ask(contestant) == status
    await asyncio.sleep(SETTLES)
    return (cpu_ms(contestant.server.pid) - before) / REQUESTS


async def _refused(contestant: Contestant) -> int:
    room = contestant.rooms[0]
    if contestant.name == "naive form":
        return await room.facilitator.post("/refuse/", {})
    return await room.ask(room.facilitator, "resume")


async def _health(contestant: Contestant) -> int:
    return (await contestant.rooms[0].facilitator.get("/health/")).status
