"""Real servers for the bench, each pinned to one core, with throw-away databases; stopped at the end."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.machine import SERVER, pin
from tests.installation import environment_of, migrate
from tests.services import ROOT, clean_environment, free_port, stop, wait_for_port

# Limits that keep people from flooding a room would stop the load, and are no part of what is measured.
UNLIMITED = {"CODEV_WRITES_PER_MINUTE": "1000000", "CODEV_SOCKETS_PER_ACTOR": "1000", "CODEV_DEMO": "1"}
DAPHNE = ("daphne", "--verbosity", "0", "--bind", "127.0.0.1", "--port")
UVICORN = (
    *("uvicorn", "--ws", "websockets-sansio", "--loop", "uvloop", "--ws-per-message-deflate", "false"),
    *("--log-level", "warning", "--no-access-log", "--lifespan", "off", "--host", "127.0.0.1", "--port"),
)


@dataclass
class Server:
    """A process that serves, and where; `said` is the file with its standard error."""

    process: subprocess.Popen[str]
    port: int
    said: Path

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"


@contextmanager
def serving(
    environment: dict[str, str],
    application: str = "codev.asgi:application",
    program: tuple[str, ...] = DAPHNE,
    core: int = SERVER,
) -> Iterator[Server]:
    """A server of this application on a free port, pinned."""
    port = free_port()
    command = [sys.executable, "-m", *program, str(port), application]
    with tempfile.NamedTemporaryFile("w", prefix="codev-bench-", suffix=".log") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=log, text=True)
        pin(process.pid, core)
        try:
            wait_for_port(port, process)
            yield Server(process, port, Path(log.name))
        finally:
            stop(process)


@contextmanager
def serving_peer(application: str, program: tuple[str, ...] = DAPHNE, **more: str) -> Iterator[Server]:
    """A server of one of the small applications in `peers/`, its database in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="codev-bench-") as folder:
        settings = {"DJANGO_SETTINGS_MODULE": "tests.bench.peers.settings", "PEER_FOLDER": folder}
        environment = clean_environment() | settings | more
        with serving(environment, f"tests.bench.peers.{application}", program) as server:
            yield server


@contextmanager
def installation(**more: str) -> Iterator[dict[str, str]]:
    """The environment of a throw-away installation of the product, both databases migrated."""
    with tempfile.TemporaryDirectory(prefix="codev-bench-") as folder:
        environment = environment_of(Path(folder), **UNLIMITED, **more)
        migrate(environment)
        yield environment


@contextmanager
def copy_of(environment: dict[str, str]) -> Iterator[dict[str, str]]:
    """The same installation in a folder of its own, as it stands: what one server does, the next does not find."""
    with tempfile.TemporaryDirectory(prefix="codev-bench-") as folder:
        copied = Path(shutil.copytree(environment["CODEV_VAR"], Path(folder) / "var"))
        yield environment | {"CODEV_VAR": str(copied)}


def told(environment: dict[str, str], *command: str) -> Any:
    """What a program of ours prints as JSON in its last line."""
    whole = [sys.executable, *command]
    done = subprocess.run(whole, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])
