"""A pasted text read line by line: who stands in it, what is doubtful, what was left out. Pure, and total.

Whatever was pasted is answered with lines: nothing is raised, and nothing disappears without being named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .addresses import has_letters, proposed_name, resembles
from .headings import headings
from .lines import Line
from .people import is_email
from .rows import Left, Row, rows_of
from .tables import Table, people_of, table_of

_AND = re.compile(r" (?:et|and|[&/:–—-]) ")
LINES_MAX = 45  # people that one list may hold, as each is several fields of the preview


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was in a text, in its order; `is_cut` where it holds more people than LINES_MAX."""

    lines: list[Line]
    left: list[Left]
    is_cut: bool = False


def read(text: str) -> Reading:
    """Everybody in a pasted text, and the lines in which nobody is."""
    rows, left, is_cut = rows_of(text)
    found: list[Line] = []
    for table, some in _tables(rows, left):
        for row in some:
            pieces = [piece for piece in people_of(row, table) if piece.name or piece.email]
            found += [Line(row.number, row.typed, one.name, one.email, doubts=one.doubts) for one in pieces]
            left += [] if pieces else [Left(row.number, row.typed)]
    is_one_line = len(rows) == 1 and not left
    lines = [replace(line, number=n) if is_one_line else line for n, line in enumerate(found[: 2 * LINES_MAX], 1)]
    lines = _without_an_address([_with_doubts(line) for line in _with_addresses_below(lines)])
    return Reading(lines[:LINES_MAX], sorted(left, key=lambda one: one.number), is_cut or len(lines) > LINES_MAX)


def _tables(rows: Sequence[Row], left: list[Left]) -> Iterator[tuple[Table, list[Row]]]:
    """The rows below each heading, or below none; headings, and titles before the first one, are left out."""
    blocks: list[tuple[Table | None, list[Row]]] = [(None, [])]
    for row in rows:
        columns = headings(row.cells)
        if columns is None:
            blocks[-1][1].append(row)
            continue
        left.append(Left(row.number, row.typed))
        if len(blocks) == 1 and not any("@" in one.typed for one in blocks[0][1]):
            left += [Left(one.number, one.typed) for one in blocks.pop()[1]]
        blocks.append((Table(columns, has_heading=True), []))
    for table, some in blocks:
        # « Participants » over a list of lines is no table of one column.
        is_table = table and (len(table.columns) > 1 or not some)
        yield (table if is_table and table else table_of(some)), some


def _with_addresses_below(lines: Sequence[Line]) -> list[Line]:
    """A name whose address stands on the next line; where the two do not look alike they stay two."""
    found: list[Line] = []
    for line in lines:
        above = found[-1] if found else None
        is_below = line.email and not line.name and above and above.name and not above.email
        if above and is_below and above.number != line.number and resembles(above.name, line.email):
            found[-1] = replace(above, email=line.email, doubts=(*above.doubts, "address_below"))
        else:
            found.append(line)
    return found


def _with_doubts(line: Line) -> Line:
    name, doubts = line.name, list(line.doubts)
    if name.startswith("="):
        name, doubts = "", [*doubts, "formula"]
    elif (mended := _mended(name)) != name:
        name, doubts = mended, [*doubts, "garbled"]
    elif not has_letters(name):
        name = proposed_name(line.email)
        doubts.append("name_from_address" if name else "name_missing")
    if line.email and not is_email(line.email):
        doubts.append("email_unreadable")
    if _AND.search(name):
        doubts.append("several_names")
    return replace(line, name=name, doubts=tuple(dict.fromkeys(doubts)))


def _mended(name: str) -> str:
    """« JoÃ£o » is João, read in the wrong code."""
    try:
        return name.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return name


def _without_an_address(lines: Sequence[Line]) -> list[Line]:
    """Who has none, where many have one: the line may be no person, or the address not read."""
    if 3 * sum(bool(line.email) for line in lines) < len(lines):
        return list(lines)
    return [line if line.email else replace(line, doubts=(*line.doubts, "no_address")) for line in lines]
