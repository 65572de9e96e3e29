"""Throw-away servers for tests: Redis and nginx on free ports, and our own under daphne."""

from __future__ import annotations

import os
import re
import shlex
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.tools import is_here

ROOT = Path(__file__).resolve().parent.parent
KEEP = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV")
LISTENS = re.compile(r"(?:Listening on TCP address [^ ]*:|running on http://[^ ]*:)(\d+)")
PATIENCE = 120.0  # costs nothing when what is waited for comes


def serving_command(server: str, port: int = 0) -> list[str]:
    """How docs/operating.md says that `daphne` or `uvicorn` is started, at this port, saying where it listens."""
    page = (ROOT / "docs/operating.md").read_text()
    whole = next(line for line in page.splitlines() if line.startswith(f"{server} -"))
    return [sys.executable, "-m", *shlex.split(whole.replace("--verbosity 0 ", "").replace("8000", str(port)))]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def clean_environment(**more: str) -> dict[str, str]:
    """An environment without any of the product's variables but those given."""
    kept = {name: os.environ[name] for name in KEEP if name in os.environ}
    return kept | {"DJANGO_SETTINGS_MODULE": "codev.settings"} | more


def wait_for_port(port: int, process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, "the service stopped by itself"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError(f"nothing listens on port {port}")


def stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.communicate(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()


def need(program: str) -> None:
    """`make test` installs it where it may; elsewhere what it would have shown is named at the end of the run."""
    if not is_here(program):
        pytest.skip(f"NOT TESTED: {program} is not installed")


class Redis:
    """One that keeps nothing, and may go away and come back at the same address."""

    def __init__(self, *options: str) -> None:
        self.port, self.options = free_port(), options
        self.process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        command += self.options
        self.process = subprocess.Popen(command, cwd=tempfile.gettempdir(), stdout=subprocess.DEVNULL, text=True)
        wait_for_port(self.port, self.process)

    def stop(self) -> None:
        if self.process:
            stop(self.process)
        self.process = None


@contextmanager
def running_redis() -> Iterator[str]:
    """A Redis that keeps nothing; gives its URL."""
    redis = Redis()
    try:
        redis.start()
        yield redis.url
    finally:
        redis.stop()


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    """URL of a real Redis."""
    need("redis-server")
    with running_redis() as url:
        yield url


@contextmanager
def running_nginx(*ports: int) -> Iterator[int]:
    """An nginx as docs/operating.md sets one up, before our servers at these ports; gives its own port."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="codev-nginx-") as folder:
        (Path(folder) / "nginx.conf").write_text(nginx_settings(port, ports))
        command = ["nginx", "-p", folder, "-c", "nginx.conf", "-e", "stderr"]
        subprocess.run([*command, "-t", "-q"], check=True)
        process = subprocess.Popen(command, text=True)
        try:
            wait_for_port(port, process)
            yield port
        finally:
            stop(process)


def nginx_settings(port: int, ports: Iterable[int]) -> str:
    """The documented site, with no more changed than what differs from place to place."""
    page = (ROOT / "docs/operating.md").read_text()
    site = page.split("```nginx\n")[1].split("```")[0].replace("listen 443 ssl", f"listen 127.0.0.1:{port}")
    site = re.sub(r" *ssl_certificate.*\n", "", site).replace("/var/log/nginx/", "")
    site = re.sub(r"( *server 127.0.0.1:\d+;\n)+", "".join(f"server 127.0.0.1:{one};\n" for one in ports), site)
    places = "".join(f"{one}_temp_path {one};\n" for one in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    whole = f"daemon off;\npid nginx.pid;\nevents {{ worker_connections 8192; }}\nhttp {{\n{places}{site}}}\n"
    # Its workers must be able to write where it runs.
    return f"user root;\n{whole}" if os.getuid() == 0 else whole


@dataclass
class Daphne:
    """One process of ours: its port once it listens, or its exit code and what it said."""

    process: subprocess.Popen[str]
    port: int = 0
    said: list[str] = field(default_factory=list)

    def await_start(self) -> Daphne:
        assert self.process.stderr
        for line in self.process.stderr:
            self.said.append(line)
            if found := LISTENS.search(line):
                self.port = int(found[1])
                break
        else:
            self.process.wait(timeout=PATIENCE)
        return self

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def servers() -> Iterator[Callable[..., Daphne]]:
    """Start real servers with a given environment; all are stopped at the end."""
    started: list[Daphne] = []

    def start(environment: dict[str, str], server: str = "daphne") -> Daphne:
        process = subprocess.Popen(
            serving_command(server),
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(Daphne(process))
        return started[-1].await_start()

    yield start
    for daphne in started:
        stop(daphne.process)


@pytest.fixture
def start_daphne() -> Iterator[Callable[..., Daphne]]:
    """Servers for one test."""
    with servers() as start:
        yield start
