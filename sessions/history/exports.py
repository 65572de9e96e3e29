"""Figures as a file for spreadsheets: the same that the page shows, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext, pgettext

from codev.spreadsheets import Cells, made

from .lengths import as_hours
from .shapes import CycleFigures


def attendance(cycles: Sequence[CycleFigures], kind: str) -> bytes:
    """A CSV or a workbook: one line a person and half-day, attendance 1 or 0, and hours (decision 011)."""
    return made(kind, gettext("Hours present by half-day"), _heading(), _lines(cycles))


def _heading() -> tuple[str, ...]:
    when = (gettext("Cycle"), gettext("Session"), gettext("Date"), gettext("Half-day"))
    return (*when, gettext("Name"), _attendance(), _end(), gettext("Hours"))


def _attendance() -> str:
    return pgettext("heading", "Attendance")


def _end() -> str:
    return pgettext("heading", "End")


def _lines(cycles: Sequence[CycleFigures]) -> Iterator[Cells]:
    return (line for cycle in cycles for line in _lines_of(cycle))


def _lines_of(cycle: CycleFigures) -> Iterator[Cells]:
    for line in cycle.register.lines:
        for column, came, minutes in zip(cycle.register.columns, line.came, line.spent, strict=True):
            half = gettext("afternoon") if column.half.is_afternoon else gettext("morning")
            end = gettext("estimated end time") if column.is_estimated else ""
            when = cycle.number, column.session, column.half.day, half
            yield *when, line.name, int(came), end, as_hours(minutes)
