"""What listens in on the product, for tests that look for words where none may be."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import redis

import codev.asgi  # noqa: F401  before anything listens: importing it sets logs up anew
from codev.logs import JsonFormatter

OURS = ("codev", "groups", "sessions")


class Lines(logging.Handler):
    """Everything that is logged, as it would be written."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.setFormatter(JsonFormatter())

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


class Listener(Lines):
    """That, and all that was given to be written."""

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record) + str(record.__dict__))


@contextmanager
def listening(to: Lines) -> Iterator[list[str]]:
    """At DEBUG, libraries too, where the product leaves them at INFO: they are given no words either."""
    root = logging.getLogger()
    loggers = [root, *(logging.getLogger(name) for name in OURS)]
    before = [one.level for one in loggers]
    root.addHandler(to)
    for one in loggers:
        one.setLevel(logging.DEBUG)
    try:
        yield to.lines
    finally:
        root.removeHandler(to)
        for one, level in zip(loggers, before, strict=True):
            one.setLevel(level)


@contextmanager
def monitored(url: str) -> Iterator[list[str]]:
    """Every command that any client gives this Redis."""
    heard: list[str] = []
    with redis.Redis.from_url(url) as client, client.monitor() as monitor:
        thread = threading.Thread(target=_hear, args=(monitor, heard))
        thread.start()
        try:
            yield heard
        finally:
            client.publish("the end", "")
            thread.join()


def _hear(monitor: redis.client.Monitor, heard: list[str]) -> None:
    for command in monitor.listen():
        if "the end" in command["command"]:
            return
        heard.append(str(command["command"]))
