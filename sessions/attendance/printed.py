"""Attendance sheets as they are printed: what their template shows, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from ..history.half_days import HalfDay
from ..history.hours import to_the_quarter
from ..history.lengths import in_words
from ..history.printed import half_in_words
from .labels import countersigned_in_words, signature_in_words, stays_in_words
from .shapes import Attended, Sheet

Values = dict[str, Any]


def sessions(sheets: Sequence[Sheet], *, is_ahead: bool = False) -> list[Values]:
    """Each session: half-days, people with hours, and what they signed or a box to sign in.

    `is_ahead`: it is printed before the session, and nobody's hours are known.
    """
    return [_session(sheet, ZoneInfo(sheet.zone), is_ahead) for sheet in sheets]


def _session(sheet: Sheet, zone: ZoneInfo, is_ahead: bool) -> Values:
    return {
        "sheet": sheet,
        "zone": zone,
        "is_ahead": is_ahead,
        "halves": [
            # Of a session to come nobody knows it yet.
            {**half_in_words(half), "length": "" if is_ahead else in_words(to_the_quarter(minutes))}
            for half, minutes in sheet.halves
        ],
        "rows": [
            {"name": one.name, "cells": [_cell(one, half, zone, is_ahead) for half, _ in sheet.halves]}
            for one in sheet.people
        ],
        "countersigned": countersigned_in_words(sheet.countersigned, zone) if sheet.countersigned else "",
        "corrections": [
            {"name": person.name, "day": one.at.astimezone(zone).date(), "one": one}
            for person in sheet.people
            for one in person.corrections
        ],
    }


def _cell(person: Attended, half: HalfDay, zone: ZoneInfo, is_ahead: bool) -> Values:
    """`is_to_sign`: a box is left for it."""
    there = next((one for one in person.halves if one.half == half), None)
    if there is None:
        return {"hours": "" if is_ahead else gettext("absent"), "is_to_sign": is_ahead}
    return {
        "hours": in_words(to_the_quarter(there.minutes)),
        "stays": stays_in_words(there, zone),
        "signed": signature_in_words(there.signed, zone) if there.signed else "",
        "is_to_sign": not there.signed,
    }
