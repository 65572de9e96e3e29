"""A session in which two people press at the same moment, again and again: what they are answered, and how often."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from itertools import chain
from random import choice, random, randrange
from typing import Any
from uuid import uuid4

from tests.bench.rooms import Browser
from tests.bench.wire import Http
from tests.faults.page import Address
from tests.faults.place import Place

DONE = "done"
Press = tuple[str, str, dict[str, Any]]  # who, which command, with which fields
Outcome = tuple[str, str]  # what each of a pair is answered: "done", or the code that it is refused with
Tally = dict[str, Counter[Outcome]]


class Room:
    """One session: people by name, each with a connection to every process."""

    def __init__(self, place: Place, described: dict[str, Any]) -> None:
        self.place, self.id, self.steps = place, described["id"], described["steps"]
        self.people, self.users, self.knocking = described["people"], described["users"], described["knocking"]
        names = ("claire", "denis", "david", "eva", *(f"p{number}" for number in range(len(self.people))))
        cookies = [*described["guides"], *described["participants"]]
        ports = [server.port for server in place.servers]
        self.browsers = {name: Browser(Address(ports[0]), one, "") for name, one in zip(names, cookies, strict=True)}  # type: ignore[arg-type]
        # One process is reached by two connections, as two devices reach it.
        self.connections = {name: [Http(port) for port in (ports * 2)[:2]] for name in names}
        self.done: list[str] = []
        self.refused: list[str] = []
        self.revision = 0
        self.tally: Tally = {}
        self.wrong: list[str] = []

    async def pair(self, kind: str, first: Press, second: Press, *allowed: Outcome) -> Outcome:
        """Two presses at the same moment, at two processes where there are two; told where they end as they may not."""
        # Which process is whose, and whose press leaves first, is left to chance.
        pressing = [self._press(*one) for one in zip(self._two(first[0], second[0]), (first, second), strict=True)]
        is_turned = random() < 0.5
        found = await asyncio.gather(*(reversed(pressing) if is_turned else pressing))
        outcome = (found[1], found[0]) if is_turned else (found[0], found[1])
        self.tally.setdefault(kind, Counter())[outcome] += 1
        if outcome not in allowed:
            self.wrong.append(f"{kind}: {outcome}, and none of {allowed}")
        return outcome

    def _two(self, who: str, also: str) -> tuple[Http, Http]:
        at = randrange(2)
        return self.connections[who][at], self.connections[also][1 - at]

    async def do(self, who: str, command: str, **fields: Any) -> None:
        """What has to be done now, if the pair before it ended as it says."""
        answer = await self._press(choice(self.connections[who]), (who, command, fields))
        if answer != DONE:
            raise AssertionError(f"{command} by {who}: {answer}")

    async def is_seen(self, who: str) -> None:
        """Have the server see somebody's page, without a socket."""
        browser = self.browsers[who]
        await self.connections[who][0].ask("GET", f"/sessions/{self.id}/stage/?shown=0", {"Cookie": browser.jar})

    async def _press(self, http: Http, press: Press) -> str:
        who, command, fields = press
        key = str(uuid4())
        headers, body = self.browsers[who].form({**fields, "key": key})
        path = f"/sessions/{self.id}/do/{command}/"
        answer = await http.ask("POST", path, {**headers, "Accept": "application/json"}, body)
        if answer.status == 204:
            self.done.append(key)
            self.revision += 1
            return DONE
        self.refused.append(key)
        return str(json.loads(answer.body)["code"]) if 400 <= answer.status < 500 else str(answer.status)

    async def judge(self) -> None:
        """All that was done is in the journal once, nothing else, and it leads to what stands in the database."""
        kept = await self.place.clerk.ask("look", session=self.id)
        keys = Counter(key for key, _ in kept["keys"])
        lost, doubled = [key for key in self.done if not keys[key]], [key for key in self.done if keys[key] > 1]
        if lost or doubled or any(keys[key] for key in self.refused):
            self.wrong.append(f"{len(lost)} lost, {len(doubled)} twice, of {len(self.done)}")
        if kept["revision"] != self.revision:
            self.wrong.append(f"{self.revision} were done, and the revision is {kept['revision']}")
        if kept["accepted"] > 1:
            self.wrong.append(f"{kept['accepted']} acceptances of one person")
        self.wrong += kept["wrong"]

    def close(self) -> None:
        for connection in chain.from_iterable(self.connections.values()):
            connection.close()
