"""One process alone without Redis, any number with it: real servers on one database."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import psycopg
import pytest

from codev import serving
from tests.installation import environment_of, is_well, manage
from tests.postgres import new_databases
from tests.services import PATIENCE, Daphne

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


@pytest.fixture(scope="module")
def on_postgresql(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of an installation on PostgreSQL."""
    return environment_of(tmp_path_factory.mktemp("on-postgresql"), **new_databases(postgres_server, "codev"))


def test_postgresql_refuses_alike(on_postgresql: dict[str, str], start_daphne: Start, redis_server: str) -> None:
    together = {**on_postgresql, "REDIS_URL": redis_server}
    first = start_daphne(on_postgresql)
    assert is_well(first)
    assert is_refused(start_daphne(together))
    first.process.kill()
    first.process.wait()
    assert list(map(is_well, [start_daphne(together), start_daphne(together)])) == [True, True]


def test_a_postgresql_that_was_away_is_claimed_again(on_postgresql: dict[str, str], start_daphne: Start) -> None:
    """While it is away who asks is told soon; a page that had to wait for it took ten seconds."""
    first = start_daphne(on_postgresql)
    assert status_of(first) == HTTPStatus.FOUND
    with operator_of(on_postgresql) as operator:
        operator.execute("ALTER DATABASE codev ALLOW_CONNECTIONS false")
        cut_off(operator)
        begun = time.monotonic()
        assert status_of(first) >= 500
        assert time.monotonic() - begun < 8
        operator.execute("ALTER DATABASE codev ALLOW_CONNECTIONS true")
    until(lambda: status_of(first) == HTTPStatus.FOUND)
    until(lambda: claims(on_postgresql) == 1)
    assert is_refused(start_daphne(on_postgresql))


def test_who_lost_its_claim_to_another_process_ends(on_postgresql: dict[str, str], start_daphne: Start) -> None:
    first = start_daphne(on_postgresql)
    with psycopg.connect(on_postgresql["DATABASE_URL"], autocommit=True) as other, ThreadPoolExecutor(1) as claiming:
        claimed = claiming.submit(other.execute, "SELECT pg_advisory_lock(%s)", [serving.LOCK])
        until(lambda: claims(on_postgresql) == 2)
        with operator_of(on_postgresql) as operator:
            cut_off(operator, spared=other.info.backend_pid)
        claimed.result(PATIENCE)
        assert first.process.wait(PATIENCE) == 0


def status_of(daphne: Daphne) -> int:
    """Of a page that asks the database who it is, and sends a stranger to sign in."""
    with closing(HTTPConnection("127.0.0.1", daphne.port, timeout=PATIENCE)) as connection:
        connection.request("GET", "/", headers={"Cookie": f"sessionid={'s' * 32}"})
        return connection.getresponse().status


def operator_of(environment: dict[str, str]) -> psycopg.Connection[Any]:
    return psycopg.connect(environment["DATABASE_URL"].rsplit("/", 1)[0] + "/postgres", autocommit=True)


def cut_off(operator: psycopg.Connection[Any], spared: int = 0) -> None:
    """All who are connected, as when it restarts."""
    leave = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = 'codev' AND pid <> %s"
    operator.execute(leave, [spared])


def claims(environment: dict[str, str]) -> int:
    """How many hold or want the claim."""
    with operator_of(environment) as operator:
        count = operator.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s", [serving.LOCK]
        )
        return int((count.fetchone() or [0])[0])


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)
