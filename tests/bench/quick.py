"""`make bench-quick`: in a minute and a half, what a command, a refusal, a heartbeat and a connection cost now.

Each figure is CPU ms of the server, and the same as it would be where the reference loop takes 15 ms.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from statistics import median
from uuid import uuid4

from tests.bench.contestants import copied, migrated, settings_of
from tests.bench.figures import Spread, keep
from tests.bench.machine import LOOP_MS, cpu_ms, loop_ms
from tests.bench.measuring import SETTLES
from tests.bench.moments import CONSULTATION, TEXT
from tests.bench.rooms import Room, demonstrated
from tests.bench.servers import Server, serving, told

REPETITIONS = 7
Work = Callable[[Room], Awaitable[int]]  # how many of what is counted it did


async def ready(room: Room) -> None:
    """The session runs, in the consultation of its first round, with a queue: hands and contributions are welcome."""
    await room.do(room.facilitator, "open")
    await asyncio.sleep(1)  # those who stand at the door come in, each by a revision of its own
    room.revision = max(one.revision for one in room.watching)
    await room.do(room.facilitator, "choose_clients", participants=room.people[:2])
    await room.do(room.facilitator, "start")
    await consult(room)


async def consult(room: Room) -> int:
    await room.do(room.facilitator, "jump", to_step=CONSULTATION)
    await room.do(room.facilitator, "set_floor_mode", mode="queue")
    return 2


async def hands(room: Room) -> int:
    for one in room.participants[1:6]:
        await room.do(one, "raise_hand")
        await room.do(one, "lower_hand")
    return 10


async def steps(room: Room) -> int:
    for _ in range(4):
        await room.do(room.facilitator, "next", from_step=room.facilitator.step.decode())
    return 4


async def contributions(room: Room) -> int:
    for number in range(6):
        who = room.participants[1 + number % 6]
        await room.do(who, "contribute", id=uuid4(), kind="option", text=TEXT)
    return 6


async def refusals(room: Room) -> int:
    """Half of a facilitator, half of a participant."""
    for one in room.participants[1:6]:
        assert await room.ask(room.facilitator, "resume") == 409
        assert await room.ask(one, "yield_floor") == 409
    return 10


async def heartbeats(room: Room) -> int:
    """Of everybody within three seconds, as pages do: the room's own look at the database is in it."""
    for one in room.watching:
        one.beat()
        await asyncio.sleep(3 / len(room.watching))
    return len(room.watching)


async def connections(room: Room) -> int:
    for one in room.browsers:
        await one.watch()
    return len(room.browsers)


async def measured(server: Server, room: Room, work: Work) -> tuple[float, int]:
    """CPU ms of the server and bytes pushed, for one of what `work` does; what it starts, it has time to end."""
    cpu, pushed = cpu_ms(server.pid), room.pushed
    count = await work(room)
    await asyncio.sleep(SETTLES)
    return (cpu_ms(server.pid) - cpu) / count, (room.pushed - pushed) // count // max(1, len(room.watching))


WORKS: dict[str, Work] = {
    "hand": hands,
    "contribute": contributions,
    "refused": refusals,
    "heartbeat": heartbeats,
    "next": steps,
}


async def measure(server: Server, room: Room) -> dict[str, object]:
    await room.gather()
    await ready(room)
    # What a process makes once, it makes before anything is counted.
    once: tuple[Work, ...] = (hands, contributions, refusals, steps, consult)
    for work in once:
        await work(room)
    costs: dict[str, list[float]] = {name: [] for name in (*WORKS, "connect")}
    sizes: dict[str, list[float]] = {"hand": [], "contribute": [], "next": []}
    loops: list[float] = []
    for _ in range(REPETITIONS):
        loops += [loop_ms() for _ in range(5)]
        for name, work in WORKS.items():
            cost, size = await measured(server, room, work)
            costs[name].append(cost)
            sizes.get(name, []).append(size)
        # Closing is not part of connecting.
        await room.leave()
        await asyncio.sleep(0.3)
        costs["connect"].append((await measured(server, room, connections))[0])
        await asyncio.sleep(0.3)
        room.revision = max(one.revision for one in room.watching)
        await consult(room)
    return summed(costs, sizes, median(loops))


def summed(costs: dict[str, list[float]], sizes: dict[str, list[float]], loop: float) -> dict[str, object]:
    figures = {
        name: {
            "cpu_ms": Spread.of(found).json(),
            "loops": round(median(found) / loop, 3),
            "at_15": round(median(found) * LOOP_MS / loop, 1),
        }
        for name, found in costs.items()
    }
    return {
        "loop_ms": round(loop, 2),
        "figures": figures,
        "bytes": {name: median(found) for name, found in sizes.items()},
    }


def main() -> None:
    with copied(migrated()) as var:
        environment = settings_of(var)
        shown = told(environment, "manage.py", "demo", "--json")
        with serving(environment) as server:
            result = asyncio.run(_whole(server, shown))
    keep("quick", result)
    _print(result)


async def _whole(server: Server, shown: dict[str, object]) -> dict[str, object]:
    room = await demonstrated(server, shown)
    return await measure(server, room)


def _print(result: dict[str, object]) -> None:
    print(f"one room, ten sockets, daphne; reference loop {result['loop_ms']} ms")
    print(f"{'':<12}{'CPU ms':>8}{'least–most':>16}{'loops':>8}{'at 15 ms':>10}{'bytes a push':>14}")
    sizes = result["bytes"]
    for name, found in result["figures"].items():  # type: ignore[attr-defined]
        cpu = found["cpu_ms"]
        spread = f"{cpu['least']:.1f}–{cpu['most']:.1f}"
        size = sizes.get(name, "")  # type: ignore[attr-defined]
        print(f"{name:<12}{cpu['median']:>8.1f}{spread:>16}{found['loops']:>8.2f}{found['at_15']:>10.1f}{size:>14}")
