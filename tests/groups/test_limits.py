"""Limits are counted in the database: shared, kept as JSON, gone when they end; and nothing anywhere is a pickle."""

from __future__ import annotations

import ast
import asyncio
import pickle
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import redis.asyncio as redis
import time_machine
from channels.layers import channel_layers, get_channel_layer
from channels_redis.pubsub import RedisPubSubChannelLayer
from django.contrib.sessions.models import Session as BrowserRow
from django.core.cache import cache, caches
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from codev import settings as product
from codev.browsers import hashed
from groups import limits
from groups.models import Limit, User
from sessions.live.hub.bells import Bells
from sessions.views import attempts
from tests.services import ROOT
from tests.sessions.views.test_attempts import ADDRESS, asked


@pytest.fixture
def counts(database: Any) -> None:
    """Nothing is counted yet; on PostgreSQL what other tests left would be."""
    cache.clear()


def test_it_counts_as_django_s_own_caches_do(counts: None) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert cache.add("a", 1, 60)
        assert not cache.add("a", 7, 600)
        assert (cache.incr("a"), cache.incr("a", 3), cache.get("a")) == (2, 5, 5)
        cache.set("history", [2.5, 1.5], 30)
        cache.set("history", [3.5, 2.5, 1.5], 30)
        assert cache.get_many(["a", "history", "b"]) == {"a": 5, "history": [3.5, 2.5, 1.5]}
        assert (cache.touch("history", 90), cache.touch("b")) == (True, False)

        clock.shift(timedelta(seconds=60))
        assert (cache.get("a", 0), cache.get("history")) == (0, [3.5, 2.5, 1.5])
        with pytest.raises(ValueError, match="a is not counted"):
            cache.incr("a")
        assert cache.add("a", 9, 60)
        assert (cache.delete("a"), cache.delete("a"), cache.get("a")) == (True, False, None)


def test_what_has_ended_leaves_no_row(counts: None) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for number in range(20):
            attempts.note(asked(f"browser {number}"), "room")
        assert Limit.objects.count() == 21
        clock.shift(timedelta(seconds=attempts.WINDOW_SECONDS))
        attempts.note(asked(), "room")
        assert Limit.objects.count() == 2


def at_once(work: Any, threads: int) -> list[Any]:
    """What each of some threads, with connections of their own, gets."""
    here, shared = connections["default"], threading.Barrier(threads)

    def one(_: int) -> Any:
        connections["default"] = here.copy()
        shared.wait()
        try:
            return work()
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(one, range(threads)))


def test_of_several_at_once_one_is_first_and_no_count_is_lost(counts: None) -> None:
    for name in ("a", "b", "c"):
        assert sorted(at_once(lambda name=name: cache.add(name, 1, 60), 4)) == [False, False, False, True]
    at_once(lambda: [attempts.note(asked(), "room") for _ in range(10)], 4)
    assert set(cache.get_many(attempts._counts(asked(), "room")).values()) == {40}


def test_sign_in_is_limited_by_it(counts: None) -> None:
    """The same address, from another browser, process and machine."""
    User.objects.create_user("claire@example.org", "trois petits chats verts", name="Claire")
    wrong = {"login": "claire@example.org", "password": "quatre petits chats"}
    for _ in range(5):
        Client().post("/accounts/login/", wrong)
    right = wrong | {"password": "trois petits chats verts"}
    http = Client()
    http.post("/accounts/login/", right)
    assert "_auth_user_id" not in http.session
    kept = " ".join(f"{key} {value}" for key, value in Limit.objects.values_list("key", "value"))
    assert not any(word in kept for word in ("claire", "127.0.0.1", ADDRESS))


@pytest.mark.django_db
def test_asking_is_one_statement_and_a_wrong_code_a_few() -> None:
    cache.set("swept", 1)
    with CaptureQueriesContext(connection) as asking:
        attempts.are_used_up(asked(), "room")
    with CaptureQueriesContext(connection) as first:
        attempts.note(asked(), "room")
    with CaptureQueriesContext(connection) as second:
        attempts.note(asked(), "room")
    assert (len(asking), len(first), len(second)) == (1, 2, 4)


# Nothing is a pickle


class Planted:
    """What a pickle can do to its reader."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        return Path.touch, (self.file,)


@pytest.fixture
def planted(tmp_path: Path) -> bytes:
    assert pickle.loads(pickle.dumps(Planted(tmp_path / "proof"))) is None  # noqa: S301 (it would run)
    (tmp_path / "proof").unlink()
    return pickle.dumps(Planted(tmp_path / "run"))


@pytest.mark.django_db
def test_a_pickle_in_the_database_is_not_read(planted: bytes, tmp_path: Path) -> None:
    attempts.note(asked(), "room")
    http = Client()
    http.force_login(User.objects.create_user("claire@example.org", name="Claire"))
    rows = BrowserRow.objects.filter(session_key=hashed(http.cookies["sessionid"].value))
    for text in (planted.decode("latin-1"), planted.hex(), "{", "\x80"):
        Limit.objects.update(value=text)
        assert not attempts.are_used_up(asked(), "room")
        assert rows.update(session_data=text) == 1
        assert http.get("/").status_code == 302
    assert list(tmp_path.iterdir()) == []


async def test_a_pickle_in_redis_is_not_read_and_later_bells_ring(
    redis_server: str, planted: bytes, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    layer = RedisPubSubChannelLayer(**{**product._REDIS_LAYER["CONFIG"], "hosts": [redis_server]})
    usual = get_channel_layer()
    channel_layers.set("default", layer)
    bells, heard = Bells(), asyncio.Event()
    try:
        await bells.listen("person.7", lambda revision: heard.set())
        async with redis.Redis.from_url(redis_server) as other:
            for message in (planted, b"\xc1", b"\x93\x01\x02\x03", b"\x80"):
                assert await other.publish("asgi__group__person.7", message) == 1
        await layer.group_send("person.7", {"type": "ring", "bell": "person.7", "revision": 0})
        await asyncio.wait_for(heard.wait(), 30)
    finally:
        await bells.close()
        await layer.flush()
        channel_layers.set("default", usual)
    assert not (tmp_path / "run").exists()
    said = [record.getMessage() for record in caplog.records]
    assert said == ["A message is none of ours"] * 2 + ["A bell was not heard"] * 2


def imported(file: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(file.read_text())))
    named = {one.name for node in nodes if isinstance(node, ast.Import) for one in node.names}
    return named | {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}


def test_no_file_of_ours_knows_pickles() -> None:
    files = [file for package in ("codev", "groups", "sessions") for file in (ROOT / package).rglob("*.py")]
    assert cache.get_many([]) == {}
    assert [file for file in files if {"pickle", "marshal", "shelve", "dill"} & imported(file)] == []
    assert [type(one) for one in caches.all()] == [limits.Cache]
    assert not hasattr(product, "SESSION_SERIALIZER")  # Django's default is JSON
