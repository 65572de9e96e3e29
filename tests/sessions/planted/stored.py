"""Every value of every table of both databases, as whoever holds a copy of them might try it on a door."""

from __future__ import annotations

import json
import re
import uuid
from base64 import b64encode, urlsafe_b64encode
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db import connections

SHORTEST = 6  # characters of a room code: what is shorter is no secret
# Hashes, tokens and lists are taken apart at these, too.
BETWEEN = re.compile(r"""[\s:;,.$/|"'{}\[\]()<>=&?]+""")


def columns() -> dict[str, list[Any]]:
    """All values by `<table>.<column>`, as the drivers give them, Django's own tables included."""
    found: dict[str, list[Any]] = {}
    for alias in ("default", "keys"):
        connection = connections[alias]
        for table in connection.introspection.table_names():
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  names of our tables
                names, rows = [one[0] for one in cursor.description], cursor.fetchall()
            for place, name in enumerate(names):
                found.setdefault(f"{table}.{name}", []).extend(row[place] for row in rows if row[place] is not None)
    return found


def of_each_shape(kept: dict[str, list[Any]], *, most: int) -> set[str]:
    """So many of each column's values of each shape, the newest first: those alike were made by the same lines."""
    found: set[str] = set()
    for column in kept.values():
        shapes: Counter[tuple[int, str]] = Counter()
        for one in dict.fromkeys(one for value in reversed(column) for one in spelled(value)):
            shape = len(one), re.sub("[a-z]+", "a", re.sub("[A-Z]+", "A", re.sub("[0-9]+", "0", one)))[:3]
            shapes[shape] += 1
            if len(one) >= SHORTEST and "\0" not in one and shapes[shape] <= most:
                found.add(one)
    return found


def spelled(value: Any) -> Iterator[str]:
    """A value, whole and in pieces, in each spelling that may be meant by it."""
    if isinstance(value, bytes | memoryview):
        data = bytes(value)
        yield from (data.hex(), b64encode(data).decode(), urlsafe_b64encode(data).decode().rstrip("="))
        yield data.decode("utf-8", "ignore")
        return
    for text in (str(value), *_leaves(value), *BETWEEN.split(str(value))):
        yield text
        if re.fullmatch(r"[0-9a-f]{32}", text):
            yield str(uuid.UUID(text))


def _leaves(value: Any) -> Iterator[str]:
    """What stands in a document, keys too."""
    if isinstance(value, str) and value[:1] in "[{":
        try:
            yield from _inside(json.loads(value))
        except ValueError:
            return


def _inside(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield str(key)
            yield from _inside(one)
    elif isinstance(value, list):
        for one in value:
            yield from _inside(one)
    else:
        yield str(value)
