"""Columns without a heading: which hold names, and which of two is the family name, told by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..likeness import fold
from ..naming import is_in_capitals, is_particle
from .addresses import has_letters
from .given_names import GIVEN_NAMES
from .headings import Column
from .names import is_title

WORK = re.compile(
    r"\b(?:rh|drh|dsi|daf|service|direction|direct(?:eur|rice)|responsable|manager|chef(?:fe)?|assistant|assistante|"
    r"charg[ée]e?|comptabilit[ée]|comptable|achats|ventes|marketing|juridique|finance|finances|production|logistique|"
    r"communication|informatique|qualit[ée]|p[ôo]le|department|engineer|head of|sales|hr|it|oui|non|yes|no)\b",
    re.IGNORECASE,
)


def columns_of(rows: Sequence[Sequence[str]]) -> tuple[list[Column], bool]:
    """What each column of these rows holds, and whether that is sure. Rows are of one table, each of its own length."""
    width = max(map(len, rows), default=0)
    cells = [[row[place] for row in rows if place < len(row) and row[place]] for place in range(width)]
    columns = [_alone(column) for column in cells]
    names = [place for place, column in enumerate(columns) if column is Column.NAME]
    if len(names) < 2:
        return columns, True
    first, second = names[:2]
    for place in names[2:]:
        columns[place] = Column.OTHER
    return _told_apart(rows, columns, first, second)


def _alone(cells: Sequence[str]) -> Column:
    """By its own cells: addresses, a name, or what is neither (numbers, titles, services)."""
    if any("@" in cell for cell in cells):
        return Column.EMAIL
    others = [cell for cell in cells if not has_letters(cell) or is_title(cell) or WORK.search(cell)]
    links = [cell for cell in cells if re.match(r"https?:|www\.", cell)]
    return Column.OTHER if 2 * len(others + links) > len(cells) or not cells else Column.NAME


def _told_apart(
    rows: Sequence[Sequence[str]], columns: list[Column], first: int, second: int
) -> tuple[list[Column], bool]:
    pairs = [(row[first], row[second], _local(row)) for row in rows if len(row) > second and row[first] and row[second]]
    votes = sum(_family_first(*pair) for pair in pairs)
    is_whole = all(" " in one and not is_particle(one.split()[0]) and not one.isupper() for one, _, _ in pairs)
    if is_whole and pairs and votes <= 0 and not any(fold(other) in local for _, other, local in pairs if local):
        columns[second] = Column.OTHER
        return columns, any(local for _, _, local in pairs)
    columns[first], columns[second] = (Column.GIVEN, Column.FAMILY) if votes < 0 else (Column.FAMILY, Column.GIVEN)
    return columns, votes != 0


def is_given(words: str) -> bool:
    """Whether its first word is a frequent given name."""
    return fold(re.split(r"[\s-]", words.strip())[0]) in GIVEN_NAMES


def _local(row: Sequence[str]) -> str:
    address = next((cell for cell in row if "@" in cell), "")
    return address.partition("@")[0].strip(" <\"'").lower()


def _family_first(one: str, other: str, local: str) -> int:
    """More than 0 where the first of the two is the family name, less where the other is."""
    return _family(one) - _family(other) + _given(other) - _given(one) + _by_address(one, other, local)


def _family(words: str) -> int:
    apart = words.split()
    is_led = len(apart) > 1 and is_particle(apart[0])
    return 2 * (is_led or bool(re.match(r"[dlDL][’'ʼ]\w", words))) + 2 * all(map(is_in_capitals, apart))


def _given(words: str) -> int:
    return int(is_given(words))


def _by_address(one: str, other: str, local: str) -> int:
    """Addresses are mostly « given.family », or the given name alone, or its letter and the family name."""
    left, right = fold(one), fold(other)
    plain, parts = fold(local), [fold(part) for part in re.split(r"[._]", local)]
    if not left or not right or not plain:
        return 0
    if len(parts) > 1:
        return (parts[0] == right or parts[-1] == left) - (parts[0] == left or parts[-1] == right)
    is_left_family = plain in (right, right[0] + left, right + left)
    return is_left_family - (plain in (left, left[0] + right, left + right))
