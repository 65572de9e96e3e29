"""How each fault is made, on real sockets, processes, disks and databases. Each returns once it is over."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from tests.bench.wire import Http
from tests.faults.people import Person, Sent
from tests.faults.place import Place, Server
from tests.faults.plan import FACILITATORS, Trouble
from tests.network import TO_CLIENT, TO_SERVER, Network

BLOCK = 1 << 16


@dataclass
class Scene:
    """What faults may befall: a place, the people in one of its sessions, and what they send."""

    place: Place
    people: list[Person]
    sent: list[Sent] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    began: list[int] = field(default_factory=list)  # how long each server's log is as it begins
    over: list[int] = field(default_factory=list)  # and when all is over

    def of(self, trouble: Trouble) -> list[Person]:
        return [self.people[one] for one in trouble.victims]

    def server_of(self, trouble: Trouble) -> Server:
        return self.place.servers[trouble.victims[0] % len(self.place.servers)]

    async def press(self, who: Person, command: str, **fields: object) -> Sent:
        sent = Sent(who, command, fields)
        self.sent.append(sent)
        await who.press(sent)
        return sent


# The network
async def cut(scene: Scene, trouble: Trouble) -> None:
    for one in scene.of(trouble):
        one.network.cut()


async def half_open(scene: Scene, trouble: Trouble) -> None:
    await _network(scene, trouble, Network.half_open, Network.refuse)


async def strand(scene: Scene, trouble: Trouble) -> None:
    await _network(scene, trouble, Network.strand, Network.refuse)


async def swallow_up(scene: Scene, trouble: Trouble) -> None:
    await _network(scene, trouble, lambda network: network.swallow(TO_SERVER))


async def swallow_down(scene: Scene, trouble: Trouble) -> None:
    await _network(scene, trouble, lambda network: network.swallow(TO_CLIENT))


async def slow_down(scene: Scene, trouble: Trouble) -> None:
    await _network(scene, trouble, lambda network: network.slow_down(0.05, 0.3))


async def _network(scene: Scene, trouble: Trouble, *befall: Callable[[Network], None]) -> None:
    for one in scene.of(trouble):
        for how in befall:
            how(one.network)
    await asyncio.sleep(trouble.lasts)
    for one in scene.of(trouble):
        one.network.mend()


async def sleep(scene: Scene, trouble: Trouble) -> None:
    for one in scene.of(trouble):
        one.sleep()
    await asyncio.sleep(trouble.lasts)
    for one in scene.of(trouble):
        one.wake()


# What serves
async def kill(scene: Scene, trouble: Trouble) -> None:
    await _restart(scene, trouble, kill=True)


async def terminate(scene: Scene, trouble: Trouble) -> None:
    await _restart(scene, trouble, kill=False)


async def _restart(scene: Scene, trouble: Trouble, *, kill: bool) -> None:
    server, before = scene.server_of(trouble), scene.server_of(trouble).port
    code = await server.end(kill=kill)
    if not kill and code:
        scene.wrong.append(f"a server that was told to end exited with {code}")
    await asyncio.sleep(trouble.lasts)
    await server.start()
    for one in scene.people:
        if one.network.target == before:
            one.network.target = server.port


async def fill_disk(scene: Scene, trouble: Trouble) -> None:
    filler = scene.place.var / "filler"
    # Emptied first: what SQLite wrote before would be written over, and need no room.
    with contextlib.closing(sqlite3.connect(scene.place.var / "codev.sqlite3", timeout=20)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    await asyncio.to_thread(_fill, str(filler))
    await asyncio.sleep(trouble.lasts)
    filler.unlink()


def _fill(path: str) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        for size in (BLOCK, 1):
            with contextlib.suppress(OSError):
                while True:
                    os.write(file, bytes(size))
    finally:
        os.close(file)


async def hold_lock(scene: Scene, trouble: Trouble) -> None:
    lock = sqlite3.connect(scene.place.var / "codev.sqlite3", isolation_level=None, check_same_thread=False, timeout=20)
    with contextlib.closing(lock):
        await asyncio.to_thread(lock.execute, "BEGIN IMMEDIATE")
        await asyncio.sleep(trouble.lasts)
        lock.execute("ROLLBACK")


async def hold_sessions(scene: Scene, trouble: Trouble) -> None:
    import psycopg

    async with await psycopg.AsyncConnection.connect(scene.place.environment["DATABASE_URL"]) as connection:
        await connection.execute("SELECT 1 FROM codev_sessions_session FOR UPDATE")
        await asyncio.sleep(trouble.lasts)


async def restart_postgres(scene: Scene, trouble: Trouble) -> None:
    assert scene.place.postgres
    await asyncio.to_thread(scene.place.postgres.stop)
    await asyncio.sleep(trouble.lasts)
    await asyncio.to_thread(scene.place.postgres.start)


async def restart_redis(scene: Scene, trouble: Trouble) -> None:
    assert scene.place.redis
    await asyncio.to_thread(scene.place.redis.stop)
    await asyncio.sleep(trouble.lasts)
    await asyncio.to_thread(scene.place.redis.start)


# What people do
async def race(scene: Scene, trouble: Trouble) -> None:
    """Both facilitators press « Étape suivante » at the same moment, then both go back."""
    for command in ("next", "back"):
        step = scene.people[FACILITATORS[0]].step.decode()
        both = [scene.people[one] for one in FACILITATORS]
        await asyncio.gather(*(scene.press(one, command, from_step=step) for one in both))


async def press_twice(scene: Scene, trouble: Trouble) -> None:
    """The same intention twice at the same moment, over two connections."""
    for one in scene.of(trouble):
        if one.is_screen:
            continue
        sent = Sent(one, "raise_hand", {}) if one not in scene.people[:2] else Sent(one, "extend", {"seconds": 1})
        scene.sent.append(sent)
        second = Http(one.network.port, tries=1)
        statuses = await asyncio.gather(one.press(sent), one.press(sent, second))
        second.close()
        if len({one for one in statuses if one not in (0, 503)}) > 1:
            scene.wrong.append(f"{sent.command} under one key was answered {statuses}")


async def replay(scene: Scene, trouble: Trouble) -> None:
    """What was answered is sent again: the answer is the same."""
    for sent in [one for one in scene.sent if one.is_done][:6]:
        status = await sent.who.press(sent)
        if status not in (0, 204, 503):
            scene.wrong.append(f"{sent.command} was done, and is {status} under the same key")


TROUBLES: dict[str, Callable[[Scene, Trouble], Awaitable[None]]] = {
    "cut": cut,
    "half-open": half_open,
    "stranded": strand,
    "swallowed up": swallow_up,
    "swallowed down": swallow_down,
    "latency and jitter": slow_down,
    "a client sleeps": sleep,
    "killed": kill,
    "terminated under load": terminate,
    "disk full": fill_disk,
    "write lock held": hold_lock,
    "sessions locked": hold_sessions,
    "PostgreSQL restarted": restart_postgres,
    "Redis stopped and started": restart_redis,
    "facilitators race": race,
    "double presses": press_twice,
    "replays": replay,
}
