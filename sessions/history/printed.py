"""A cycle at a glance, for paper: who was there, in which half-day, for how many hours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext

from groups.clocks import date_of

from .half_days import HalfDay
from .lengths import in_words
from .shapes import Line, Register

COLUMNS = 12  # half-days that stand beside each other on a page
Values = dict[str, Any]


def blocks(register: Register) -> list[Values]:
    """So many half-days beside each other, everybody's hours in each; the total stands in the last block."""
    return [_block(register, places) for places in _parts(len(register.columns))]


def _parts(count: int) -> Iterator[range]:
    # Of 13 not 12 and 1, but 7 and 6.
    parts = -(-count // COLUMNS)
    for part in range(parts):
        yield range(count * part // parts, count * (part + 1) // parts)


def _block(register: Register, places: range) -> Values:
    is_last = places.stop == len(register.columns)
    columns = [register.columns[place] for place in places]
    return {
        "is_last": is_last,
        "columns": [
            {"session": one.session, **half_in_words(one.half), "is_estimated": one.is_estimated, "one": one}
            for one in columns
        ],
        "rows": [
            {"name": line.name, "hours": [_hours(line, place) for place in places], "total": in_words(line.minutes)}
            for line in register.lines
        ],
    }


def _hours(line: Line, place: int) -> str:
    return in_words(line.spent[place]) if line.came[place] else "–"


def half_in_words(half: HalfDay) -> dict[str, str]:
    """« 29/11/2026 » and « matin »."""
    return {
        "day": date_of(half.day, "SHORT_DATE_FORMAT"),
        "part": gettext("afternoon") if half.is_afternoon else gettext("morning"),
    }
