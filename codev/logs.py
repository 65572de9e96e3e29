"""Logs as lines of JSON, without what people wrote: no bodies, no messages of exceptions, no secrets of links."""

from __future__ import annotations

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from typing import Any

# Django logs the path of what it refuses, and in these paths stands what signs somebody in or opens a screen.
SECRET_PATHS = re.compile(r"/(join|demo|screen|pair)/[^/\s\"'?]+")


class JsonFormatter(logging.Formatter):
    """One line a record."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": SECRET_PATHS.sub(r"/\1/…", record.getMessage()),
        }
        if record.exc_info and record.exc_info[1]:
            line |= describe(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def describe(error: BaseException) -> dict[str, Any]:
    """Kind and place of an error (`error`, `trace`). Its message may quote what somebody wrote, so it is left out."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return {"error": type(error).__qualname__, "trace": places}
