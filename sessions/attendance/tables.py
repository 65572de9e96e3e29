"""Attendance sheets as tables for spreadsheets: a line a person and half-day, all of it said in each line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, pgettext

from codev.spreadsheets import Cell, Cells
from groups.clocks import date_of

from ..history.actions import Action
from ..history.half_days import HalfDay
from ..history.hours import to_the_quarter
from ..history.lengths import as_hours
from ..history.printed import half_in_words
from .labels import contested_in_words, marks_in_words, way_in_words
from .shapes import Attended, Corrected, Half, Sheet


def heading() -> list[str]:
    """The columns’ names, as `lines` fills them."""
    return [
        gettext("Organisation"),
        gettext("Training organisation"),
        gettext("Declaration number"),
        gettext("Title of the action"),
        gettext("Nature of the action"),
        gettext("Cycle"),
        gettext("Session"),
        gettext("Date"),
        gettext("Half-day"),
        gettext("Hours of the half-day"),
        gettext("Facilitation"),
        gettext("Name"),
        gettext("Hours present"),
        gettext("Minutes present"),
        pgettext("heading", "Arrival"),
        pgettext("heading", "Departure"),
        gettext("Signed on"),
        gettext("Signature"),
        gettext("Countersigned by"),
        gettext("Countersigned on"),
        gettext("Corrections"),
        pgettext("heading", "End"),
    ]


def lines(action: Action, sheets: Sequence[Sheet]) -> Iterator[Cells]:
    """Session by session, half-day by half-day; whoever was in another half-day of it stands there with no hours."""
    for sheet in sheets:
        for half, minutes in sheet.halves:
            for person in sheet.people:
                yield [*_of(action, sheet, half, minutes), *_line(sheet, person, half)]


def _of(action: Action, sheet: Sheet, half: HalfDay, minutes: int) -> list[Cell]:
    issuer = action.issuer
    about: list[Cell] = [action.organisation, issuer.name, issuer.number, action.title, action.nature]
    when: list[Cell] = [
        action.cycle,
        sheet.number,
        half.day,
        half_in_words(half)["part"],
        as_hours(to_the_quarter(minutes)),
    ]
    return [*about, *when, ", ".join(sheet.facilitators or action.facilitators)]


def _line(sheet: Sheet, person: Attended, half: HalfDay) -> list[Cell]:
    zone = ZoneInfo(sheet.zone)
    there = next((one for one in person.halves if one.half == half), Half(half, 0))
    signed, counter = there.signed, there.signed.countersigned if there.signed else None
    return [
        person.name,
        as_hours(to_the_quarter(there.minutes)),
        there.minutes,
        there.stays[0][0].astimezone(zone) if there.stays else None,
        there.stays[-1][1].astimezone(zone) if there.stays else None,
        signed.at.astimezone(zone) if signed else None,
        _signature(there),
        counter.name if counter else "",
        counter.at.astimezone(zone) if counter else None,
        " · ".join(_correction(one, zone) for one in person.corrections),
        gettext("estimated end time") if sheet.is_end_estimated else "",
    ]


def _signature(there: Half) -> str:
    return way_in_words(there.signed) + marks_in_words(there.signed) if there.signed else ""


def _correction(one: Corrected, zone: ZoneInfo) -> str:
    day = date_of(one.at.astimezone(zone).date(), "SHORT_DATE_FORMAT")
    words = f"{one.old} → {one.new} ({one.by}, {day} : {one.reason})"
    return f"{words} {contested_in_words(one.contested, zone)}" if one.contested else words
