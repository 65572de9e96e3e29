"""W1: what one more socket in a room costs, for a command that concerns others; the peers push ready frames."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from statistics import median

from tests.bench.contestants import Contestant, product, ready
from tests.bench.figures import Spread, ratio, slope
from tests.bench.machine import cpu_ms
from tests.bench.measuring import SETTLES
from tests.bench.results import Line, Result
from tests.bench.rooms import Room

REPETITIONS = 5
SIZES = (3, 12, 29)
COMMANDS, PUSHES = 16, 80
PEERS = ("layer", "socketio", "hub", "broadcast")
NAMES = {
    "layer": "bare Channels consumer",
    "socketio": "Socket.IO",
    "hub": "hub, ready frames",
    "broadcast": "websockets",
}


def main() -> None:
    with ExitStack() as stack:
        contestants = [stack.enter_context(product(1, SIZES[-1] - 2))]
        contestants += [stack.enter_context(ready(kind, SIZES[-1])) for kind in PEERS]
        asyncio.run(_measure(contestants)).keep()


async def _measure(contestants: list[Contestant]) -> Result:
    slopes: dict[str, list[float]] = {one.name: [] for one in contestants}
    shares: dict[str, list[float]] = {one.name: [] for one in contestants}
    await _once(contestants)  # what a process makes once, it makes now
    for _ in range(REPETITIONS):
        points, load = await _once(contestants)
        for name, found in points.items():
            slopes[name].append(slope(found))
            shares[name].append(load[name])
    return _result(slopes, shares)


async def _once(contestants: list[Contestant]) -> tuple[dict[str, list[tuple[float, float]]], dict[str, float]]:
    """CPU ms a command by the number of sockets, and what the load itself used per CPU ms of the server."""
    points: dict[str, list[tuple[float, float]]] = {one.name: [] for one in contestants}
    load: dict[str, float] = {}
    for size in SIZES:
        for one in contestants:
            await _fill(one.rooms[0], size)
            server, mine = cpu_ms(one.server.pid), time.process_time()
            count = await _work(one)(one.rooms[0])
            await asyncio.sleep(SETTLES)
            spent = cpu_ms(one.server.pid) - server
            points[one.name].append((size, spent / count))
            load[one.name] = (time.process_time() - mine) * 1000 / spent
    for one in contestants:
        await one.rooms[0].leave()
    return points, load


async def _fill(room: Room, size: int) -> None:
    """So many sockets are open, the facilitator's among them."""
    missing = [one for one in room.browsers if not one.socket][: size - len(room.watching)]
    for one in missing:
        await one.watch()
    await asyncio.sleep(0.3)
    room.revision = max(one.revision for one in room.watching)


def _work(contestant: Contestant) -> Callable[[Room], Awaitable[int]]:
    if contestant.name in PEERS:
        return _push_by_socketio if contestant.name == "socketio" else _push
    return _raise


async def _raise(room: Room) -> int:
    for _ in range(COMMANDS // 2):
        await room.do(room.participants[1], "raise_hand")
        await room.do(room.participants[1], "lower_hand")
    return COMMANDS


async def _push(room: Room, said: str = "push") -> int:
    for _ in range(PUSHES):
        await room.push(said)
    return PUSHES


async def _push_by_socketio(room: Room) -> int:
    return await _push(room, '42["push"]')


def _result(slopes: dict[str, list[float]], shares: dict[str, list[float]]) -> Result:
    ours = next(name for name in slopes if name not in PEERS)
    result = Result("w1", "one more socket in a room, from 3 to 29: CPU a socket and command")
    for kind in PEERS:
        bar, stretch = (0.5, 0.3) if kind == "layer" else (None, None)
        result.lines.append(
            Line(
                f"to {NAMES[kind]}",
                f"{median(slopes[ours]):.2f} ms",
                f"{NAMES[kind]} {median(slopes[kind]):.3f} ms",
                ratio(slopes[ours], slopes[kind]),
                bar=bar,
                stretch=stretch,
            )
        )
    result.details = {
        "frame_bytes_of_peers": 2048,
        "cpu_ms_a_socket_and_command": {name: Spread.of(found).json() for name, found in slopes.items()},
        "load_cpu_per_server_cpu": {name: round(median(found), 2) for name, found in shares.items()},
    }
    return result
