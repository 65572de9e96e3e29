"""A demonstration on real servers, and browsers that are only a cookie jar and a socket."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener
from uuid import uuid4

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.typing import Origin

from tests.services import PATIENCE, ROOT, Daphne, serving_command, stop

Start = Callable[..., Daphne]
LIVE = {"CODEV_DEMO": "1", "DEBUG": "1"}  # static files as they lie: collecting them takes longer than all of this

REVISION = re.compile(r'data-revision="(\d+)"')
STATUS = re.compile(r'data-status="(\w+)"')


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[Daphne]:
    """A server of ours, stopped at the end if it still runs."""
    process = subprocess.Popen(
        serving_command("daphne"),
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield Daphne(process).await_start()
    finally:
        stop(process)


def demo(environment: dict[str, str], *options: str) -> dict[str, Any]:
    """The demonstration's links, made if need be."""
    whole = [sys.executable, "manage.py", "demo", "--json", *options]
    done = subprocess.run(
        whole, cwd=ROOT, env=environment, check=True, capture_output=True, text=True, timeout=PATIENCE
    )
    return dict(json.loads(done.stdout))


def fresh_demos(environment: dict[str, str], count: int) -> list[dict[str, Any]]:
    """The links of so many new sessions, made by one process."""
    make = f"[people.describe(people.ensure(fresh=True)) for _ in range({count})]"
    code = f"import json; from sessions.demo import people; print(json.dumps({make}))"
    whole = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
    done = subprocess.run(
        whole, cwd=ROOT, env=environment, check=True, capture_output=True, text=True, timeout=PATIENCE
    )
    return list(json.loads(done.stdout))


class Visitor:
    """Somebody with one browser, who may ask any of the servers: they share their databases."""

    def __init__(self, daphne: Daphne, shown: dict[str, Any], link: str) -> None:
        self.jar = CookieJar()
        self.http: OpenerDirector = build_opener(HTTPCookieProcessor(self.jar))
        self.session = f"/sessions/{shown['session']}/"
        self.http.open(daphne.url + urlsplit(link).path, timeout=PATIENCE).close()

    def cookie(self, name: str) -> str:
        return next(str(one.value) for one in self.jar if one.name == name)

    def do(self, daphne: Daphne, command: str, key: str = "", **fields: Any) -> int:
        """The status of a command's answer."""
        sent = urlencode({"key": key or str(uuid4()), **fields}, doseq=True).encode()
        headers = {"X-CSRFToken": self.cookie("csrftoken")}
        try:
            with self.http.open(
                Request(f"{daphne.url}{self.session}do/{command}/", sent, headers), timeout=PATIENCE
            ) as answer:
                return int(answer.status)
        except HTTPError as refused:
            return refused.code

    def post(self, daphne: Daphne, path: str, **fields: str) -> str:
        """Where the answer leads to."""
        sent = urlencode({"csrfmiddlewaretoken": self.cookie("csrftoken"), **fields}).encode()
        with self.http.open(f"{daphne.url}{path}", sent, timeout=PATIENCE) as answer:
            return urlsplit(answer.url).path

    def watch(self, daphne: Daphne, more: str = "") -> Watch:
        headers = {"Cookie": f"sessionid={self.cookie('sessionid')}"}
        url = f"ws://127.0.0.1:{daphne.port}/ws{self.session}{more}"
        # Frames that nobody takes must not hold up the farewell.
        return Watch(connect(url, origin=Origin(daphne.url), additional_headers=headers, max_queue=None))


class Watch:
    """A live page."""

    def __init__(self, connecting: connect) -> None:
        self.opened = ExitStack()
        self.socket = self.opened.enter_context(connecting)
        self.revision = -1
        self.status = ""
        self.until(0)

    def take(self, timeout: float = PATIENCE) -> None:
        message = str(self.socket.recv(timeout=timeout))
        if message.startswith("<"):
            self.revision, self.status = int(REVISION.findall(message)[0]), STATUS.findall(message)[0]

    def told(self, timeout: float = PATIENCE) -> dict[str, Any]:
        """The next thing said to this page beside its frames."""
        while (message := str(self.socket.recv(timeout=timeout))).startswith("<"):
            continue
        return dict(json.loads(message))

    def closed(self) -> tuple[int, float]:
        """The code that the server closes with, and when. Says nothing meanwhile."""
        try:
            while True:
                self.take()
        except ConnectionClosed:
            return int(self.socket.close_code or 0), time.time()

    def until(self, revision: int, within: float = PATIENCE) -> None:
        """Wait for a revision that a bell announces: no heartbeat asks for it."""
        end = time.monotonic() + within
        while self.revision < revision:
            self.take(end - time.monotonic())

    def beat_until(self, revision: int) -> None:
        """Wait for a revision, with the heartbeats of a page."""
        give_up = time.monotonic() + PATIENCE
        while self.revision < revision:
            assert time.monotonic() < give_up, f"still at {self.revision}"
            self.socket.send(json.dumps({"shown": self.revision, "t0": 1}))
            try:
                end = time.monotonic() + 0.5
                while self.revision < revision:
                    self.take(max(0.01, end - time.monotonic()))
            except TimeoutError:
                continue
