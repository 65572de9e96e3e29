"""Until when attendance is signed, and for how long it is kept. Pure."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from ..history.hours import last_day
from .shapes import Attended, Sheet


def signs_until(sheet: Sheet, person: Attended | None, days: int) -> date:
    """The last day on which it may be signed, by the session's clocks: so many after it, or after a correction."""
    corrections = person.corrections if person else [one for someone in sheet.people for one in someone.corrections]
    last = max((sheet.ended_at, *(one.at for one in corrections)))
    return last_day(last, ZoneInfo(sheet.zone), days)


def is_open(sheet: Sheet, person: Attended | None, days: int, now: datetime) -> bool:
    """Whether this person, or for None whoever facilitates, may still sign."""
    return now.astimezone(ZoneInfo(sheet.zone)).date() <= signs_until(sheet, person, days)


def kept_until(ended_on: date, years: int) -> date:
    """The day on which the attendance of a cycle is deleted that ended then."""
    try:
        return ended_on.replace(year=ended_on.year + years)
    except ValueError:  # the 29th of February
        return ended_on.replace(year=ended_on.year + years, month=3, day=1)
