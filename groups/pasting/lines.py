"""What a pasted line says: one person or several, each with what is doubtful about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody as read: `number` counts from 1, `typed` is what it was read from, `doubts` are codes of reasons.

    `is_out` says that this one is not to be added, unless somebody wants it. An address that cannot be read is kept as
    it was typed. A name of somebody who had none is a proposal.
    """

    number: int
    typed: str
    name: str
    email: str = ""
    called: str = ""
    doubts: tuple[str, ...] = ()
    is_out: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A name and an address that belong together, either of them "" where it is not there."""

    name: str = ""
    email: str = ""
    doubts: tuple[str, ...] = ()


def split(text: str, separator: str) -> list[str]:
    """The parts between separators, but for those in quotes and brackets; unclosed ones enclose nothing."""
    for heed in ('"<(', '"', ""):
        parts, is_closed = _split(text, separator, heed)
        if is_closed:
            return [_unquoted(part) for part in parts]
    raise AssertionError  # with nothing to heed all is closed


def _split(text: str, separator: str, heed: str) -> tuple[list[str], bool]:
    parts, start, inside = [], 0, ""
    for place, sign in enumerate(text):
        if inside:
            inside = "" if sign == inside else inside
        elif sign in heed:
            inside = {"<": ">", "(": ")"}.get(sign, sign)
        elif sign == separator:
            parts.append(text[start:place])
            start = place + 1
    return [*parts, text[start:]], not inside


def _unquoted(part: str) -> str:
    part = part.strip()
    if len(part) > 1 and part[0] == part[-1] == '"':
        part = part[1:-1].replace('""', '"')
    return part.strip()
