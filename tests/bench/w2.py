"""W2: rooms of eight with a command every two seconds each: CPU a command, and how many rooms one process holds."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, ExitStack
from dataclasses import replace
from statistics import median

from tests.bench.contestants import Contestant, eights, peer
from tests.bench.figures import Spread, ratio
from tests.bench.results import Line, Result
from tests.bench.servers import UVICORN
from tests.bench.traffic import Traffic, climb, drive, gather, held_by, leave, told

EVERY = 2.0
PAIRS, PAIR_ROOMS, PAIR_LASTS = 5, 25, 4.0
LEVELS = (12, 25, 40, 60, 80, 120, 160, 200)


def main() -> None:
    with ExitStack() as stack:
        ours = stack.enter_context(eights())
        good = stack.enter_context(peer("good", LEVELS[-1], 8, has_screen=False))
        pairs = asyncio.run(_pairs(ours, good))
        held = {one.name: asyncio.run(_climb(one)) for one in (ours, good)}
    with eights(program=UVICORN) as on_uvicorn:
        held[on_uvicorn.name] = asyncio.run(_climb(on_uvicorn))
    with peer("naive", 60, 8, has_screen=False) as naive:
        held[naive.name] = asyncio.run(_climb(naive))
    _result(pairs, held).keep()


async def _pairs(ours: Contestant, good: Contestant) -> list[tuple[Traffic, Traffic]]:
    """The same traffic in 25 rooms of each in turn."""
    async with AsyncExitStack() as stack:
        for one in (ours, good):
            await gather(one.rooms[:PAIR_ROOMS])
            stack.push_async_callback(leave, one.rooms[:PAIR_ROOMS])
            await drive(one, one.rooms[:PAIR_ROOMS], EVERY, EVERY)
        return [
            (
                await drive(ours, ours.rooms[:PAIR_ROOMS], EVERY, PAIR_LASTS),
                await drive(good, good.rooms[:PAIR_ROOMS], EVERY, PAIR_LASTS),
            )
            for _ in range(PAIRS)
        ]


async def _climb(contestant: Contestant) -> dict[int, Traffic]:
    found = await climb(contestant, LEVELS, EVERY)
    await leave(contestant.rooms)
    return found


def _result(pairs: list[tuple[Traffic, Traffic]], held: dict[str, dict[int, Traffic]]) -> Result:
    result = Result("w2", "rooms × 8, a command every 2 s in each")
    cpu = [[one.cpu_a_command for one in side] for side in zip(*pairs, strict=True)]
    result.lines.append(
        Line(
            f"CPU a command with {PAIR_ROOMS} rooms, to the good form's",
            f"{median(cpu[0]):.1f} ms",
            f"good form {median(cpu[1]):.1f} ms",
            ratio(*cpu),
            bar=1.0,
            stretch=0.7,
        )
    )
    filled = [EVERY * 1000 / one for one in cpu[0]]
    theirs = f"good form {EVERY * 1000 / median(cpu[1]):.0f}"
    result.lines.append(
        Line("rooms that fill a core, by CPU a command", f"{median(filled):.0f}", theirs, Spread.of(filled), "rooms")
    )
    rooms = {name: held_by(levels) for name, levels in held.items()}
    ours, good, uvicorn, naive = rooms.values()
    beside = f"good form {_most(good)}, naive {naive}"
    on_time = Line("rooms on time (p99 ≤ 100 ms)", _most(ours), beside, Spread.once(ours), "rooms")
    result.lines.append(replace(on_time, bar=60, stretch=120, is_more_better=True))
    _beside_uvicorn(result, held, ours, uvicorn)
    result.details = {"levels": {name: told(levels) for name, levels in held.items()}}
    return result


def _beside_uvicorn(result: Result, held: dict[str, dict[int, Traffic]], ours: int, theirs: int) -> None:
    """How many rooms uvicorn holds; where daphne holds all that there are, what a command costs each."""
    if ours < LEVELS[-1]:
        gain = Spread.once(theirs / max(1, ours))
        result.lines.append(
            Line("rooms on uvicorn, to daphne's", _most(theirs), _most(ours), gain, bar=1.3, is_more_better=True)
        )
        return
    costs = ", ".join(f"{name} {levels[ours].cpu_a_command:.1f} ms" for name, levels in held.items() if ours in levels)
    result.not_shown.append(
        f"rooms on uvicorn, to daphne's: daphne holds the {ours} that the bench fills; CPU a command there: {costs}"
    )


def _most(rooms: int) -> str:
    return f"{rooms} or more" if rooms == LEVELS[-1] else str(rooms)
