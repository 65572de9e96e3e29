"""People in a session: a page, and buttons that they press."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from tests.bench.wire import Http
from tests.faults.page import BROKEN, Page
from tests.network import Network

LIMIT = 3.0  # seconds that a press waits for an answer
PAUSE = 0.3  # between two tries


@dataclass
class Sent:
    """A command under its key: what each try was answered (0: nothing), and when that try was sent."""

    who: Person
    command: str
    fields: dict[str, Any]
    key: str = field(default_factory=lambda: str(uuid4()))
    answers: list[tuple[float, int]] = field(default_factory=list)

    @property
    def is_done(self) -> bool:
        return any(status == 204 for _, status in self.answers)

    @property
    def is_refused(self) -> bool:
        return not self.is_done and any(400 <= status < 500 for _, status in self.answers)


class Person(Page):
    """Somebody with a page. A press goes over a connection of its own, as a browser has several."""

    def __init__(self, network: Network, cookies: dict[str, str], session: str, *, is_screen: bool = False) -> None:
        super().__init__(network, cookies, session, is_screen=is_screen)
        self.http = Http(network.port, tries=1)

    async def press(self, sent: Sent, http: Http | None = None) -> int:
        """Send a command once: its status, 0 where nothing answers."""
        http = http or self.http
        begun, status = time.monotonic(), 0
        form = self.form({**sent.fields, "key": sent.key})
        try:
            async with asyncio.timeout(LIMIT):
                status = (await http.ask("POST", f"{self.session}do/{sent.command}/", *form)).status
        except BROKEN:
            http.close()
        sent.answers.append((begun, status))
        return status

    async def insist(self, sent: Sent, until: float) -> None:
        """Send it again under its key until it is answered, or until this instant."""
        while True:
            if await self.press(sent) not in (0, 503) or time.monotonic() > until:
                return
            await asyncio.sleep(PAUSE)
