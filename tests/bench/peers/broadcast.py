"""`python -m tests.bench.peers.broadcast <port>`: the `websockets` package alone, with its own broadcast."""

from __future__ import annotations

import asyncio
import os
import sys
from collections import defaultdict

from websockets.asyncio.server import ServerConnection, broadcast, serve

BYTES = int(os.environ.get("PEER_BYTES", "2048"))
pages: dict[str, set[ServerConnection]] = defaultdict(set)
revisions: dict[str, int] = defaultdict(int)


def frame(revision: int) -> str:
    return f'<div id="live-state" data-revision="{revision}"></div>'.ljust(BYTES, ".")


async def handle(page: ServerConnection) -> None:
    room = page.request.path if page.request else ""
    pages[room].add(page)
    try:
        await page.send(frame(revisions[room]))
        async for said in page:
            if said == "push":
                revisions[room] += 1
                broadcast(pages[room], frame(revisions[room]))
    finally:
        pages[room].discard(page)


async def main(port: int) -> None:
    async with serve(handle, "127.0.0.1", port, compression=None):
        await asyncio.get_running_loop().create_future()


asyncio.run(main(int(sys.argv[1])))
