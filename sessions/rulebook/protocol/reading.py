"""Reads one table of a protocol's document, value by value, and refuses what is not as it should be.

What a protocol consists of is protocol.py's; here are only the sorts of values."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeGuard


class ProtocolError(ValueError):
    """A protocol's document is wrong: which document, at which key, and why. Written for the author of the file."""

    def __init__(self, where: str, key_path: str, reason: str) -> None:
        super().__init__(": ".join(part for part in (where, key_path, reason) if part))
        self.where = where
        self.key_path = key_path
        self.reason = reason


@dataclass(frozen=True)
class Table:
    """Values by key, and where they stand: "round[2].cards" of "codev-classique.toml".

    What reads a value raises ProtocolError where it is of another sort. `only` is asked first, which answers a missing
    key in words; after it a KeyError is a fault of ours.
    """

    values: Mapping[str, object]
    where: str
    path: str = ""

    def error(self, key: str, reason: str) -> ProtocolError:
        """What is wrong with the value of `key`."""
        return ProtocolError(self.where, f"{self.path}.{key}" if self.path else key, reason)

    def only(self, required: Collection[str], optional: Collection[str] = ()) -> Table:
        """This same table, once every required key is there and no key is unknown."""
        for key in self.values:
            if key not in required and key not in optional:
                raise self.error(key, "unknown key")
        for key in required:
            if key not in self.values:
                raise self.error(key, "is missing")
        return self

    def table(self, key: str) -> Table:
        """The table under `key`, empty where there is none."""
        return self._as_table(self.values.get(key, {}), key)

    def tables(self, key: str) -> tuple[Table, ...]:
        """The tables listed under `key`, none where there is no list."""
        values = self.values.get(key, [])
        if not isinstance(values, list):
            raise self.error(key, "must be a list of tables")
        return tuple(self._as_table(value, f"{key}[{number}]") for number, value in enumerate(values))

    def _as_table(self, value: object, key: str) -> Table:
        if not isinstance(value, dict):
            raise self.error(key, "must be a table")
        return Table(value, self.where, f"{self.path}.{key}" if self.path else key)

    def string(self, key: str) -> str:
        """Some text, never blank."""
        value = self.values[key]
        if not isinstance(value, str):
            raise self.error(key, "must be text")
        if not value.strip():
            raise self.error(key, "is empty")
        return value

    def name(self, key: str) -> str:
        """A name that programs use: lower-case letters, joined by "_" or "-"."""
        value = self.string(key)
        if not re.fullmatch(r"[a-z]+([_-][a-z]+)*", value):
            raise self.error(key, f"{value!r} must be lower-case letters joined by '_' or '-'")
        return value

    def sentence(self, key: str, placeholders: Collection[str] = ()) -> str:
        """Text that people read, with no other {placeholder} than those."""
        # A mistyped one would stand on the screens of a session; a brace alone is one too.
        value = self.string(key)
        for found in re.findall(r"\{[^{}]*\}|[{}]", value):
            if found not in placeholders:
                raise self.error(key, f"unknown placeholder {found!r}")
        return value

    def count(self, key: str) -> int:
        """A whole number from 1 on."""
        value = self.values[key]
        if not _is_whole(value) or value < 1:
            raise self.error(key, "must be a positive whole number")
        return value

    def flag(self, key: str) -> bool:
        """True or false; false where there is none."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            raise self.error(key, "must be true or false")
        return value

    def choice(self, key: str, known: Collection[str], what: str) -> str:
        """One of the `known` words; `what` says in the error what they are."""
        value = self.string(key)
        if value not in known:
            raise self.error(key, f"unknown {what} {value!r}")
        return value

    def strings(self, key: str) -> tuple[str, ...]:
        """Several texts, none where there is no list."""
        values = self.values.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise self.error(key, "must be a list of texts")
        return tuple(values)

    def choices(self, key: str, known: Collection[str], what: str) -> tuple[str, ...]:
        """Some of the `known` words, none where there is no list."""
        values = self.strings(key)
        for value in values:
            if value not in known:
                raise self.error(key, f"unknown {what} {value!r}")
        return values

    def points(self, key: str) -> tuple[tuple[int, int], ...]:
        """Pairs (minutes of a session, minutes of a part of it), longer and longer sessions."""
        values = self.values[key]
        if not isinstance(values, list) or not values or not all(_is_point(value) for value in values):
            raise self.error(key, "must be a list of [session's minutes, part's minutes]")
        points = tuple((total, minutes) for total, minutes in values)
        for (total, minutes), (next_total, next_minutes) in pairwise(points):
            if next_total <= total or next_minutes < minutes:
                raise self.error(key, f"points must increase: [{next_total}, {next_minutes}]")
        return points


def _is_whole(value: object) -> TypeGuard[int]:
    # To Python True is an int, and would pass for 1.
    return isinstance(value, int) and not isinstance(value, bool)


def _is_point(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(_is_whole(each) and each >= 0 for each in value)
