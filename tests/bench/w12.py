"""W12: every page with a list of sessions, where there are 50 of them and where there are 5,000."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from statistics import median

from tests.bench.contestants import copied, migrated, settings_of, with_static
from tests.bench.figures import Spread, ratio
from tests.bench.results import Line, Result
from tests.bench.rooms import Browser
from tests.bench.servers import serving, told

REPETITIONS = 5
FEW, MANY = 50, 5000
PAGES = {
    "home": ("facilitator", "/"),
    "the group’s page": ("facilitator", "/groups/{group}/"),
    "the group’s ledger": ("facilitator", "/groups/{group}/ledger/"),
    "HR’s year": ("hr", "/history/"),
    "the group’s page for HR": ("hr", "/history/groups/{group}/"),
}
People = tuple[dict[str, Browser], str]


def main() -> None:
    with ExitStack() as stack:
        few, many = (stack.enter_context(_installed(count)) for count in (FEW, MANY))
        asyncio.run(_measure(few, many)).keep()


@contextmanager
def _installed(count: int) -> Iterator[People]:
    with copied(migrated()) as var:
        shutil.copytree(with_static(), var / "static", dirs_exist_ok=True)
        environment = settings_of(var)
        made = told(environment, "-m", "tests.bench.past", str(count))
        with serving(environment) as server:
            yield {who: Browser(server, made[who], "") for who in ("facilitator", "hr")}, made["group"]


async def _measure(few: People, many: People) -> Result:
    result = Result("w12", "pages with a list, at 5,000 sessions against 50")
    for page, (who, path) in PAGES.items():
        found = [[await _ask(browsers[who], path.format(group=group)) for browsers, group in (few, many)]]
        found = [
            [await _ask(browsers[who], path.format(group=group)) for browsers, group in (few, many)]
            for _ in range(REPETITIONS)
        ]
        seconds = [[one[side][0] * 1000 for one in found] for side in (0, 1)]
        small, large = (found[-1][side][1] / 1024 for side in (0, 1))
        shown = f"{median(seconds[1]):.0f} ms", f"with 50: {median(seconds[0]):.0f} ms"
        result.lines.append(Line(f"{page}: time", *shown, ratio(seconds[1], seconds[0]), bar=1.3))
        shown = f"{large:.0f} KB", f"with 50: {small:.0f} KB"
        result.lines.append(Line(f"{page}: bytes, compressed", *shown, Spread.once(large / small), bar=1.3))
    return result


async def _ask(browser: Browser, path: str) -> tuple[float, int]:
    """Seconds to the whole page, and its bytes."""
    begun = time.perf_counter()
    answer = await browser.get(path)
    assert answer.status == 200, f"{path}: {answer.status}"
    return time.perf_counter() - begun, len(answer.body)
