"""Figures as a file for spreadsheets: the same that the page shows, and nothing else."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext, pgettext

from .shapes import CycleFigures

# A spreadsheet takes a cell that begins so for a formula; the last four are full-width twins of the first.
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
Cells = tuple[str | int, ...]


def attendance(cycles: Sequence[CycleFigures], language: str) -> bytes:
    """A CSV: one line a person and half-day, attendance 1 or 0; what Excel expects in this language (decision 011)."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";" if language.startswith("fr") else ",")
    writer.writerow(safe(_heading()))
    writer.writerows(safe(line) for cycle in cycles for line in _lines(cycle))
    return file.getvalue().encode("utf-8-sig")


def safe(cells: Cells) -> Cells:
    """Cells of which a spreadsheet carries out none: a member could be named `=HYPERLINK(…)`."""
    return tuple(f"'{cell}" if isinstance(cell, str) and _is_risky(cell) else cell for cell in cells)


def _is_risky(cell: str) -> bool:
    # Some spreadsheets skip blanks before a formula; unstripped too, as tabs and line ends are blanks themselves.
    return cell.startswith(RISKY) or cell.lstrip().startswith(RISKY)


def _heading() -> Cells:
    when = (gettext("Cycle"), gettext("Session"), gettext("Date"), gettext("Half-day"))
    return (*when, gettext("Name"), _attendance(), _end())


def _attendance() -> str:
    return pgettext("heading", "Attendance")


def _end() -> str:
    return pgettext("heading", "End")


def _lines(cycle: CycleFigures) -> Iterator[Cells]:
    for line in cycle.register.lines:
        for column, came in zip(cycle.register.columns, line.came, strict=True):
            half = gettext("afternoon") if column.half.is_afternoon else gettext("morning")
            end = gettext("estimated end time") if column.is_estimated else ""
            yield cycle.number, column.session, column.half.day.isoformat(), half, line.name, int(came), end
