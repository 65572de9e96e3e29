"""W6: what a process keeps in memory for a connection that says nothing."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from statistics import median

from tests.bench.contestants import Contestant, eights, ready
from tests.bench.figures import ratio
from tests.bench.machine import pss_kib
from tests.bench.results import Line, Result

WAVES, IN_A_WAVE = 5, 200


def main() -> None:
    with ExitStack() as stack:
        ours = stack.enter_context(eights())
        bare = stack.enter_context(ready("layer", (WAVES + 1) * IN_A_WAVE))
        asyncio.run(_measure(ours, bare)).keep()


async def _measure(ours: Contestant, bare: Contestant) -> Result:
    pages = [[one for room in side.rooms for one in room.browsers] for side in (ours, bare)]
    kept: tuple[list[float], list[float]] = ([], [])
    for wave in range(WAVES + 1):
        for side, mine, found in zip((ours, bare), pages, kept, strict=True):
            before = pss_kib(side.server.pid)
            for page in mine[wave * IN_A_WAVE : (wave + 1) * IN_A_WAVE]:
                await page.watch()
            await asyncio.sleep(1)
            found.append((pss_kib(side.server.pid) - before) / IN_A_WAVE)
    # The first wave pays for what a process makes once.
    ours_kept, bare_kept = kept[0][1:], kept[1][1:]
    result = Result("w6", "memory per idle connection, rooms of 8")
    shown = f"{median(ours_kept):.0f} KiB", f"bare consumer {median(bare_kept):.0f} KiB"
    result.lines.append(Line("to a bare consumer's", *shown, ratio(ours_kept, bare_kept), bar=1.3))
    return result
