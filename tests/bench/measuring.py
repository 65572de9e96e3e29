"""Commands sent one after the other, what each cost the server, and how long it took to the last screen."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from uuid import uuid4

from tests.bench.contestants import Contestant
from tests.bench.machine import cpu_ms
from tests.bench.moments import CONSULTATION, TEXT
from tests.bench.rooms import Room

# What a batch starts, it has time to end, before its CPU is read.
SETTLES = 0.1
Work = Callable[[Room], Awaitable[list[float]]]  # seconds of each command


@dataclass
class Series:
    """Of one contestant, repetition by repetition: CPU ms a command; and all latencies in ms."""

    cpu: list[float] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)


async def mixed(room: Room) -> list[float]:
    """As in a consultation: hands go up and down, somebody writes, the facilitator goes on."""
    took = []
    for number, one in enumerate(room.participants[1:7]):
        took.append(await room.do(one, "raise_hand"))
        if number % 3 == 0:
            took.append(await room.do(one, "contribute", id=uuid4(), kind="option", text=TEXT))
        took.append(await room.do(one, "lower_hand"))
    took.append(await room.do(room.facilitator, "next"))
    took.append(await room.do(room.facilitator, "jump", to_step=CONSULTATION))
    took.append(await room.do(room.facilitator, "set_floor_mode", mode="queue"))
    return took


async def batch(contestant: Contestant, room: Room, work: Work, series: Series) -> None:
    """Do some work, and add what it cost."""
    before = cpu_ms(contestant.server.pid)
    took = await work(room)
    await asyncio.sleep(SETTLES)
    series.cpu.append((cpu_ms(contestant.server.pid) - before) / len(took))
    series.latencies += [seconds * 1000 for seconds in took]


async def interleaved(contestants: list[Contestant], work: Work, repetitions: int) -> list[Series]:
    """The same work by each in turn, in its first room, so that a slow moment of the machine is everybody's."""
    found = [Series() for _ in contestants]
    async with AsyncExitStack() as stack:
        for one in contestants:
            await one.rooms[0].gather()
            stack.push_async_callback(one.rooms[0].leave)
            await work(one.rooms[0])
        for _ in range(repetitions):
            for one, series in zip(contestants, found, strict=True):
                await batch(one, one.rooms[0], work, series)
    return found
