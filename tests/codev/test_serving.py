"""One process alone without Redis, any number with it: real servers on one database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.installation import environment_of, is_well, manage, migrate
from tests.services import Daphne

Start = Callable[[dict[str, str]], Daphne]
REFUSAL = "Another process serves this database"


def is_refused(daphne: Daphne) -> bool:
    return bool(daphne.process.returncode) and REFUSAL in "".join(daphne.said) and not daphne.port


def test_second_process_is_refused_without_redis(var: Path, start_daphne: Start) -> None:
    environment = environment_of(var)
    first = start_daphne(environment)
    assert is_well(first)
    assert is_refused(start_daphne(environment))
    assert is_well(first)


def test_commands_run_beside_a_server(var: Path, start_daphne: Start) -> None:
    environment = environment_of(var)
    start_daphne(environment)
    manage(environment, "migrate")
    manage(environment, "check")


def test_next_process_serves_when_the_first_is_killed(var: Path, start_daphne: Start) -> None:
    environment = environment_of(var)
    first = start_daphne(environment)
    first.process.kill()
    first.process.wait()
    assert is_well(start_daphne(environment))


def test_processes_serve_together_with_redis(var: Path, start_daphne: Start, redis_server: str) -> None:
    environment = environment_of(var, REDIS_URL=redis_server)
    together = [start_daphne(environment), start_daphne(environment)]
    assert list(map(is_well, together)) == [True, True]


@pytest.mark.parametrize("with_redis", ["first", "second"])
def test_process_with_redis_does_not_serve_beside_one_without(
    tmp_path: Path, start_daphne: Start, redis_server: str, with_redis: str
) -> None:
    environments = [environment_of(tmp_path), environment_of(tmp_path, REDIS_URL=redis_server)]
    first, second = reversed(environments) if with_redis == "first" else environments
    start_daphne(first)
    assert is_refused(start_daphne(second))


def test_postgresql_refuses_alike(tmp_path: Path, start_daphne: Start, redis_server: str, postgres_server: str) -> None:
    import psycopg

    with psycopg.connect(f"{postgres_server}/postgres", autocommit=True) as server:
        server.execute("CREATE DATABASE codev")
        server.execute("CREATE DATABASE keys")
    urls = {"DATABASE_URL": f"{postgres_server}/codev", "KEYS_DATABASE_URL": f"{postgres_server}/keys"}
    alone, together = environment_of(tmp_path, **urls), environment_of(tmp_path, **urls, REDIS_URL=redis_server)
    migrate(alone)
    first = start_daphne(alone)
    assert is_well(first)
    assert is_refused(start_daphne(together))
    first.process.kill()
    first.process.wait()
    assert list(map(is_well, [start_daphne(together), start_daphne(together)])) == [True, True]
