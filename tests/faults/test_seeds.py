"""A few of the seeds and pairs that `make faults` plays, on one server and SQLite; and that they tell what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.pairs import session
from tests.faults.place import Place, on_sqlite
from tests.faults.plan import drawn
from tests.faults.run import run

pytestmark = pytest.mark.xdist_group("seeds")


@pytest.fixture(scope="module")
def place(migrated: Path) -> Iterator[Place]:
    with on_sqlite(migrated) as place:
        yield place


def test_a_seed_stands_for_the_same_each_time() -> None:
    assert drawn(7) == drawn(7) != drawn(9)


@pytest.mark.parametrize("seed", [3, 9, 11])
async def test_nothing_is_lost_or_doubled(place: Place, seed: int) -> None:
    outcome = await run(place, drawn(seed, place.without))
    assert outcome.wrong == []


async def test_of_two_at_once_one_comes_first(place: Place) -> None:
    room = await session(place, rounds=1)
    assert room.wrong == []
