"""W11: one more contribution where ten stand on the board and where a thousand do: CPU, its push, a first frame."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from statistics import median
from uuid import uuid4

from tests.bench.contestants import Contestant, product
from tests.bench.figures import Spread, ratio
from tests.bench.measuring import Series, batch
from tests.bench.moments import TEXT
from tests.bench.results import Line, Result
from tests.bench.rooms import Room

REPETITIONS = 5
FEW, MANY = 10, 1000
PARTICIPANTS = 8


def main() -> None:
    with ExitStack() as stack:
        few = stack.enter_context(product(1, PARTICIPANTS, contributions=FEW))
        many = stack.enter_context(product(1, PARTICIPANTS, contributions=MANY))
        asyncio.run(_measure(few, many)).keep()


async def _measure(few: Contestant, many: Contestant) -> Result:
    found, pushes, firsts = (Series(), Series()), [0, 0], [0, 0]
    for place, one in enumerate((few, many)):
        await one.rooms[0].gather()
        firsts[place] = _received(one.rooms[0])
        await _contribute(one.rooms[0])
    for _ in range(REPETITIONS):
        for place, one in enumerate((few, many)):
            before = _received(one.rooms[0])
            await batch(one, one.rooms[0], _contribute, found[place])
            pushes[place] += (_received(one.rooms[0]) - before) // 2
    for one in (few, many):
        await one.rooms[0].leave()
    return _result(found, [size / REPETITIONS for size in pushes], firsts)


def _received(room: Room) -> int:
    """Bytes of frames that the dashboard was sent: it shows most."""
    return room.facilitator.socket.bytes if room.facilitator.socket else 0


async def _contribute(room: Room) -> list[float]:
    return [await room.do(one, "contribute", id=uuid4(), kind="option", text=TEXT) for one in room.participants[1:3]]


def _result(found: tuple[Series, Series], pushes: list[float], firsts: list[int]) -> Result:
    result = Result("w11", "one more contribution, after 1,000 against after 10")
    small, large = found
    ours, theirs = f"{median(large.cpu):.0f} ms", f"after 10: {median(small.cpu):.0f} ms"
    result.lines.append(Line("CPU, after 1,000 to after 10", ours, theirs, ratio(large.cpu, small.cpu), bar=1.2))
    size = pushes[1] / 1024
    ours, theirs = f"{size:.1f} KB", f"after 10: {pushes[0] / 1024:.1f} KB"
    result.lines.append(Line("dashboard's push", ours, theirs, Spread.once(size), "KB", bar=6))
    growth = Spread.once(firsts[1] / firsts[0])
    ours, theirs = f"{firsts[1] / 1024:.0f} KB", f"after 10: {firsts[0] / 1024:.0f} KB"
    result.lines.append(Line("dashboard's first frame, bounded", ours, theirs, growth, bar=2))
    return result
