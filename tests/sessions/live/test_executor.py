"""Threads that keep their database connections, and let go of those that broke."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections

from sessions.live.hub import executor


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
@pytest.mark.parametrize("is_usable", [True, False])
async def test_a_connection_that_an_error_broke_is_opened_anew(
    monkeypatch: pytest.MonkeyPatch, is_usable: bool
) -> None:
    monkeypatch.setattr(type(connection._connections[connection._alias]), "is_usable", lambda self: is_usable)
    with ThreadPoolExecutor(max_workers=1) as thread:
        monkeypatch.setattr(executor, "_pool", lambda: thread)
        before = await executor.run(connected)
        await executor.run(stumble)
        assert (await executor.run(connected) is before) == is_usable
        await executor.run(connections.close_all)


def connected() -> Any:
    connection.ensure_connection()
    return connection.connection


def stumble() -> None:
    connection.errors_occurred = True
