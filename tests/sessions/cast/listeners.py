"""What listens in on the product, for tests that look for words where none may be."""

from __future__ import annotations

import logging

from codev.logs import JsonFormatter


class Listener(logging.Handler):
    """Everything that is logged, as it would be written."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.setFormatter(JsonFormatter())

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record) + str(record.__dict__))
