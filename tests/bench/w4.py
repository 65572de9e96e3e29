"""W4: two thousand pages come back within five seconds, to a server that has just started."""

from __future__ import annotations

import asyncio
import time
from contextlib import ExitStack
from statistics import median

from tests.bench.contestants import Contestant, eights, ready
from tests.bench.figures import Spread, percentile, ratio
from tests.bench.machine import cpu_ms
from tests.bench.results import Line, Result
from tests.bench.rooms import Browser

WITHIN = 5.0
PAIRS, IN_A_PAIR, AT_ONCE = 5, 200, 16


def main() -> None:
    result = Result("w4", "2,000 reconnect within 5 s after a restart")
    with eights() as ours:
        asyncio.run(_come_back(ours, result))
    with ExitStack() as stack:
        ours = stack.enter_context(eights())
        bare = stack.enter_context(ready("layer", PAIRS * IN_A_PAIR))
        asyncio.run(_pairs(ours, bare, result))
    result.keep()


async def _come_back(ours: Contestant, result: Result) -> None:
    pages = [one for room in ours.rooms for one in room.browsers]
    before, begun = cpu_ms(ours.server.pid), time.perf_counter()
    took = await asyncio.gather(
        *(_one(page, begun + WITHIN * place / len(pages)) for place, page in enumerate(pages)), return_exceptions=True
    )
    whole = time.perf_counter() - begun
    cpu = (cpu_ms(ours.server.pid) - before) / len(pages)
    right = [one for one in took if isinstance(one, float)]
    slowest = Spread(max(right), min(right), max(right), len(right))
    shown = f"{max(right):.1f} s, half {percentile(right, 0.5):.1f} s"
    missing = len(took) - len(right)
    result.lines += [
        Line("slowest first screen", shown, "", slowest, "s", bar=5),
        Line("pages without a right screen", str(missing), "", Spread.once(missing), "pages", bar=0),
        Line("CPU each", f"{cpu:.1f} ms", "", Spread.once(cpu), "ms", bar=4),
    ]
    result.details["seconds_for_all"] = round(whole, 1)
    await asyncio.gather(*(page.leave() for page in pages))


async def _one(page: Browser, at: float) -> float:
    """Seconds from its coming back to its first screen."""
    await asyncio.sleep(max(0.0, at - time.perf_counter()))
    begun = time.perf_counter()
    await page.watch()
    return time.perf_counter() - begun


async def _pairs(ours: Contestant, bare: Contestant, result: Result) -> None:
    """How many connect in a second where sixteen at a time do, in turn here and there."""
    pages = [[one for room in side.rooms for one in room.browsers] for side in (ours, bare)]
    rates: tuple[list[float], list[float]] = ([], [])
    for number in range(PAIRS):
        for side, found in zip(pages, rates, strict=True):
            found.append(await _rate(side[number * IN_A_PAIR : (number + 1) * IN_A_PAIR]))
    shown = f"{median(rates[0]):.0f} a second", f"bare consumer {median(rates[1]):.0f}"
    result.lines.append(
        Line("connects a second, to a bare consumer's", *shown, ratio(*rates), bar=0.6, is_more_better=True)
    )


async def _rate(pages: list[Browser]) -> float:
    gate = asyncio.Semaphore(AT_ONCE)

    async def come(page: Browser) -> None:
        async with gate:
            await page.watch()

    begun = time.perf_counter()
    await asyncio.gather(*(come(page) for page in pages))
    return len(pages) / (time.perf_counter() - begun)
