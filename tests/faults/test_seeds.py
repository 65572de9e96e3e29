"""A few of the seeds and pairs that `make faults` plays, on one server and SQLite; and that they tell what is wrong."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest

from tests.faults.pairs import session
from tests.faults.people import Sent
from tests.faults.place import Place, on_sqlite
from tests.faults.plan import drawn
from tests.faults.run import Outcome, compare, run

pytestmark = pytest.mark.xdist_group("seeds")


@pytest.fixture(scope="module")
def place(migrated: Path) -> Iterator[Place]:
    with on_sqlite(migrated) as place:
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


async def test_the_clerk_tells_what_contradicts_the_journal(place: Place) -> None:
    planned = await place.clerk.ask("plan", step="consultation")
    assert (await place.clerk.ask("look", session=planned["id"]))["wrong"] == []
    with closing(sqlite3.connect(place.var / "codev.sqlite3", timeout=20)) as database, database:
        id = UUID(planned["id"]).hex
        database.execute("DELETE FROM codev_sessions_phaserun WHERE session_id = ? AND left_at IS NULL", [id])
        database.execute("UPDATE codev_sessions_session SET revision = revision + 1 WHERE id = ?", [id])
    found = await place.clerk.ask("look", session=planned["id"])
    assert found["wrong"] == [
        f"the journal does not lead to revision {found['revision']}",
        "rows made again are not the rows",
    ]


def test_a_seed_stands_for_the_same_each_time() -> None:
    assert drawn(7) == drawn(7) != drawn(9)


@pytest.mark.parametrize("seed", [3, 9, 11])
async def test_nothing_is_lost_or_doubled(place: Place, seed: int) -> None:
    outcome = await run(place, drawn(seed, place.without))
    assert outcome.wrong == []


async def test_of_two_at_once_one_comes_first(place: Place) -> None:
    room = await session(place, rounds=1)
    assert room.wrong == []
