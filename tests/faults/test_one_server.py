"""One server on SQLite: who waits for the write lock keeps nobody from reading."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.faults.live import Visitor
from tests.installation import is_well
from tests.services import PATIENCE, Daphne

pytestmark = pytest.mark.xdist_group("one_server")
POSTS, READERS = 4, 5  # more than there are threads that write, or read


@pytest.fixture
def lock(var: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(var / "codev.sqlite3", isolation_level=None)) as connection:
        yield connection


def test_pages_are_answered_while_nobody_can_write(
    daphne: Daphne, shown: dict[str, Any], lock: sqlite3.Connection
) -> None:
    claire = Visitor(daphne, shown, shown["facilitator"]["url"])
    visitors = [Visitor(daphne, shown, one["url"]) for one in shown["participants"][:READERS]]
    lock.execute("BEGIN IMMEDIATE")
    with ThreadPoolExecutor(POSTS) as posting:
        posted = [posting.submit(claire.do, daphne, "write_in_silence") for _ in range(POSTS)]
        for one in (claire, *visitors):
            for page in ("", "stage/"):
                assert one.http.open(f"{daphne.url}{one.session}{page}", timeout=PATIENCE).status == 200
        assert is_well(daphne)
        assert not [post for post in posted if post.done()]
        lock.execute("COMMIT")
        assert {post.result(PATIENCE) for post in posted} <= {204, 409}
