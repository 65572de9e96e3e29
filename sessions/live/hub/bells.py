"""Hears bells for the whole process: one channel, in the channel group of each bell that somebody here listens to."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import Any

from channels.layers import get_channel_layer

from .warnings import Hear, as_warning

logger = logging.getLogger(__name__)

Listener = Callable[[int], None]  # is given the revision; 0 by the bell of a group or a person
REJOIN_SECONDS = 6 * 3600
RETRY_SECONDS = 1.0


class Bells:
    """Listeners by channel group. Lives on one event loop; what a lost bell did not tell, a page's heartbeat finds."""

    def __init__(self, hear_warning: Hear | None = None) -> None:
        self._hear_warning = hear_warning
        self._listeners: dict[str, set[Listener]] = {}
        self._channel: str | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._unheard: set[str] = set()  # listened to, and yet to be joined
        self._joining: asyncio.Task[None] | None = None
        # One change at a time: a leave that is still on its way to Redis would undo the join of who listens again.
        self._changing = asyncio.Lock()

    async def listen(self, bell: str, listener: Listener) -> None:
        """Hear a bell: once this returns its channel group is joined, or will be when the layer answers again."""
        async with self._changing:
            listeners = self._listeners.setdefault(bell, set())
            # A room listens anew for each socket that enters it: the set keeps it once.
            listeners.add(listener)
            if len(listeners) == 1:
                await self._join(bell)

    async def leave(self, bell: str, listener: Listener) -> None:
        """Hear it no more; its channel group is left with the last listener."""
        async with self._changing:
            listeners = self._listeners.get(bell, set())
            listeners.discard(listener)
            if listeners or self._listeners.pop(bell, None) is None:
                return
            try:
                await _layer().group_discard(bell, self._channel)
            except Exception:
                logger.exception("A bell could not be left")  # what it rings is for nobody here

    async def _join(self, bell: str) -> None:
        try:
            if self._channel is None:
                self._channel = await _layer().new_channel("hub")
                self._tasks = [asyncio.create_task(self._hear()), asyncio.create_task(self._rejoin())]
            await _layer().group_add(bell, self._channel)
        except Exception:
            # Whoever comes while the layer is away is served as those who were here: by the pages' heartbeats.
            logger.exception("A bell is not heard yet")
            self._unheard.add(bell)
            if self._joining is None or self._joining.done():
                self._joining = asyncio.create_task(self._join_later())

    async def _join_later(self) -> None:
        while self._unheard:
            await asyncio.sleep(RETRY_SECONDS)
            async with self._changing:
                missing, self._unheard = self._unheard & self._listeners.keys(), set()
                for bell in missing:
                    await self._join(bell)

    async def close(self) -> None:
        """Stop hearing anything."""
        tasks = (*self._tasks, *filter(None, [self._joining]))
        for task in tasks:
            task.cancel()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _hear(self) -> None:
        while True:
            try:
                message = await _layer().receive(self._channel)
            except ValueError:
                logger.exception("A message is none of ours")  # whoever writes into Redis holds up no bell by it
                continue
            except Exception:
                # The layer may be restarting: nobody else in this process hears bells, so this task must not end.
                # Until it hears again, the pages' heartbeats read the revision from the database.
                logger.exception("The bells cannot be heard")
                await asyncio.sleep(1)
                continue
            try:
                self._pass_on(message)
            except Exception:
                logger.exception("A bell was not heard")  # a listener failed, or it is none of ours

    def _pass_on(self, message: dict[str, Any]) -> None:
        if warning := as_warning(message):
            if self._hear_warning:
                self._hear_warning(warning)
            return
        for listener in tuple(self._listeners.get(message["bell"], ())):
            listener(message["revision"])

    async def _rejoin(self) -> None:
        """In the memory layer membership ends after a day (`group_expiry`); on Redis joining again changes nothing."""
        while True:
            await asyncio.sleep(REJOIN_SECONDS)
            for bell in tuple(self._listeners):
                try:
                    await _layer().group_add(bell, self._channel)
                except Exception:
                    # In six hours again; membership lasts for a day.
                    logger.exception("A bell could not be joined again")


def _layer() -> Any:
    return get_channel_layer()
