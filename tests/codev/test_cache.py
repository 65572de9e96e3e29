"""Whoever can write into Redis runs nothing here, and breaks no page."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from django.core.cache import cache, caches
from pytest_django.fixtures import Settings

from codev import settings as product
from sessions.views import attempts
from tests.sessions.views.test_attempts import asked


@pytest.fixture
def shared(redis_server: str, settings: Settings) -> Iterator[redis.Redis]:
    """The product's cache, in a Redis that somebody else writes to as well."""
    kept = {**product._REDIS_CACHE, "LOCATION": redis_server}
    settings.CACHES = {"default": kept}
    with redis.Redis.from_url(redis_server) as other:
        yield other
    cache.clear()
    caches["default"].close()


class Planted:
    """What a pickle can do to its reader."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        return Path.touch, (self.file,)


def test_what_is_planted_is_not_run(shared: redis.Redis, tmp_path: Path) -> None:
    attempts.note(asked(), "room")
    keys = shared.keys("*codes:*")
    for planted in (pickle.dumps(Planted(tmp_path / "run")), b"\xff", b"{"):
        for key in keys:
            shared.set(key, planted)
        attempts.are_used_up(asked(), "room")
    assert list(tmp_path.iterdir()) == []


def test_limits_are_counted_there(shared: redis.Redis, settings: Settings) -> None:
    settings.CODEV_CODE_ATTEMPTS = 2
    for _ in range(2):
        assert not attempts.are_used_up(asked(), "room")
        attempts.note(asked(), "room")
    assert attempts.are_used_up(asked(), "room")
    cache.set("history", [1.5, 2.5], 60)
    assert cache.get("history") == [1.5, 2.5]
    assert all(b"\x80" not in shared.get(key) for key in shared.keys("*"))
