"""A pasted text cut into lines and cells: which sign stands between cells is told from the whole of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from .addresses import has_letters, plain_text
from .headings import headings
from .lines import split
from .names import without_bullet

_ENDS = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_ABOUT_A_MAIL = re.compile(r"(?:objet|subject|date|envoyé|sent|importance|pièces? jointes?) ?:", re.IGNORECASE)
_MOST_LINES = 2000  # more are not looked at: nobody reads them in a preview


@dataclass(frozen=True, slots=True)
class Row:
    """A line that says something: its number from 1, as it was typed, and its cells."""

    number: int
    typed: str
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Left:
    """A line in which nobody was found: a heading, a title, a rule."""

    number: int
    typed: str


def rows_of(text: str) -> tuple[list[Row], list[Left], bool]:
    """The lines that say something, those that say nothing, and whether more followed than are looked at."""
    whole = list(islice(_whole_lines(text), _MOST_LINES + 1))
    lines = [(number, plain_text(line)) for number, line in whole[:_MOST_LINES]]
    some = [line for _, line in lines if _says_something(line)]
    separator = _separator(some)
    rows, left = [], []
    for number, line in lines:
        typed = line.strip()
        if _says_something(line):
            rows.append(Row(number, typed, split(_bare(line), separator) if separator else [typed]))
        elif typed:
            left.append(Left(number, typed))
    return rows, left, len(whole) > _MOST_LINES


def filled(cells: Sequence[str]) -> list[str]:
    """The cells that may hold a name or an address."""
    return [cell for cell in cells if has_letters(without_bullet(cell)) or "@" in cell or "<" in cell]


def _says_something(line: str) -> bool:
    """Not « Liste des participants : » nor « Objet : … »."""
    line = line.strip()
    return "@" in line or (has_letters(line) and not line.endswith(":") and not _ABOUT_A_MAIL.match(line))


def _bare(line: str) -> str:
    """Without a list's sign before the first cell; the first cell of a table may be empty."""
    return re.sub(r"^ *(?:o|§|ü|\d{1,4}[.)])\t", "", line)


def _whole_lines(text: str) -> Iterator[tuple[int, str]]:
    """Each line with its number from 1; a cell in quotes may hold ends of lines, a few at most."""
    lines = _ENDS.split(text.lstrip("\ufeff"))
    place = 0
    while place < len(lines):
        last = place + _lines_in_quotes(lines, place)
        yield place + 1, " ".join(lines[place : last + 1])
        place = last + 1


def _lines_in_quotes(lines: Sequence[str], place: int) -> int:
    """How many lines after this one belong to a cell that began in it."""
    if lines[place].count('"') % 2 == 0:
        return 0
    ahead = lines[place + 1 : place + 4]
    return next((after for after, line in enumerate(ahead, 1) if line.count('"') % 2), 0)


def _separator(lines: Sequence[str]) -> str:
    """What stands between the cells of these lines, "" where they are no table."""
    for separator in ("\t", ";"):
        if any(len(filled(split(line, separator))) > 1 for line in lines):
            return separator
    if lines and all(len(filled(split(line, "|"))) > 1 for line in lines):
        return "|"
    by_commas = [split(line, ",") for line in lines]
    is_headed = any(len(filled(cells)) > 1 and headings(cells) for cells in by_commas[:10])
    return "," if is_headed or (by_commas and all(map(_is_row, by_commas))) else ""


def _is_row(cells: Sequence[str]) -> bool:
    """« Family,Given,address »: two names or more, and one address that stands alone in its cell."""
    addresses = [cell for cell in cells if "@" in cell]
    return len(addresses) == 1 and len(filled(cells)) > 2 and not re.search(r"[\s<(]", addresses[0])
