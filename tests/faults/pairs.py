"""Sessions full of conflicting pairs, several at a time, until there were as many as wanted."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.faults.conflicts import AGAIN, BEGINNING, END
from tests.faults.place import Place
from tests.faults.rooms import Room, Tally

AT_ONCE = 5
ROUNDS = 3


@dataclass
class Pairs:
    """How pairs ended in one place: by kind, how often in which way; and what was wrong."""

    place: str
    tally: Tally = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(ends.total() for ends in self.tally.values())

    def add(self, room: Room) -> None:
        for kind, ends in room.tally.items():
            self.tally.setdefault(kind, Counter()).update(ends)
        self.wrong += room.wrong

    def json(self) -> dict[str, Any]:
        kinds = {kind: {" / ".join(ends): times for ends, times in found.items()} for kind, found in self.tally.items()}
        return {"place": self.place, "pairs": self.count, "kinds": kinds, "wrong": self.wrong}


async def many(place: Place, count: int, rounds: int = ROUNDS) -> Pairs:
    """At least so many pairs."""
    pairs = Pairs(place.name)

    async def fill() -> None:
        while pairs.count < count:
            pairs.add(await session(place, rounds))

    await asyncio.gather(*(fill() for _ in range(AT_ONCE)))
    return pairs


async def session(place: Place, rounds: int = ROUNDS) -> Room:
    """All kinds of pairs in a new session, most of them `rounds` times."""
    room = Room(place, await place.clerk.ask("plan", votes=True, knocking=3))
    room.revision = (await place.clerk.ask("look", session=room.id))["revision"]
    try:
        for act in (*BEGINNING, *AGAIN * rounds, *END):
            await act(room)
    except (AssertionError, OSError, TimeoutError) as error:
        room.wrong.append(repr(error))
    await room.judge()
    room.close()
    return room
