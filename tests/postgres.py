"""Throw-away PostgreSQL servers; those of tests begin as copies of one whose databases are migrated already."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.installation import environment_of, migrate, once_for_all
from tests.services import PATIENCE, free_port, need, stop, wait_for_port


def program(name: str) -> str:
    """Debian keeps PostgreSQL's programs out of the path."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(found[-1]) if found else shutil.which(name) or name


def as_postgres(command: list[str]) -> list[str]:
    """PostgreSQL refuses root."""
    return (
        ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command] if os.getuid() == 0 else command
    )


class Postgres:
    """One that may lose everything with the machine, and may go away and come back with what it had."""

    def __init__(self, ready: Path | None = None) -> None:
        """Empty, or with what `make_ready` has put into this folder."""
        self.folder = Path(tempfile.mkdtemp(prefix="codev-postgres-"))
        self.data = self.folder / "data"
        self.port = free_port()
        self.process: subprocess.Popen[str] | None = None
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        if ready:
            copy(ready, self.data)
        else:
            initdb = [program("initdb"), "-D", str(self.data), "-A", "trust", "-U", "codev", "-N"]
            subprocess.run(as_postgres(initdb), check=True, capture_output=True, cwd=self.folder)

    @property
    def url(self) -> str:
        """Of its server, without a database's name."""
        return f"postgres://codev@127.0.0.1:{self.port}"

    def start(self) -> None:
        """Until it answers: it listens a moment before."""
        command = [program("postgres"), "-D", str(self.data), "-p", str(self.port), "-k", str(self.folder), "-F"]
        self.process = subprocess.Popen(as_postgres(command), cwd=self.folder, stderr=subprocess.DEVNULL, text=True)
        wait_for_port(self.port, self.process)
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return psycopg.connect(f"{self.url}/postgres").close()
            except psycopg.OperationalError:
                assert time.monotonic() < end
                time.sleep(0.02)

    def stop(self) -> None:
        """At once, as an operator's restart does: whoever is connected is cut off."""
        if self.process:
            self.process.send_signal(signal.SIGINT)
            stop(self.process)
        self.process = None


@contextmanager
def running_postgres(ready: Path | None = None) -> Iterator[Postgres]:
    """Stopped and thrown away at the end."""
    postgres = Postgres(ready)
    try:
        postgres.start()
        yield postgres
    finally:
        postgres.stop()
        shutil.rmtree(postgres.folder, ignore_errors=True)


def make_ready(folder: Path) -> None:
    """What a server keeps, with two migrated databases to copy new ones from: `ready` and `ready_keys`."""
    with running_postgres() as postgres, tempfile.TemporaryDirectory() as var:
        migrate(environment_of(Path(var), **new_databases(postgres.url, "ready", of="template1")))
        postgres.stop()
        copy(postgres.data, folder)


def copy(data: Path, to: Path) -> None:
    """With owners and rights as they are."""
    subprocess.run(["cp", "-a", str(data), str(to)], check=True)


def new_databases(server: str, name: str, *, of: str = "ready") -> dict[str, str]:
    """Two, named so in settings, made as copies."""
    keys = of if of == "template1" else f"{of}_keys"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {of}")
        connection.execute(f"CREATE DATABASE {name}_keys TEMPLATE {keys}")
    return {"DATABASE_URL": f"{server}/{name}", "KEYS_DATABASE_URL": f"{server}/{name}_keys"}


@pytest.fixture(scope="session")
def postgres_ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made by the first of all test processes that needs it."""
    need("postgres")
    return once_for_all(tmp_path_factory, "postgres", make_ready)


@pytest.fixture(scope="session")
def postgres_server(postgres_ready: Path) -> Iterator[str]:
    """URL of a real PostgreSQL server, to which a database's name is added."""
    with running_postgres(postgres_ready) as postgres:
        yield postgres.url
