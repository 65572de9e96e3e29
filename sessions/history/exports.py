"""Figures as a file for spreadsheets: the same that the page shows, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext, pgettext

from codev.spreadsheets import Cells, as_csv, as_xlsx

from .shapes import CycleFigures


def attendance(cycles: Sequence[CycleFigures], language: str) -> bytes:
    """A CSV: one line a person and half-day, attendance 1 or 0; what Excel expects in this language (decision 011)."""
    return as_csv(_heading(), _lines(cycles), language)


def workbook(cycles: Sequence[CycleFigures]) -> bytes:
    """The same as a workbook, whose numbers and dates are such."""
    return as_xlsx(gettext("Attendance by half-day"), _heading(), _lines(cycles))


def _heading() -> tuple[str, ...]:
    when = (gettext("Cycle"), gettext("Session"), gettext("Date"), gettext("Half-day"))
    return (*when, gettext("Name"), _attendance(), _end())


def _attendance() -> str:
    return pgettext("heading", "Attendance")


def _end() -> str:
    return pgettext("heading", "End")


def _lines(cycles: Sequence[CycleFigures]) -> Iterator[Cells]:
    return (line for cycle in cycles for line in _lines_of(cycle))


def _lines_of(cycle: CycleFigures) -> Iterator[Cells]:
    for line in cycle.register.lines:
        for column, came in zip(cycle.register.columns, line.came, strict=True):
            half = gettext("afternoon") if column.half.is_afternoon else gettext("morning")
            end = gettext("estimated end time") if column.is_estimated else ""
            yield cycle.number, column.session, column.half.day, half, line.name, int(came), end
