"""What goes where nobody should hear a word: lines of log, as the product writes them, and what comes to Redis."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import redis

from codev.logs import JsonFormatter


class Lines(logging.Handler):
    """Each line as CODEV_LOG_LEVEL=DEBUG would have it written."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.setFormatter(JsonFormatter())

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@contextmanager
def logged() -> Iterator[list[str]]:
    lines, root = Lines(), logging.getLogger()
    before = root.level
    root.addHandler(lines)
    root.setLevel(logging.DEBUG)
    yield lines.lines
    root.removeHandler(lines)
    root.setLevel(before)


@contextmanager
def monitored(url: str) -> Iterator[list[str]]:
    """Every command that any client gives this Redis."""
    heard: list[str] = []
    with redis.Redis.from_url(url) as client, client.monitor() as monitor:
        thread = threading.Thread(target=_listen, args=(monitor, heard))
        thread.start()
        yield heard
        client.publish("the end", "")
        thread.join()


def _listen(monitor: redis.client.Monitor, heard: list[str]) -> None:
    for command in monitor.listen():
        if "the end" in command["command"]:
            return
        heard.append(str(command["command"]))
