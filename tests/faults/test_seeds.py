"""A few of the seeds and pairs that `make faults` plays, in both places; and that they tell what is wrong."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest

from tests.faults.pairs import session
from tests.faults.people import Sent
from tests.faults.place import Place, on_postgres, on_sqlite
from tests.faults.plan import drawn
from tests.faults.run import Outcome, compare, run
from tests.services import need

ON_SQLITE, ON_POSTGRES = (pytest.mark.xdist_group(name) for name in ("seeds_on_sqlite", "seeds_on_postgres"))


@pytest.fixture(scope="session")
def sqlite(migrated: Path) -> Iterator[Place]:
    """One process."""
    with on_sqlite(migrated) as place:
        yield place


@pytest.fixture(scope="session")
def postgres(postgres_ready: Path) -> Iterator[Place]:
    """Two processes on PostgreSQL and Redis."""
    need("redis-server")
    with on_postgres(postgres_ready) as place:
        yield place


def test_what_went_wrong_is_told() -> None:
    """Otherwise seeds in which nothing was wrong would prove nothing."""
    lost, doubled, refused, open_ = (Sent(None, one, {}) for one in ("extend", "next", "back", "contribute"))  # type: ignore[arg-type]
    for sent, status in ((lost, 204), (doubled, 204), (refused, 409), (open_, 0)):
        sent.answers.append((0.0, status))
    keys = [[one.key, one.command] for one in (doubled, doubled, refused)]
    outcome = Outcome("sqlite", 1, ())
    compare([lost, doubled, refused, open_], {"keys": keys, "wrong": ["rows made again are not the rows"]}, outcome)
    assert (outcome.lost, outcome.doubled) == (1, 1)
    assert outcome.wrong == [
        "extend was done, and is lost",
        "next is there twice",
        "back was refused, and is there",
        "rows made again are not the rows",
    ]


@ON_SQLITE
async def test_the_clerk_tells_what_contradicts_the_journal(sqlite: Place) -> None:
    planned = await sqlite.clerk.ask("plan", step="consultation")
    assert (await sqlite.clerk.ask("look", session=planned["id"]))["wrong"] == []
    with closing(sqlite3.connect(sqlite.var / "codev.sqlite3", timeout=20)) as database, database:
        id = UUID(planned["id"]).hex
        database.execute("DELETE FROM codev_sessions_phaserun WHERE session_id = ? AND left_at IS NULL", [id])
        database.execute("UPDATE codev_sessions_session SET revision = revision + 1 WHERE id = ?", [id])
    found = await sqlite.clerk.ask("look", session=planned["id"])
    assert found["wrong"] == [
        f"the journal does not lead to revision {found['revision']}",
        "rows made again are not the rows",
    ]


def test_a_seed_stands_for_the_same_each_time() -> None:
    assert drawn(7) == drawn(7) != drawn(9)


@ON_SQLITE
@pytest.mark.parametrize("seed", [3, 9, 11])
async def test_nothing_is_lost_or_doubled_on_sqlite(sqlite: Place, seed: int) -> None:
    outcome = await run(sqlite, drawn(seed, sqlite.without))
    assert outcome.wrong == []


@ON_POSTGRES
@pytest.mark.parametrize("seed", [4, 8])
async def test_nothing_is_lost_or_doubled_on_postgresql(postgres: Place, seed: int) -> None:
    outcome = await run(postgres, drawn(seed))
    assert outcome.wrong == []


@ON_SQLITE
async def test_of_two_at_once_one_comes_first_on_sqlite(sqlite: Place) -> None:
    room = await session(sqlite, rounds=1)
    assert room.wrong == []


@ON_POSTGRES
async def test_of_two_at_once_one_comes_first_on_postgresql(postgres: Place) -> None:
    room = await session(postgres, rounds=1)
    assert room.wrong == []
