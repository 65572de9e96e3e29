"""Real servers for the bench, each pinned to one core, with throw-away databases; stopped at the end."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.machine import SERVER, pin
from tests.services import ROOT, free_port, serving_command, stop, wait_for_port

DAPHNE = ("daphne", "--verbosity", "0", "--bind", "127.0.0.1", "--port")
# As documented, up to the port; it would say each socket that comes and goes.
UVICORN = ("uvicorn", "--log-level", "warning", *serving_command("uvicorn")[3:-2])


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


def told(environment: dict[str, str], *command: str) -> Any:
    """What a program of ours prints as JSON in its last line."""
    whole = [sys.executable, *command]
    done = subprocess.run(whole, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])
