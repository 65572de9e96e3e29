"""W5: whole sessions of eight people, one after another, on one server: what a command costs, what memory is kept."""

from __future__ import annotations

import asyncio
import time
from statistics import median
from uuid import uuid4

from tests.bench.contestants import Contestant, eights
from tests.bench.figures import Spread
from tests.bench.machine import cpu_ms, pss_kib
from tests.bench.moments import CONSULTATION, TEXT
from tests.bench.results import Line, Result
from tests.bench.rooms import Room

LIVES, LASTS = 200, 75.0
WARM = 5  # lives after which what a process keeps for good has been made
STEPS = 16


def main() -> None:
    with eights() as ours:
        asyncio.run(_measure(ours)).keep()


async def _measure(ours: Contestant) -> Result:
    until = time.monotonic() + LASTS
    costs: list[float] = []
    kept: list[int] = []
    for room in ours.rooms[:LIVES]:
        if time.monotonic() > until:
            break
        await room.gather()
        before, first = cpu_ms(ours.server.pid), room.revision
        await _live(room)
        costs.append((cpu_ms(ours.server.pid) - before) / (room.revision - first))
        await room.leave()
        await asyncio.sleep(0.05)
        kept.append(pss_kib(ours.server.pid))
    return _result(costs, kept)


async def _live(room: Room) -> None:
    """Two hours of commands without the waiting: from the check-in to the end, through both rounds."""
    await room.do(room.facilitator, "jump", to_step=0)
    for step in range(STEPS - 1):
        for one in room.participants[2:4]:
            await room.do(one, "lower_hand")
        if step in (CONSULTATION, CONSULTATION + 6):
            await _consult(room)
        await room.do(room.facilitator, "next", from_step=step)
    await room.do(room.facilitator, "close")


async def _consult(room: Room) -> None:
    await room.do(room.facilitator, "set_floor_mode", mode="queue")
    for one in room.participants[2:5]:
        await room.do(one, "raise_hand")
        await room.do(one, "contribute", id=uuid4(), kind="option", text=TEXT)
        await room.do(room.facilitator, "next_speaker")
        await room.do(one, "yield_floor")


def _result(costs: list[float], kept: list[int]) -> Result:
    result = Result("w5", f"a session’s life of 8 people, {len(costs)} in a row")
    costs, kept = costs[WARM:], kept[WARM:]
    third = len(costs) // 3
    growth = [late / early for early, late in zip(costs[:third], costs[-third:], strict=True)]
    ours, theirs = f"{median(costs[-third:]):.1f} ms", f"first third: {median(costs[:third]):.1f} ms"
    result.lines.append(Line("CPU a command, last third to first", ours, theirs, Spread.of(growth), bar=1.1))
    memory = kept[-1] / kept[0]
    ours, theirs = f"{kept[-1] / 1024:.0f} MiB", f"after {WARM} lives: {kept[0] / 1024:.0f} MiB"
    flat = Spread(memory, min(kept) / kept[0], max(kept) / kept[0], len(kept))
    result.lines.append(Line("memory at the end, to the beginning", ours, theirs, flat, bar=1.1))
    result.details = {"memory_kib": kept, "cpu_ms_a_command": [round(one, 1) for one in costs]}
    if len(costs) + WARM < LIVES:
        result.not_shown.append(f"{LIVES} lives do not fit into {LASTS:.0f} s: {len(costs) + WARM} were lived")
    result.not_shown.append(
        "queries and renders a command: unit tests count them, a server seen from outside does not tell"
    )
    return result
