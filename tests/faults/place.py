"""Real servers with their databases: processes that may be killed, a disk that fills, and a clerk beside them."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any

from tests.installation import environment_of, migrate
from tests.postgres import Postgres, make_ready, new_databases, running_postgres
from tests.services import ROOT, Redis, free_port, stop, wait_for_port

# Who floods a session is slowed down; here nobody is.
UNLIMITED = (
    "CODEV_WRITES_PER_MINUTE",
    "CODEV_COMMANDS_PER_MINUTE",
    "CODEV_POLLS_PER_MINUTE",
    "CODEV_SOCKETS_PER_ACTOR",
)
LIMITS = {"CODEV_DEMO": "1", **dict.fromkeys(UNLIMITED, "1000000")}
ENDS_SECONDS = 10.0
# What a log may hold while a fault lasts: what stumbled, named; never what nobody caught.
WORDS = ("Traceback (most recent call last)", "Exception inside application", "Unhandled", "never retrieved")
UNCAUGHT = re.compile(f".*(?:{'|'.join(map(re.escape, (*WORDS, 'Internal Server Error')))}).*")


class Server:
    """One process of ours, whose standard error goes to a file; started again it may be at another port."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self.environment, self.log, self.port = environment, log, 0
        self.process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        await asyncio.to_thread(self.begin)

    def begin(self) -> None:
        self.port = free_port()
        program = [sys.executable, "-m", "daphne", "--verbosity", "0", "-b", "127.0.0.1", "-p", str(self.port)]
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [*program, "codev.asgi:application"], cwd=ROOT, env=self.environment, stdout=log, stderr=log, text=True
            )
        wait_for_port(self.port, self.process)

    async def end(self, *, kill: bool) -> int:
        """Its exit code. Raises TimeoutExpired where it does not end by itself."""
        assert self.process
        self.process.kill() if kill else self.process.terminate()
        return await asyncio.to_thread(self.process.wait, ENDS_SECONDS)

    def said(self) -> int:
        """How long its log is by now, in bytes."""
        return self.log.stat().st_size

    def uncaught(self, since: int, over: int) -> list[str]:
        """Lines of its log that tell of errors, from these bytes on: such as nobody caught, and once it was `over` any.

        But for what was answered with 503 then: that may have come in before.
        """
        log = self.log.read_bytes()
        later = [line for line in log[over:].decode().splitlines() if '"level": "error"' in line]
        return UNCAUGHT.findall(log[since:].decode()) + [line for line in later if "Service Unavailable" not in line]


class Clerk:
    """Asks the clerk's process: `plan` makes a session, `look` says what is kept of one."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.asking = threading.Lock()
        command = [sys.executable, "-m", "tests.faults.clerk"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    async def ask(self, do: str, **about: Any) -> dict[str, Any]:
        """Raises RuntimeError with what went wrong."""
        return await asyncio.to_thread(self._ask, {"do": do, **about})

    def _ask(self, question: dict[str, Any]) -> dict[str, Any]:
        asking, answering = self._pipes()
        with self.asking:
            asking.write(json.dumps(question) + "\n")
            asking.flush()
            answer: dict[str, Any] = json.loads(answering.readline())
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer

    def _pipes(self) -> tuple[IO[str], IO[str]]:
        assert self.process.stdin
        assert self.process.stdout
        return self.process.stdin, self.process.stdout


class Place:
    """One installation: its servers, its clerk, and what they stand on."""

    def __init__(self, name: str, servers: list[Server], clerk: Clerk, var: Path) -> None:
        self.name, self.servers, self.clerk, self.var = name, servers, clerk, var
        self.environment = servers[0].environment
        self.redis: Redis | None = None
        self.postgres: Postgres | None = None
        self.without: tuple[str, ...] = ()  # faults that cannot be made here


@contextmanager
def on_sqlite(migrated: Path | None = None) -> Iterator[Place]:
    """One process on SQLite, on a disk of its own where a small one may be mounted; `migrated` databases are copied."""
    with tempfile.TemporaryDirectory(prefix="codev-faults-") as folder, ExitStack() as stack:
        var = Path(folder) / "var"
        var.mkdir()
        is_small = _mounted(var, stack)
        environment = environment_of(var, **LIMITS)
        if migrated:
            shutil.copytree(migrated, var, dirs_exist_ok=True)
        else:
            migrate(environment)
        with _running("sqlite", environment, 1, Path(folder), var) as place:
            place.without = () if is_small else ("disk full",)
            yield place


def _mounted(var: Path, stack: ExitStack) -> bool:
    mounting = ["mount", "-t", "tmpfs", "-o", "size=64m", "codev-faults", str(var)]
    if not shutil.which("mount") or subprocess.run(mounting, check=False, capture_output=True).returncode:
        print("NOT TESTED: a full disk, as no small one may be mounted here.", file=sys.stderr)
        return False
    stack.callback(subprocess.run, ["umount", "-l", str(var)], check=False)
    return True


@contextmanager
def on_postgres(ready: Path | None = None) -> Iterator[Place]:
    """Two processes on one PostgreSQL and one Redis; a `ready` PostgreSQL is copied."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="codev-faults-")))
        if ready is None:
            make_ready(ready := folder / "ready")
        postgres, redis = stack.enter_context(running_postgres(ready)), Redis()
        stack.callback(redis.stop)
        redis.start()
        urls = new_databases(postgres.url, "faults")
        environment = environment_of(folder, **LIMITS, REDIS_URL=f"{redis.url}/0", **urls)
        with _running("postgres", environment, 2, folder, folder) as place:
            place.postgres, place.redis = postgres, redis
            yield place


@contextmanager
def _running(name: str, environment: dict[str, str], count: int, logs: Path, var: Path) -> Iterator[Place]:
    clerk = Clerk(environment)
    servers = [Server(environment, logs / f"server-{number}.log") for number in range(count)]
    try:
        for server in servers:
            server.begin()
        yield Place(name, servers, clerk, var)
    finally:
        stop(clerk.process)
        for server in servers:
            if server.process:
                stop(server.process)


PLACES = {"sqlite": on_sqlite, "postgres": on_postgres}
