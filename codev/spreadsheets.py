"""Tables as files for spreadsheets, CSV and XLSX: none of their cells is carried out (decision 011)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language

# A spreadsheet takes a cell that begins so for a formula; the last four are full-width twins of the first.
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
Cell = str | int | Decimal | date | datetime | None
Cells = Sequence[Cell]
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
NARROWEST, WIDEST = 8, 48  # of a column, in characters
LONGEST = 32767  # characters that a cell of a workbook holds; a longer one would be left empty
LOOKS = {
    "heading": {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1},
    "text": {"valign": "top", "text_wrap": True},
    "number": {"valign": "top"},
    "hours": {"valign": "top", "num_format": "0.00"},
    "day": {"valign": "top", "num_format": "yyyy-mm-dd", "align": "left"},
    "instant": {"valign": "top", "num_format": "yyyy-mm-dd hh:mm", "align": "left"},
}


def made(kind: str, title: str, heading: Sequence[str], lines: Iterable[Cells]) -> bytes:
    """A file of either kind; only a workbook has a title."""
    return as_xlsx(title, heading, lines) if kind == "xlsx" else as_csv(heading, lines)


def as_csv(heading: Sequence[str], lines: Iterable[Cells]) -> bytes:
    """What a double click opens as a table where people write so: separators and decimals of the active language."""
    is_french = (get_language() or "").startswith("fr")
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";" if is_french else ",")
    writer.writerow(safe(heading))
    # With a point, « 1.75 » would be the first of May 1975 to a French spreadsheet.
    writer.writerows(safe([_typed(cell, "," if is_french else ".") for cell in line]) for line in lines)
    return file.getvalue().encode("utf-8-sig")


def as_xlsx(title: str, heading: Sequence[str], lines: Iterable[Cells]) -> bytes:
    """A workbook of one sheet: the heading stays in sight, numbers and dates are such, texts are nothing but texts."""
    from xlsxwriter import Workbook  # here, as few requests need it

    rows = [safe(line) for line in lines]
    file = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with Workbook(file, plain) as book:
        book.set_properties({"title": title})
        sheet = book.add_worksheet()
        formats = {kind: book.add_format(look) for kind, look in LOOKS.items()}
        for column, name in enumerate(safe(heading)):
            sheet.write_string(0, column, str(name), formats["heading"])
            sheet.set_column(column, column, _width([name, *(row[column] for row in rows)]))
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                _write(sheet, formats, number, column, cell)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    return file.getvalue()


def answer(content: bytes, name: str, kind: str) -> HttpResponse:
    """A file to keep; `name` without its ending, which is `kind`."""
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.{kind}")
    return HttpResponse(content, content_type=TYPES[kind], headers={"Content-Disposition": disposition or "attachment"})


def safe(cells: Cells) -> list[Cell]:
    """Cells of which a spreadsheet carries out none: a member could be named `=HYPERLINK(…)`."""
    return [f"'{cell}" if isinstance(cell, str) and _is_risky(cell) else cell for cell in cells]


def _is_risky(cell: str) -> bool:
    # Some spreadsheets skip blanks before a formula; unstripped too, as tabs and line ends are blanks themselves.
    return cell.startswith(RISKY) or cell.lstrip().startswith(RISKY)


def _typed(cell: Cell, point: str) -> Cell:
    if isinstance(cell, Decimal):
        # Without the formula's sign that a negative number would have: there are none.
        return f"{cell:f}".replace(".", point)
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M")
    return cell.isoformat() if isinstance(cell, date) else cell


def _width(cells: Iterable[Cell]) -> int:
    longest = max(len(str(_typed(cell, ","))) for cell in cells)
    return min(max(longest + 2, NARROWEST), WIDEST)


def _write(sheet: Any, formats: Mapping[str, Any], row: int, column: int, cell: Cell) -> None:
    if isinstance(cell, str):
        # By its own method: the general one guesses what a text may be.
        text = cell if len(cell) <= LONGEST else f"{cell[: LONGEST - 1]}…"
        sheet.write_string(row, column, text, formats["text"])
    elif isinstance(cell, datetime):
        # A workbook knows no zones: the hour is that of the place.
        sheet.write_datetime(row, column, cell.replace(tzinfo=None), formats["instant"])
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, formats["day"])
    elif cell is not None:
        sheet.write_number(row, column, cell, formats["hours" if isinstance(cell, Decimal) else "number"])
