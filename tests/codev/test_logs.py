"""Logs say what happened and where, never what was written nor which link was followed."""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
import sys
import traceback
from pathlib import Path

import pytest

from codev.logs import JsonFormatter
from tests.services import ROOT, clean_environment

WORDS = "what Léa said"


def logged(message: str, *arguments: object, error: bool = False) -> dict[str, object]:
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, message, arguments, None)
    record.exc_info = sys.exc_info() if error else None
    line: dict[str, object] = json.loads(JsonFormatter().format(record))
    return line


def test_line_is_json() -> None:
    line = logged("Not Found: %s", "/nowhere/")
    del line["at"]
    assert line == {"level": "error", "logger": "django.request", "message": "Not Found: /nowhere/"}


def test_a_line_says_when_in_utc_and_stays_one_line() -> None:
    """Whatever somebody puts into an address."""
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "Not Found: %s", ("/a\n{}",), None)
    said = JsonFormatter().format(record)
    assert len(said.splitlines()) == 1
    assert json.loads(said)["at"].endswith("+00:00")


def test_links_are_not_logged() -> None:
    said = [
        logged(f"Not Found: {path}")["message"]
        for path in ("/join/abc123/", "/demo/abc", "/sessions/screen/abc/", "/pair/abc/")
    ]
    assert said == [
        "Not Found: /join/…/",
        "Not Found: /demo/…",
        "Not Found: /sessions/screen/…/",
        "Not Found: /pair/…/",
    ]


def test_error_is_a_kind_and_a_place_without_its_words() -> None:
    try:
        raise ValueError("what Léa said")
    except ValueError:
        line = logged("Internal Server Error", error=True)
    assert line["error"] == "ValueError"
    assert "what Léa said" not in json.dumps(line, ensure_ascii=False)
    assert str(line["trace"]).count("test_logs.py") == 1


class Kept(logging.Handler):
    """What a library logs, as the product writes it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[dict[str, object]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(json.loads(JsonFormatter().format(record)))


@pytest.fixture
def library() -> logging.Logger:
    """As daphne's is: it knows nothing of what a line may hold."""
    logger = logging.getLogger("daphne.server")
    logger.addHandler(Kept())
    return logger


@pytest.fixture(autouse=True)
def nothing_left() -> object:
    yield
    for name in ("daphne.server", "asyncio"):
        logging.getLogger(name).handlers.clear()


def lines_of(logger: logging.Logger) -> list[dict[str, object]]:
    (kept,) = logger.handlers
    assert isinstance(kept, Kept)
    assert WORDS not in json.dumps(kept.lines, ensure_ascii=False)
    return kept.lines


def test_a_library_s_error_is_a_kind_and_a_place(library: logging.Logger) -> None:
    """As daphne logs what an application raised, and what it failed at itself."""
    try:
        raise ValueError(WORDS)
    except ValueError as error:
        library.error("Exception inside application: %s", error, exc_info=error)
        library.error(traceback.format_exc())
        library.error(error)
    first, second, third = lines_of(library)
    assert (first["message"], first["error"]) == ("Exception inside application: ValueError", "ValueError")
    assert second["message"] == "Traceback"
    assert str(second["trace"]).count("test_logs.py") == 1
    assert third["message"] == "ValueError"


def test_a_library_says_where_it_listens(library: logging.Logger) -> None:
    library.error("Listening on TCP address %s:%d", "127.0.0.1", 8000)
    library.error("%s - GET %s", "127.0.0.1", "/join/abc123/")
    assert [line["message"] for line in lines_of(library)] == [
        "Listening on TCP address 127.0.0.1:8000",
        "127.0.0.1 - GET /join/…/",
    ]


async def test_a_task_s_error_is_a_kind_without_its_words() -> None:
    """As asyncio logs it: with the error, and what a callback was given, in the line itself."""
    logger = logging.getLogger("asyncio")
    logger.addHandler(Kept())

    async def fail() -> None:
        raise ValueError(WORDS)

    task = asyncio.ensure_future(fail())
    await asyncio.wait([task])
    loop = asyncio.get_running_loop()
    loop.call_exception_handler({"message": "Task exception was never retrieved", "future": task})
    handle = loop.call_later(60, print, WORDS)
    loop.call_exception_handler({"message": f"Exception in callback {handle!r}", "exception": task.exception()})
    handle.cancel()
    never, callback = lines_of(logger)
    assert never["message"] == "Task exception was never retrieved"
    assert (callback["message"], callback["error"]) == ("Exception in callback", "ValueError")


def test_at_debug_libraries_stay_at_info(tmp_path: Path) -> None:
    """Their debugging holds statements, frames and cookies."""
    names = ("codev", "groups", "sessions", "asyncio", "daphne", "django.db.backends", "uvicorn.error", "websockets")
    program = (
        "import django, logging; django.setup(); "
        f"print(*(logging.getLogger(one).getEffectiveLevel() for one in {names}))"
    )
    environment = clean_environment(CODEV_VAR=str(tmp_path), CODEV_LOG_LEVEL="DEBUG", DEBUG="1")
    run = [sys.executable, "-c", program]
    said = subprocess.run(run, cwd=ROOT, env=environment, capture_output=True, check=True, text=True)
    assert said.stdout.split() == ["10"] * 3 + ["20"] * 5
