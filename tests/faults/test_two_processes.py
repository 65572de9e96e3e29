"""Two servers on one PostgreSQL and one Redis: what one does the other shows, whatever happens to any of them."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.faults.live import Member, Visitor, Watch, demo
from tests.faults.pairs import session
from tests.faults.place import Place, Server, on_postgres
from tests.faults.plan import drawn
from tests.faults.run import run
from tests.installation import manage
from tests.services import PATIENCE, need

pytestmark = pytest.mark.xdist_group("two_processes")


class Together:
    """Claire at the first of two servers and Léa at the second, in a session of their own that is planned."""

    def __init__(self, place: Place) -> None:
        assert place.redis
        self.redis, (self.first, self.second) = place.redis, place.servers
        described = asyncio.run(place.clerk.ask("plan", opened=False))
        self.claire = Member(described["id"], described["guides"][0])
        self.lea = Member(described["id"], described["participants"][0])
        self.lea_id: str = described["people"][0]
        # She stands at the door.
        self.lea.http.open(f"{self.second.url}{self.lea.session}stage/", timeout=PATIENCE).close()
        self.watches: list[Watch] = []

    def watch(self, who: Visitor, where: Server) -> Watch:
        self.watches.append(who.watch(where))
        return self.watches[-1]

    def close(self) -> None:
        for watch in self.watches:
            watch.opened.close()


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    need("redis-server")
    need("postgres")
    with on_postgres() as place:
        yield place


@pytest.fixture
def together(place: Place) -> Iterator[Together]:
    both = Together(place)
    yield both
    both.close()


def test_command_on_one_reaches_a_page_on_the_other(together: Together) -> None:
    lea = together.watch(together.lea, together.second)
    claire = together.watch(together.claire, together.first)
    assert together.claire.do(together.first, "open") == 204
    lea.until(1)
    assert lea.status == "open"
    assert together.claire.do(together.second, "choose_clients", participants=[together.lea_id]) == 204
    assert together.claire.do(together.second, "start") == 204
    for page in (claire, lea):
        while page.status != "running":
            page.take()


def test_a_warning_on_one_is_heard_and_answered_on_the_other(together: Together) -> None:
    """Through Redis and back; without a dashboard, whoever warns is told so."""
    lea = together.watch(together.lea, together.second)
    assert together.claire.do(together.first, "open") == 204
    lea.until(1)  # she stood at the door, and has come in
    lea.socket.send('{"warn": "talk"}')
    assert lea.told() == {"warned": "nobody"}
    claire = together.watch(together.claire, together.first)
    lea.socket.send('{"warn": "pause"}')
    assert claire.told()["warning"]["participant"] == together.lea_id
    claire.socket.send(json.dumps({"seen": together.lea_id}))
    # Where nobody answers within two seconds, that is said first.
    while (answer := lea.told())["warned"] == "nobody":
        continue
    assert answer["warned"] == "seen"


def test_redis_that_restarts_is_healed_by_heartbeats_and_then_rings_again(together: Together) -> None:
    lea = together.watch(together.lea, together.second)
    assert together.claire.do(together.first, "open") == 204
    lea.until(1)

    together.redis.stop()
    before = lea.revision
    assert together.claire.do(together.first, "choose_clients", participants=[together.lea_id]) == 204
    lea.beat_until(before + 1)

    together.redis.start()
    before = lea.revision
    assert together.claire.do(together.first, "start") == 204
    lea.beat_until(before + 1)
    assert rings_again(together, lea)


def rings_again(together: Together, lea: Watch) -> bool:
    """Whether, without any heartbeat, a command is heard of again some time after Redis is back."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        before = lea.revision
        assert together.claire.do(together.first, "extend", seconds=1) == 204
        try:
            lea.until(before + 1, within=1)
        except TimeoutError:
            continue
        return True
    return False


# A phone that was paired a moment ago may act in a session that has not ended.
PAIRED = """
from django.utils import timezone
from groups.models import User
from sessions.models import Pairing, Session
session, user = Session.objects.get(pk="{session}"), User.objects.get(email="claire@demo.invalid")
Pairing.objects.create(session=session, user=user, token_hash="0" * 64, used_at=timezone.now())
assert Pairing.objects.live().count() == 1
"""


def test_whole_session_on_postgresql(place: Place) -> None:
    shown, daphne = demo(place.environment), place.servers[0]
    claire = Visitor(daphne, shown, shown["facilitator"]["url"])
    lea = Visitor(daphne, shown, shown["participants"][0]["url"])
    pages = [claire.watch(daphne), lea.watch(daphne)]
    clients = [one["id"] for one in shown["participants"][:2]]
    opening: list[tuple[Visitor, str, dict[str, Any]]] = [
        (claire, "open", {}),
        *((claire, "admit", {"participant": one["id"]}) for one in shown["participants"][:3]),
        (claire, "choose_clients", {"participants": clients}),
        (claire, "start", {}),
        (claire, "next_speaker", {"believed_speaker": ""}),
        (claire, "jump", {"from_step": 0, "to_step": 5}),
        (lea, "write_contract", {"text": "Je souhaite repartir avec deux idées."}),
        (claire, "jump", {"to_step": 7}),
        (lea, "write_synthesis", {"text": "Deux idées."}),
        (lea, "add_commitment", {"text": "Appeler Paul.", "due": "2099-01-31"}),
    ]
    manage(place.environment, "shell", "-c", PAIRED.format(session=shown["session"]))
    for who, command, fields in opening:
        assert who.do(daphne, command, **fields) == 204, command
        seen = pages[0].revision
        for page in pages:
            page.until(seen + 1)
    cut_off(place.environment["DATABASE_URL"])
    step = 7
    while claire.do(daphne, "next", from_step=step) == 204:
        step += 1
    assert step == 15
    assert claire.do(daphne, "next", from_step=3) == 409
    assert claire.do(daphne, "close") == 204
    for page in pages:
        while page.status != "closed":
            page.take()
        page.opened.close()


def cut_off(database: str) -> None:
    """Every other connection to it, as a PostgreSQL that restarts does: what threads kept is of no use then."""
    import psycopg

    with psycopg.connect(database, autocommit=True) as operator:
        operator.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid()"
        )


# On SQLite: test_seeds.py.
@pytest.mark.parametrize("seed", [4, 8])
async def test_nothing_is_lost_or_doubled(place: Place, seed: int) -> None:
    outcome = await run(place, drawn(seed))
    assert outcome.wrong == []


async def test_of_two_at_once_one_comes_first(place: Place) -> None:
    room = await session(place, rounds=1)
    assert room.wrong == []
