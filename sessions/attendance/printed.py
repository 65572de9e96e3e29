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
from .labels import contested_in_words, countersigned_in_words, signature_in_words, stays_in_words
from .shapes import Attended, Countersigned, Half, Sheet

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
        "countersigned": [countersigned_in_words(one, zone) for one in _countersigned(sheet)],
        "is_whole": bool(sheet.people) and not any(_waits(half) for one in sheet.people for half in one.halves),
        "corrections": [
            {
                "name": person.name,
                "day": one.at.astimezone(zone).date(),
                "one": one,
                "contested": contested_in_words(one.contested, zone) if one.contested else "",
            }
            for person in sheet.people
            for one in person.corrections
        ],
    }


def _countersigned(sheet: Sheet) -> list[Countersigned]:
    """Everybody who countersigned, each with when, in order."""
    signed = (half.signed for one in sheet.people for half in one.halves)
    found = {one.countersigned for one in signed if one and one.countersigned}
    return sorted(found, key=lambda one: (one.at, one.name))


def _waits(half: Half) -> bool:
    """Whether a hand is still to sign or to countersign for it."""
    return half.signed is None or half.signed.is_outdated or not half.signed.is_countersigned


def _cell(person: Attended, half: HalfDay, zone: ZoneInfo, is_ahead: bool) -> Values:
    """`is_to_sign`: a box is left for it."""
    there = next((one for one in person.halves if one.half == half), None)
    if there is None:
        hours = "" if is_ahead else gettext("absent")
        return {"hours": hours, "is_to_sign": is_ahead, "is_contested": person.is_contested}
    return {
        "hours": in_words(to_the_quarter(there.minutes)),
        "stays": stays_in_words(there, zone),
        "signed": signature_in_words(there.signed, zone) if there.signed else "",
        "is_to_sign": not there.signed,
        "is_countersigned": bool(there.signed and there.signed.is_countersigned),
        "is_contested": person.is_contested,
    }
