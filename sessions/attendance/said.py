"""Attendance in words: « de 9 h 05 à 12 h 15 », « mardi 12 janvier 2026, matin », « 2 h 05 »."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from groups.clocks import date_of, day_of, hour_of

from ..history.half_days import HalfDay
from ..history.meetings import between
from ..history.shapes import Between


def half_said(half: HalfDay) -> str:
    """The day and the half of it."""
    # A day has no hour: that of noon stands for it, as dates are said of instants.
    noon = datetime.combine(half.day, datetime.min.time())
    part = _("afternoon") if half.is_afternoon else _("morning")
    return f"{day_of(noon)}, {part}"


def hours_said(minutes: int) -> str:
    """How long, in hours and minutes."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)s min") % {"minutes": rest}
    told = {"hours": hours, "minutes": f"{rest:02}"}
    return (_("%(hours)s h %(minutes)s") if rest else _("%(hours)s h")) % told


def pairs_said(pairs: Sequence[Sequence[int]], zone: ZoneInfo) -> str:
    """The same as `stays_said`, of pairs of instants in epoch milliseconds."""
    return stays_said([between(*one) for one in pairs], zone)


def stays_said(stays: Sequence[Between], zone: ZoneInfo) -> str:
    """From when to when somebody was there, by the clocks of the place; of several days with the day of each."""
    stretches = [(start.astimezone(zone), end.astimezone(zone)) for start, end in stays]
    days = {instant.date() for one in stretches for instant in one}
    said = (_stretch(*one, with_day=len(days) > 1) for one in stretches)
    return ", ".join(said) or _("not there")


def _stretch(start: datetime, end: datetime, *, with_day: bool) -> str:
    hours = {"start": hour_of(start), "end": hour_of(end)}
    if not with_day:
        return _("from %(start)s to %(end)s") % hours
    days = {name: f"{date_of(at.date(), 'j F')}, {hours[name]}" for name, at in (("start", start), ("end", end))}
    return pgettext("days with hours", "from %(start)s to %(end)s") % days
