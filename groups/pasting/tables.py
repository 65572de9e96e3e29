"""People of a row of cells: by headings where there are some, else by what the cells of the table are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .addresses import apart, clean_address, has_letters
from .columns import columns_of
from .headings import Column
from .lines import Piece
from .mailboxes import mailboxes, paired
from .names import clean_name, end_put_right, put_right, turned_round
from .rows import Row, filled

_NAMES = (Column.FAMILY, Column.GIVEN, Column.NAME)


@dataclass(frozen=True)
class Table:
    """What the columns of some rows hold; `has_heading` where they say so themselves, `is_sure` where that is told."""

    columns: list[Column]
    has_heading: bool = False
    is_sure: bool = True
    is_of_names: bool = False  # every cell is somebody


def table_of(rows: Sequence[Row]) -> Table:
    """What rows without a heading hold."""
    alike = [row.cells for row in rows if len(filled(row.cells)) > 1 and sum("@" in cell for cell in row.cells) < 2]
    names = [cell for cells in alike for cell in filled(cells)]
    if names and not any("@" in name for name in names):
        several = any(len(filled(cells)) > 2 for cells in alike) and len(alike) == 1
        if several or all(" " in name.strip() for name in names):
            return Table([], is_of_names=True)
    columns, is_sure = columns_of(alike)
    return Table(columns, is_sure=is_sure)


def people_of(row: Row, table: Table) -> list[Piece]:
    """Everybody of a row."""
    cells = filled(row.cells)
    addresses = sum("@" in cell for cell in cells)
    if table.has_heading and not (len(row.cells) == 1 < len(table.columns)):
        return [_by_columns(row.cells, table)]
    if len(cells) < 2:
        return mailboxes(" ".join(cells))
    if table.is_of_names and not addresses:
        return [Piece(clean_name(cell), doubts=("several_names",)) for cell in cells]
    if addresses > 1 or any(map(_is_whole, cells)):
        return _several(row, table)
    return [_by_columns(row.cells, table)]


def _several(row: Row, table: Table) -> list[Piece]:
    """A row that lists people, or one whose other cells are none."""
    cells = filled(row.cells)
    if not any(map(_is_whole, cells)) and not any("," in cell and "@" in cell for cell in cells):
        return paired(cells)
    if sum("@" in cell for cell in cells) == 1:
        others = [place for place, column in enumerate(table.columns) if column is Column.OTHER]
        cells = filled([cell for place, cell in enumerate(row.cells) if place not in others])
    return [piece for cell in cells for piece in mailboxes(cell)]


def _is_whole(cell: str) -> bool:
    """Whether it holds both a name and an address."""
    around, addresses = apart(cell)
    return bool(addresses) and any(map(has_letters, around))


def _by_columns(cells: Sequence[str], table: Table) -> Piece:
    found: dict[Column, list[str]] = {}
    for column, cell in zip(table.columns, cells, strict=False):
        if cell.strip():
            found.setdefault(column, []).append(cell)
    addressed = found.get(Column.EMAIL) or [cell for cell in cells if "@" in cell]
    family, given, name = (" ".join(found.get(column, [])[:1]) for column in _NAMES)
    if not family and not given and "@" in name:
        return (mailboxes(name) or [Piece()])[0]
    doubts: tuple[str, ...] = () if table.is_sure or not (family and given) else ("order_unclear",)
    piece = Piece(_name(family, given, name), *_address(addressed))
    return replace(piece, doubts=doubts + piece.doubts)


def _name(family: str, given: str, name: str) -> str:
    if family and given:
        return turned_round(clean_name(family), clean_name(given))
    if family or given:
        return put_right(clean_name(family or given))
    return end_put_right(clean_name(name))


def _address(cells: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The first address of these cells, and a doubt where they hold another one."""
    found = list(dict.fromkeys(address for cell in cells for address in apart(cell)[1]))
    if not found:
        return (clean_address(cells[0]) if cells else ""), ()
    return found[0], ("two_addresses",) if len(found) > 1 else ()
