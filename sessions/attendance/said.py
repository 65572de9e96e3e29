"""Stays in words: « de 9 h 05 à 12 h 15 »."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from groups.clocks import date_of, hour_of

from ..history.meetings import between


def stays_said(pairs: Sequence[Sequence[int]], zone: ZoneInfo) -> str:
    """From when to when somebody was there, by the clocks of the place; of several days with the day of each."""
    stretches = [(start.astimezone(zone), end.astimezone(zone)) for start, end in (between(*one) for one in pairs)]
    days = {instant.date() for one in stretches for instant in one}
    said = (_stretch(*one, with_day=len(days) > 1) for one in stretches)
    return ", ".join(said) or _("was not there")


def _stretch(start: datetime, end: datetime, *, with_day: bool) -> str:
    hours = {"start": hour_of(start), "end": hour_of(end)}
    if with_day:
        hours = {"start": f"{date_of(start.date(), 'j F')}, {hours['start']}", "end": hours["end"]}
    return _("from %(start)s to %(end)s") % hours
