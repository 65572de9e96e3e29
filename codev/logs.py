"""Logs as lines of JSON, without what people wrote: no bodies, no messages of exceptions, no secrets of links.

Libraries know nothing of that promise: of their lines no more is kept than what cannot hold a word.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

# Django logs the path of what it refuses, and in these paths stands what signs somebody in or opens a screen.
SECRET_PATHS = re.compile(r"/(join|demo|screen|pair|calendar|reminders)/[^/\s\"'?]+")
OURS = frozenset({"codev", "django", "groups", "sessions"})
# Where values begin in what Python says of a task, a callback or a call.
VALUES = re.compile(r"[<(]")
PLACES = re.compile(r'File "([^"]+)", line (\d+), in (\S+)')
OF_LIBRARIES: dict[str, dict[str, Any]] = {
    # It would write by itself, with the messages of errors and the secrets in addresses.
    "uvicorn": {"handlers": [], "level": "INFO", "propagate": True},
    "uvicorn.access": {"handlers": [], "level": "INFO", "propagate": True},
    # Django's own loggers would also write plain text to the console and mail tracebacks.
    "django": {"handlers": [], "level": "INFO", "propagate": True},
    "django.server": {"handlers": [], "level": "INFO", "propagate": True},
    # A host that is not ours is the fault of whoever asks, who is told so: 400.
    "django.security.DisallowedHost": {"level": "CRITICAL"},
    # It logs the SQL of every statement, with its parameters, whenever DEBUG is on.
    "django.db.backends": {"level": "INFO"},
    # Every look at the queue would be a line.
    "django_tasks": {"level": "WARNING"},
    "django_tasks_db": {"level": "WARNING"},
    # What lays out PDF files logs what it cannot read, and which letters it keeps: that is what people wrote.
    **{name: {"handlers": ["nowhere"], "propagate": False} for name in ("weasyprint", "fontTools")},
}


class JsonFormatter(logging.Formatter):
    """One line a record."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            **said(record),
        }
        if record.exc_info and record.exc_info[1]:
            line |= describe(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def said(record: logging.LogRecord) -> dict[str, Any]:
    """The `message`; of libraries its first line up to any value, errors by their kind, and the places of a `trace`."""
    if record.name.split(".")[0] in OURS:
        return {"message": SECRET_PATHS.sub(r"/\1/…", record.getMessage())}
    first, _, rest = _filled_in(_plain(record.msg), record.args).partition("\n")
    line: dict[str, Any] = {"message": SECRET_PATHS.sub(r"/\1/…", VALUES.split(first)[0].rstrip())}
    if places := PLACES.findall(rest):
        line["trace"] = [f"{file}:{number} {name}" for file, number, name in places]
    return line


def _filled_in(template: str, given: Any) -> str:
    if isinstance(given, Mapping):
        return template % {name: _plain(value) for name, value in given.items()}
    return template % tuple(map(_plain, given)) if given else template


def _plain(value: Any) -> Any:
    """Texts and numbers as they are, anything else by its kind: its own words may be an error's."""
    return value if isinstance(value, str | int | float) else type(value).__qualname__


def describe(error: BaseException) -> dict[str, Any]:
    """Kind and place of an error (`error`, `trace`). Its message may quote what somebody wrote, so it is left out."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return {"error": type(error).__qualname__, "trace": places}


def configured(level: str) -> dict[str, Any]:
    """What Django is told of logging; `level` is that of our own."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "codev.logs.JsonFormatter"}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "json"},
            "nowhere": {"class": "logging.NullHandler"},
        },
        # At DEBUG libraries say what they work with, statements, frames, cookies: our own code alone goes so far.
        "root": {"handlers": ["stderr"], "level": "INFO" if level == "DEBUG" else level},
        "loggers": {**{name: {"level": level} for name in ("codev", "groups", "sessions")}, **OF_LIBRARIES},
    }
