"""Two servers on one database: what one does the other shows, whatever happens to Redis or to either of them."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen
from uuid import UUID, uuid4

import pytest

from tests.faults.live import LIVE, Start, Visitor, Watch, demo, fresh_demos, serving
from tests.installation import environment_of, manage
from tests.postgres import new_databases
from tests.services import PATIENCE, ROOT, Daphne, Redis, need, running_nginx

pytestmark = pytest.mark.xdist_group("two_processes")
TOKEN = "a token for the metrics"
SESSIONS = 12  # more than the tests here need


class Together:
    """Two servers on one database, with Claire at the first and Léa at the second, in a session of their own."""

    def __init__(
        self, environment: dict[str, str], redis: Redis, servers: list[Daphne], sessions: Iterator[dict[str, Any]]
    ) -> None:
        self.environment, self.redis, self.sessions, shown = environment, redis, sessions, next(sessions)
        self.shown = shown
        self.var = Path(environment["CODEV_VAR"])
        self.first, self.second = servers
        self.claire = Visitor(self.first, shown, shown["facilitator"]["url"])
        self.lea = Visitor(self.second, shown, shown["participants"][0]["url"])
        self.watches: list[Watch] = []

    def watch(self, who: Visitor, where: Daphne) -> Watch:
        self.watches.append(who.watch(where))
        return self.watches[-1]

    def close(self) -> None:
        for watch in self.watches:
            watch.opened.close()


Pair = tuple[dict[str, str], Redis, list[Daphne], Iterator[dict[str, Any]]]


@pytest.fixture(scope="module")
def pair(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    folder = tmp_path_factory.mktemp("together")
    var = Path(shutil.copytree(migrated, folder / "var"))
    need("redis-server")
    redis = Redis()
    redis.start()
    environment = environment_of(var, REDIS_URL=f"{redis.url}/0", CODEV_METRICS_TOKEN=TOKEN, **LIVE)
    with serving(environment) as first, serving(environment) as second:
        yield environment, redis, [first, second], iter(fresh_demos(environment, SESSIONS))
    redis.stop()


@pytest.fixture
def together(pair: Pair) -> Iterator[Together]:
    environment, redis, servers, sessions = pair
    both = Together(environment, redis, servers, sessions)
    yield both
    both.close()


def test_command_on_one_reaches_a_page_on_the_other(together: Together) -> None:
    lea = together.watch(together.lea, together.second)
    claire = together.watch(together.claire, together.first)
    assert lea.socket.protocol.extensions == []  # not compressed: what is in a frame cannot be weighed
    assert together.claire.do(together.first, "open") == 204
    lea.until(1)
    assert lea.status == "open"
    assert together.claire.do(together.second, "choose_clients", participants=[lea_of(together)]) == 204
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
    assert claire.told()["warning"]["participant"] == lea_of(together)
    claire.socket.send(json.dumps({"seen": lea_of(together)}))
    # Where nobody answers within two seconds, that is said first.
    while (answer := lea.told())["warned"] == "nobody":
        continue
    assert answer["warned"] == "seen"


def test_a_proxy_as_documented_keeps_a_session_at_one_process(together: Together) -> None:
    """Pages, commands and sockets go through it, and all of a session to the same process."""
    need("nginx")
    servers = together.first, together.second
    with running_nginx(*(one.port for one in servers)) as port:
        proxy = Daphne(together.first.process, port)
        for _ in range(3):
            shown = next(together.sessions)
            claire = Visitor(proxy, shown, shown["facilitator"]["url"])
            lea = Visitor(proxy, shown, shown["participants"][0]["url"])
            before = [sockets_at(one) for one in servers]
            pages = [claire.watch(proxy), lea.watch(proxy)]
            assert claire.do(proxy, "open") == 204
            for page in pages:
                page.until(1)
            assert sorted(sockets_at(one) - old for one, old in zip(servers, before, strict=True)) == [0, 2]
            for page in pages:
                page.opened.close()
        assert claire.do(proxy, "open", text="x" * 600_000) == 413
        assert claire.do(proxy, "open", text="x" * 2_000_000) == 413


def sockets_at(daphne: Daphne) -> int:
    """How many pages a process has, by its own count."""
    asking = Request(f"{daphne.url}/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    with urlopen(asking, timeout=PATIENCE) as answer:
        return int(float(re.findall(r"^codev_sockets (\S+)$", answer.read().decode(), re.MULTILINE)[0]))


def lea_of(together: Together) -> str:
    return str(together.shown["participants"][0]["id"])


def set_password(at: Daphne, claire: Visitor, environment: dict[str, str]) -> float:
    """In another browser of hers, at the other server."""
    new = "trois petits chats verts"
    assert claire.post(at, "/accounts/password/set/", password1=new, password2=new) == "/accounts/password/change/"
    return time.time()


DISABLE = """
import time
from groups.models import User
User.objects.filter(email="claire@demo.invalid").update(is_active=False)
print(time.time())
"""


def disable(at: Daphne, claire: Visitor, environment: dict[str, str]) -> float:
    """In the operator's shell, which is a process of its own."""
    whole = [sys.executable, "manage.py", "shell", "--no-imports", "-c", DISABLE]
    return float(subprocess.run(whole, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout)


def seconds_until_all_are_closed(
    at: list[Daphne], shown: dict[str, Any], change: Callable[..., float], environment: dict[str, str]
) -> float:
    """Page and room screen of hers in another browser, which say nothing; somebody else’s page stays."""
    here, there = (Visitor(at[0], shown, shown["facilitator"]["url"]) for _ in range(2))
    lea = Visitor(at[-1], shown, shown["participants"][0]["url"]).watch(at[-1])
    watches = [there.watch(at[-1]), there.watch(at[-1], "screen/")]
    with ThreadPoolExecutor(len(watches)) as pool:
        ends = [pool.submit(one.closed) for one in watches]
        changed_at = change(at[0], here, environment)
        closed = [one.result() for one in ends]
    assert [code for code, _ in closed] == [4403, 4403]
    lea.socket.send('{"shown": 0, "t0": 1}')
    assert lea.told()["t0"] == 1
    lea.opened.close()
    return max(at for _, at in closed) - changed_at


def test_sockets_of_others_close_within_a_second_on_another_server(pair: Pair) -> None:
    environment, _, servers, sessions = pair
    for change in (set_password, disable):
        assert seconds_until_all_are_closed(servers, next(sessions), change, environment) < 1
    with closing(sqlite3.connect(Path(environment["CODEV_VAR"]) / "codev.sqlite3", isolation_level=None)) as database:
        database.execute("UPDATE codev_groups_user SET is_active = 1")


@pytest.mark.long
def test_sockets_of_others_close_within_a_second_on_one_server(var: Path, start_daphne: Start) -> None:
    environment = environment_of(var, **LIVE)
    (shown,) = fresh_demos(environment, 1)
    assert seconds_until_all_are_closed([start_daphne(environment)], shown, set_password, environment) < 1


def test_redis_that_restarts_is_healed_by_heartbeats_and_then_rings_again(together: Together) -> None:
    lea = together.watch(together.lea, together.second)
    assert together.claire.do(together.first, "open") == 204
    lea.until(1)

    together.redis.stop()
    before = lea.revision
    assert together.claire.do(together.first, "choose_clients", participants=[lea_of(together)]) == 204
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


def test_server_that_is_killed_loses_nothing_it_acknowledged(together: Together) -> None:
    """One of its own, as it does not come back."""
    with serving(together.environment) as together.first:
        killed_while_it_is_sent_to(together)


def killed_while_it_is_sent_to(together: Together) -> None:
    lea = together.watch(together.lea, together.second)
    for command, fields in (("open", {}), ("choose_clients", {"participants": [lea_of(together)]}), ("start", {})):
        assert together.claire.do(together.first, command, **fields) == 204
    acknowledged: list[str] = []
    are_five = threading.Event()
    sender = threading.Thread(target=send_until_killed, args=(together, acknowledged, are_five))
    sender.start()
    assert are_five.wait(PATIENCE)
    together.first.process.kill()
    sender.join(timeout=PATIENCE)

    assert set(acknowledged) <= journal(together)
    revision = len(journal(together))
    last = acknowledged[-1]
    assert together.claire.do(together.second, "extend", key=last, seconds=1) == 204
    assert len(journal(together)) == revision
    assert together.claire.do(together.second, "next", from_step=0) == 204
    lea.beat_until(revision + 1)
    assert together.watch(together.claire, together.second).revision == revision + 1


def send_until_killed(together: Together, acknowledged: list[str], are_five: threading.Event) -> None:
    visitor: Any = together.claire
    while True:
        key = str(uuid4())
        try:
            if visitor.do(together.first, "extend", key=key, seconds=1) == 204:
                acknowledged.append(key)
            if len(acknowledged) == 5:
                are_five.set()
        except OSError:
            return


def journal(together: Together) -> set[str]:
    """Keys of the session's commands that are kept."""
    session = UUID(together.shown["session"]).hex
    with sqlite3.connect(together.var / "codev.sqlite3") as database:
        select = "SELECT key FROM codev_sessions_journalentry WHERE session_id = ?"
        rows = database.execute(select, [session]).fetchall()
    database.close()
    return {str(UUID(key)) for (key,) in rows}


# A phone that was paired a moment ago may act in a session that has not ended.
PAIRED = """
from django.utils import timezone
from groups.models import User
from sessions.models import Pairing, Session
session, user = Session.objects.get(status="planned"), User.objects.get(email="claire@demo.invalid")
Pairing.objects.create(session=session, user=user, token_hash="0" * 64, used_at=timezone.now())
assert Pairing.objects.live().count() == 1
"""


@pytest.mark.long
def test_whole_session_on_postgresql(tmp_path: Path, start_daphne: Start, postgres_server: str) -> None:
    name = f"evening_{uuid4().hex[:8]}"
    environment = environment_of(tmp_path, **LIVE, **new_databases(postgres_server, name))
    shown, daphne = demo(environment), start_daphne(environment)
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
    manage(environment, "shell", "-c", PAIRED)
    for who, command, fields in opening:
        assert who.do(daphne, command, **fields) == 204, command
        seen = pages[0].revision
        for page in pages:
            page.until(seen + 1)
    cut_off(postgres_server, name)
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


def cut_off(server: str, name: str) -> None:
    """Every connection to these databases, as a PostgreSQL that restarts does: what threads kept is of no use then."""
    import psycopg

    with psycopg.connect(f"{server}/postgres", autocommit=True) as operator:
        operator.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = ANY(%s)",
            ([name, f"{name}_keys"],),
        )
