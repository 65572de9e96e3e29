"""Logs say what happened and where, never what was written nor which link was followed."""

from __future__ import annotations

import json
import logging
import sys

from codev.logs import JsonFormatter


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
