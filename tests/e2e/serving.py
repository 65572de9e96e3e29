"""A throw-away installation for browsers: static files as `make run` serves them, one real daphne, demo sessions."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from django.conf import settings
from django.db import connections

from sessions.demo import people
from sessions.models import Session
from tests.installation import environment_of, manage, migrate
from tests.services import ROOT, free_port, stop, wait_for_port

Found = TypeVar("Found")
FILES = "*.sqlite3*"  # with their logs
LEAVES_WITHIN = 20.0  # seconds, of a mail on a machine that is busy


class Server:
    """Daphne in a process of its own, on this process's databases: it can be stopped, and what it wrote be counted."""

    def __init__(self, prepared: Path | None = None) -> None:
        self.port = free_port()
        self.process: subprocess.Popen[str] | None = None
        self.ahead = timedelta()  # by how much its clock is, from the next start on
        same = {"SECRET_KEY": settings.SECRET_KEY, "CODEV_CONTENT_KEYS": ",".join(settings.CODEV_CONTENT_KEYS)}
        self.environment = environment_of(Path(settings.VAR), **same, CODEV_DEMO="1", PORT=str(self.port))
        # Away from the browser's event loop, where Django refuses to work.
        self._thread = ThreadPoolExecutor(max_workers=1)
        if prepared:
            shutil.copytree(prepared, settings.VAR, dirs_exist_ok=True)
        else:
            prepare(Path(settings.VAR))
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        daphne = ["tests.e2e.later", str(self.ahead.total_seconds())] if self.ahead else ["daphne"]
        command = [sys.executable, "-m", *daphne, "-v", "0", "-b", "127.0.0.1", "-p", str(self.port)]
        # Into a file: a pipe that nobody empties holds the server up once it is full.
        with (Path(settings.VAR) / "server.log").open("a") as log, self._mails.open("a") as mails:
            self.process = subprocess.Popen(
                [*command, "codev.asgi:application"],
                cwd=ROOT,
                env=self.environment,
                stdout=mails,
                stderr=log,
                text=True,
            )
        wait_for_port(self.port, self.process)

    @property
    def _mails(self) -> Path:
        """What the server prints: mails, as none leaves it."""
        return Path(settings.VAR) / "mails.txt"

    def mail_to(self, address: str) -> str:
        """The newest mail to somebody, once there is one: it leaves beside the request."""
        ends = time.monotonic() + LEAVES_WITHIN
        while time.monotonic() < ends:
            *whole, _rest = self._mails.read_text().split("-" * 79)
            if found := [mail for mail in whole if f"To: {address}" in mail]:
                return found[-1]
            time.sleep(0.05)
        raise AssertionError(f"no mail to {address} left")

    @contextmanager
    def anew(self, **environment: str) -> Iterator[Server]:
        """Started again with more in its environment, and at the end as it was, its databases too.

        To who comes after, sessions and looks of a story whose clock was ahead would be to come.
        """
        before = self.environment, self.ahead
        self.stop()
        self.environment = self.environment | environment
        with TemporaryDirectory() as kept:
            copy_databases(Path(settings.VAR), Path(kept))
            try:
                self.start()
                yield self
            finally:
                self.stop()
                self.environment, self.ahead = before
                copy_databases(Path(kept), Path(settings.VAR))
                self.start()

    def later(self, ahead: timedelta) -> None:
        """Started again with its clock so much ahead."""
        self.stop()
        self.ahead = ahead
        self.start()

    def stop(self) -> None:
        if self.process:
            stop(self.process)
        self.process = None

    def close(self) -> None:
        self.stop()
        self._thread.shutdown()

    def backstage(self, work: Callable[[], Found]) -> Found:
        """What this work finds or does in the databases, out of the server's hearing."""

        def alone() -> Found:
            try:
                return work()
            finally:
                connections.close_all()

        return self._thread.submit(alone).result()

    def demonstration(self) -> dict[str, Any]:
        """A fresh session of the demonstration's group, with everybody's link to this server."""
        return self.links_of(lambda: people.ensure(fresh=True))

    def links_of(self, session: Callable[[], Session]) -> dict[str, Any]:
        """Everybody's link to a session of the demonstration's group, on this server."""
        described = json.dumps(self.backstage(lambda: people.describe(session())))
        found: dict[str, Any] = json.loads(described.replace(settings.CODEV_BASE_URL, self.url))
        return found


def copy_databases(source: Path, target: Path) -> None:
    """In place of those that are there; by another process, as `databases.in_files` says."""
    for old in target.glob(FILES):
        old.unlink()
    subprocess.run(["cp", *map(str, source.glob(FILES)), str(target)], check=True)


def prepare(folder: Path) -> None:
    """Both databases, and static files as a server has them."""
    environment = environment_of(folder)
    # All other test processes wait for this one.
    with ThreadPoolExecutor() as both:
        migrating = both.submit(migrate, environment)
        # The operator's admin is half of all files and on none of these pages.
        manage(environment, "collectstatic", "--noinput", "--verbosity", "0", "--ignore", "admin")
        migrating.result()
