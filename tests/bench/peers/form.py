"""What the two forms do differently once a command is committed: how the rest of the room comes to see it."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

# The good form's: long-lived, so that each keeps its connection.
THREADS = ThreadPoolExecutor(4)


class Page(Protocol):
    """A socket of the good form."""

    role: str

    def show(self, frame: str) -> None: ...


class Hub:
    """The good form's rooms: one reading and one rendering a role, whatever the number of pages."""

    def __init__(self) -> None:
        self.pages: dict[int, set[Page]] = defaultdict(set)
        self.working: dict[int, asyncio.Task[None]] = {}
        self.is_stale: set[int] = set()

    def ring(self, room_id: int) -> None:
        """Something has changed. While the room is being read, once more afterwards is enough."""
        self.is_stale.add(room_id)
        if room_id not in self.working:
            self.working[room_id] = asyncio.ensure_future(self._show(room_id))

    async def _show(self, room_id: int) -> None:
        try:
            while room_id in self.is_stale:
                self.is_stale.discard(room_id)
                roles = {page.role for page in self.pages[room_id]}
                frames = await on_thread(frames_of, room_id, roles)
                for page in list(self.pages[room_id]):
                    # Who came meanwhile in another role is shown the next.
                    if page.role in frames:
                        page.show(frames[page.role])
        finally:
            del self.working[room_id]


HUB = Hub()
LOOP: list[asyncio.AbstractEventLoop] = []
# Set by the form that is served.
ring: Callable[[int, int], None]


def frames_of(room_id: int, roles: set[str]) -> dict[str, str]:
    """One snapshot, one frame a role."""
    from .site.rendering import read, rendered

    snapshot = read(room_id)
    return {role: rendered(snapshot, role) for role in roles}


async def on_thread(work: Callable[..., Any], *given: Any) -> Any:
    return await asyncio.get_running_loop().run_in_executor(THREADS, work, *given)


def ring_hub(room_id: int, revision: int) -> None:
    """From a thread, after a commit: the loop does the rest."""
    LOOP[0].call_soon_threadsafe(HUB.ring, room_id)


def ring_layer(room_id: int, revision: int) -> None:
    """From a thread, after a commit: through the channel layer, to each consumer."""
    from asgiref.sync import async_to_sync
    from channels.layers import get_channel_layer

    async_to_sync(get_channel_layer().group_send)(f"room.{room_id}", {"type": "rung"})
