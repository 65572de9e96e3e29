"""One process alone without Redis, any number with it: real servers on one database."""

from __future__ import annotations

import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.codev.test_env import WHOLE
from tests.services import ROOT, Daphne, clean_environment

Start = Callable[[dict[str, str]], Daphne]
REFUSAL = "Another process serves this database"


def house(folder: Path, **more: str) -> dict[str, str]:
    """The environment of a process that serves this folder."""
    hosts = "127.0.0.1,codev.example.org"
    own = {"CODEV_VAR": str(folder), "CODEV_PLAIN_HTTP": "1", "ALLOWED_HOSTS": hosts}
    return clean_environment(**{**WHOLE, **own, **more})


def manage(environment: dict[str, str], *command: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True, capture_output=True, timeout=60
    )


def migrate(environment: dict[str, str]) -> None:
    manage(environment, "migrate", "--verbosity", "0")
    manage(environment, "migrate", "--verbosity", "0", "--database", "keys")


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose databases are ready, to be copied."""
    folder = tmp_path_factory.mktemp("migrated")
    migrate(house(folder))
    return folder


@pytest.fixture
def var(migrated: Path, tmp_path: Path) -> Path:
    """A folder of one's own, with both databases ready."""
    return Path(shutil.copytree(migrated, tmp_path / "var"))


def is_well(daphne: Daphne) -> bool:
    with urllib.request.urlopen(f"{daphne.url}/health/", timeout=10) as answer:
        return answer.status == 200


def is_refused(daphne: Daphne) -> bool:
    return bool(daphne.process.returncode) and REFUSAL in "".join(daphne.said) and not daphne.port


def test_second_process_is_refused_without_redis(var: Path, start_daphne: Start) -> None:
    environment = house(var)
    first = start_daphne(environment)
    assert is_well(first)
    assert is_refused(start_daphne(environment))
    assert is_well(first)


def test_commands_run_beside_a_server(var: Path, start_daphne: Start) -> None:
    environment = house(var)
    start_daphne(environment)
    migrate(environment)
    manage(environment, "check")


def test_next_process_serves_when_the_first_is_killed(var: Path, start_daphne: Start) -> None:
    environment = house(var)
    first = start_daphne(environment)
    first.process.kill()
    first.process.wait()
    assert is_well(start_daphne(environment))


def test_processes_serve_together_with_redis(var: Path, start_daphne: Start, redis_server: str) -> None:
    environment = house(var, REDIS_URL=redis_server)
    together = [start_daphne(environment), start_daphne(environment)]
    assert list(map(is_well, together)) == [True, True]


@pytest.mark.parametrize("with_redis", ["first", "second"])
def test_process_with_redis_does_not_serve_beside_one_without(
    tmp_path: Path, start_daphne: Start, redis_server: str, with_redis: str
) -> None:
    environments = [house(tmp_path), house(tmp_path, REDIS_URL=redis_server)]
    first, second = reversed(environments) if with_redis == "first" else environments
    start_daphne(first)
    assert is_refused(start_daphne(second))


def test_postgresql_refuses_alike(tmp_path: Path, start_daphne: Start, redis_server: str, postgres_server: str) -> None:
    import psycopg

    with psycopg.connect(f"{postgres_server}/postgres", autocommit=True) as server:
        server.execute("CREATE DATABASE codev")
        server.execute("CREATE DATABASE keys")
    urls = {"DATABASE_URL": f"{postgres_server}/codev", "KEYS_DATABASE_URL": f"{postgres_server}/keys"}
    alone, together = house(tmp_path, **urls), house(tmp_path, **urls, REDIS_URL=redis_server)
    migrate(alone)
    first = start_daphne(alone)
    assert is_well(first)
    assert is_refused(start_daphne(together))
    first.process.kill()
    first.process.wait()
    assert list(map(is_well, [start_daphne(together), start_daphne(together)])) == [True, True]
