"""The event loops of tests: none is closed under a ring that a thread sends as its test ends."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from codev import doorbell


class Loop(asyncio.SelectorEventLoop):
    """What a writer's thread does after its test's last line rings here, or nowhere."""

    def close(self) -> None:
        if not self.is_closed():
            if doorbell._loop is self:
                doorbell._loop = None
            self.run_until_complete(_all_done())
        super().close()


async def _all_done() -> None:
    await asyncio.sleep(0)  # what threads have asked for begins
    await asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()}, return_exceptions=True)


def pytest_asyncio_loop_factories() -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    return {"own": Loop}
