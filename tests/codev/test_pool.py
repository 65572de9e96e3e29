"""Threads that keep their database connections, and let go of those that broke."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from django.core.signals import request_finished
from django.db import connection, connections
from django.utils import translation

from codev import pool
from tests.services import PATIENCE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def alone() -> Iterator[ThreadPoolExecutor]:
    with pool.threads("reader", 1) as threads:
        yield threads
        threads.submit(connections.close_all).result(PATIENCE)


@pytest.mark.parametrize("is_usable", [True, False])
async def test_a_connection_that_an_error_broke_is_opened_anew(
    monkeypatch: pytest.MonkeyPatch, alone: ThreadPoolExecutor, is_usable: bool
) -> None:
    monkeypatch.setattr(type(connection._connections[connection._alias]), "is_usable", lambda self: is_usable)
    before = await pool.run(alone, connected)
    await pool.run(alone, stumble)
    assert (await pool.run(alone, connected) is before) == is_usable


async def test_a_connection_that_was_looked_at_is_not_asked_whether_it_answers(
    monkeypatch: pytest.MonkeyPatch, alone: ThreadPoolExecutor
) -> None:
    """On PostgreSQL that would be one more statement before each work, of each database."""
    asked: list[bool] = []

    def is_usable(self: object) -> bool:
        asked.append(True)
        return True

    def query() -> None:
        connection.health_check_enabled = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")

    monkeypatch.setattr(type(connection._connections[connection._alias]), "is_usable", is_usable)
    for _ in range(3):
        await pool.run(alone, query)
    assert asked == []


async def test_a_connection_outlives_a_request(alone: ThreadPoolExecutor) -> None:
    before = await pool.run(alone, connected)
    await pool.run(alone, partial(request_finished.send, sender=None))
    assert await pool.run(alone, connected) is before


async def test_work_is_done_in_the_caller_s_language_and_leaves_none_behind(alone: ThreadPoolExecutor) -> None:
    with translation.override("en"):
        assert await pool.run(alone, translation.get_language) == "en"
    with translation.override("fr"):
        assert await pool.run(alone, partial(translation.activate, "en")) is None
        assert await pool.run(alone, translation.get_language) == "fr"


async def test_what_a_reader_writes_soon_a_writer_writes(alone: ThreadPoolExecutor) -> None:
    names: list[str] = []
    written = threading.Event()

    def write() -> None:
        names.append(threading.current_thread().name)
        written.set()

    pool.soon(write)
    written.clear()
    await pool.run(alone, partial(pool.soon, write))
    assert written.wait(PATIENCE)
    assert names[0] == threading.current_thread().name
    assert names[1].startswith("writer")


async def test_what_could_not_be_written_soon_is_logged(
    alone: ThreadPoolExecutor, caplog: pytest.LogCaptureFixture
) -> None:
    await pool.run(alone, partial(pool.soon, int, "no number"))
    end = time.monotonic() + PATIENCE
    while not caplog.records and time.monotonic() < end:
        await pool.write(int)
    assert caplog.records[0].exc_info


def connected() -> Any:
    connection.ensure_connection()
    return connection.connection


def stumble() -> None:
    connection.errors_occurred = True
