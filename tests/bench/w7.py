"""W7: one room of twelve, from the POST of a command to the last screen that shows it."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from statistics import median

from tests.bench.contestants import peer, product
from tests.bench.figures import Spread, percentile, ratio
from tests.bench.measuring import Series, interleaved, mixed
from tests.bench.results import Line, Result

REPETITIONS = 9
PARTICIPANTS = 10  # with the facilitator and the room screen, twelve


def main() -> None:
    with ExitStack() as stack:
        contestants = [
            stack.enter_context(product(1, PARTICIPANTS)),
            stack.enter_context(peer("good", 1, PARTICIPANTS + 2)),
            stack.enter_context(peer("naive", 1, PARTICIPANTS + 2)),
        ]
        found = asyncio.run(interleaved(contestants, mixed, REPETITIONS))
        sizes = {one.name: pushed for one in contestants if (pushed := one.rooms[0].pushed_a_command)}
    _result(*found, sizes=sizes).keep()


def _result(ours: Series, good: Series, naive: Series, *, sizes: dict[str, int]) -> Result:
    result = Result("w7", "one room of 12: POST → last screen", details={"bytes_a_command_and_screen": sizes})
    for name, theirs in (("good form", good), ("naive", naive)):
        bar, stretch = (1.0, 0.7) if theirs is good else (None, None)
        result.lines += [
            Line(
                f"CPU a command, to the {name}'s",
                f"{median(ours.cpu):.1f} ms",
                f"{name} {median(theirs.cpu):.1f} ms",
                ratio(ours.cpu, theirs.cpu),
                bar=bar,
                stretch=stretch,
            ),
            Line(
                f"p99, to the {name}'s",
                f"{percentile(ours.latencies, 0.99):.0f} ms",
                f"{name} {percentile(theirs.latencies, 0.99):.0f} ms",
                _tails(ours, theirs),
                bar=bar,
                stretch=stretch,
            ),
        ]
    p50 = Spread(median(ours.latencies), min(ours.latencies), max(ours.latencies), len(ours.latencies))
    beside = f"good form {median(good.latencies):.0f} ms, naive {median(naive.latencies):.0f} ms"
    result.lines.append(Line("p50", f"{p50.median:.0f} ms", beside, p50, unit="ms", bar=25))
    return result


def _tails(ours: Series, theirs: Series) -> Spread:
    """Of each third of the run, the ratio of the slowest but few: one repetition alone has no 99th percentile."""
    thirds = [_third(ours, part) / _third(theirs, part) for part in range(3)]
    whole = percentile(ours.latencies, 0.99) / percentile(theirs.latencies, 0.99)
    return Spread(whole, min(thirds), max(thirds), 3)


def _third(series: Series, part: int) -> float:
    length = len(series.latencies) // 3
    return percentile(series.latencies[part * length : (part + 1) * length], 0.99)
