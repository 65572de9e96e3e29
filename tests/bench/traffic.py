"""Many rooms at once, each with a command every so often, whether or not the one before has been shown."""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tests.bench.contestants import Contestant
from tests.bench.figures import percentile
from tests.bench.machine import cpu_ms
from tests.bench.rooms import Room

BEATS_EVERY = 3.0
WARMS_UP, LEVEL_LASTS = 1.0, 6.0
LATE_MS = 100.0


@dataclass
class Traffic:
    """What a while of it was like: latencies in ms, what went wrong, and what server and load spent (ms of CPU)."""

    latencies: list[float] = field(default_factory=list)
    refused: int = 0
    lost: int = 0
    seconds: float = 0.0
    server_ms: float = 0.0
    load_ms: float = 0.0

    @property
    def p99(self) -> float:
        """Infinite where nothing was seen at all, or something was lost or refused."""
        return percentile(self.latencies, 0.99) if self.is_whole else float("inf")

    @property
    def p50(self) -> float:
        return percentile(self.latencies, 0.5) if self.latencies else float("inf")

    @property
    def is_whole(self) -> bool:
        return bool(self.latencies) and not self.lost and not self.refused

    @property
    def cpu_a_command(self) -> float:
        return self.server_ms / max(1, len(self.latencies))

    def json(self) -> dict[str, float]:
        return {
            "commands": len(self.latencies),
            "p50_ms": round(self.p50, 1),
            "p99_ms": round(self.p99, 1),
            "server_cpu_share": round(self.server_ms / self.seconds / 1000, 3),
            "load_cpu_share": round(self.load_ms / self.seconds / 1000, 3),
            "cpu_ms_a_command": round(self.cpu_a_command, 2),
            "refused": self.refused,
            "lost": self.lost,
        }


async def drive(
    contestant: Contestant, rooms: Sequence[Room], every: float, lasts: float, *, has_beats: bool = False
) -> Traffic:
    """Each room has a hand raised or lowered every `every` seconds, at a moment of its own, for `lasts` seconds."""
    traffic = Traffic()
    async with beating(rooms if has_beats else []):
        server, load, begun = cpu_ms(contestant.server.pid), cpu_ms(os.getpid()), time.perf_counter()
        await asyncio.gather(*(_room(room, every, begun + lasts, traffic) for room in rooms))
        traffic.seconds = time.perf_counter() - begun
        traffic.server_ms = cpu_ms(contestant.server.pid) - server
        traffic.load_ms = cpu_ms(os.getpid()) - load
    return traffic


async def _room(room: Room, every: float, until: float, traffic: Traffic) -> None:
    """Commands by the clock: one that takes long does not put off the next, as it would not for people."""
    at = time.perf_counter() + random.random() * every
    sent: list[asyncio.Task[None]] = []
    number = 0
    while at < until:
        await asyncio.sleep(at - time.perf_counter())
        who = room.participants[1 + number // 2 % 5]
        command = "lower_hand" if number % 2 else "raise_hand"
        sent.append(asyncio.ensure_future(_one(room.do(who, command), traffic)))
        number, at = number + 1, at + every
    await asyncio.gather(*sent)


async def _one(doing: Awaitable[float], traffic: Traffic) -> None:
    try:
        traffic.latencies.append(await doing * 1000)
    except AssertionError:
        traffic.refused += 1
    except TimeoutError:
        traffic.lost += 1  # not late: nobody saw it within a minute


@asynccontextmanager
async def beating(rooms: Sequence[Room]) -> AsyncIterator[None]:
    """Pages of these rooms say that they are there, meanwhile."""
    beats = [asyncio.ensure_future(_beat(room)) for room in rooms]
    yield
    for one in beats:
        one.cancel()


async def _beat(room: Room) -> None:
    """Each page says every three seconds what it shows, at moments of its own."""
    phases = [(BEATS_EVERY * (at + random.random()) / len(room.watching), one) for at, one in enumerate(room.watching)]
    while True:
        begun = time.perf_counter()
        for phase, one in phases:
            await asyncio.sleep(max(0.0, begun + phase - time.perf_counter()))
            one.beat()
        await asyncio.sleep(max(0.0, begun + BEATS_EVERY - time.perf_counter()))


async def gather(rooms: Sequence[Room]) -> None:
    """Everybody of these rooms opens a socket, a few rooms at a time; who has one already keeps it."""
    waiting = [room for room in rooms if not room.watching]
    for start in range(0, len(waiting), 8):
        await asyncio.gather(*(room.gather() for room in waiting[start : start + 8]))


async def leave(rooms: Sequence[Room]) -> None:
    await asyncio.gather(*(room.leave() for room in rooms if room.watching))


async def climb(
    contestant: Contestant, levels: Sequence[int], every: float, *, has_beats: bool = False
) -> dict[int, Traffic]:
    """More and more rooms, until the slowest hundredth of commands takes longer than 100 ms, twice; all stay open."""
    found: dict[int, Traffic] = {}
    for level in (one for one in levels if one <= len(contestant.rooms)):
        rooms = contestant.rooms[:level]
        await gather(rooms)
        await drive(contestant, rooms, every, WARMS_UP)
        for _ in range(2):  # once more where it was late: somebody else may have worked on the machine
            found[level] = await drive(contestant, rooms, every, max(every, LEVEL_LASTS), has_beats=has_beats)
            if found[level].p99 <= LATE_MS:
                break
        else:
            break
    return found


def held_by(levels: dict[int, Traffic]) -> int:
    """The largest number of rooms that were on time."""
    return max((level for level, traffic in levels.items() if traffic.p99 <= LATE_MS), default=0)


def told(levels: dict[int, Traffic]) -> dict[str, dict[str, float]]:
    """Each level, as results keep it."""
    return {str(level): traffic.json() for level, traffic in levels.items()}
