"""Days and hours as pages and mails show them: on the clocks of a place, never on the server's (decision 054).

Pages get elements of which a device adds its own hour, where it differs (static/js/lib/hours.js).
"""

from __future__ import annotations

import datetime as dt
import re
from datetime import datetime
from zoneinfo import ZoneInfo

from django import template
from django.template.defaultfilters import date as date_as_django_says
from django.utils.dateformat import format as formatted
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext

from . import zones

register = template.Library()
# In French the first of a month alone is counted: « 1er décembre », « 2 décembre ».
FIRST = re.compile(r"(?<!\d)1(?= [^\W\d_]{3})")
# A day and its month stay on one line: « 8 novembre », “Nov. 8”.
DAY_FIRST = re.compile(r"(\d(?:er)?) (?=[^\W\d_]{3})")
DAY_SECOND = re.compile(r"([^\W\d_]{3}\.?) (?=\d{1,2}\b)")
# As templates write them, the day first; what English puts first is the month, in letters: 11/08 is August to many.
MONTH_FIRST = {"j N": "N j", "j N Y": "N j, Y", "j F": "F j", "SHORT_DATE_FORMAT": "N j, Y"}


def hour_of(local: datetime) -> str:
    """The hour that a clock shows: « 17 h », « 16 h 18 »."""
    if local.minute:
        return formatted(local, pgettext("hour of the day, as Django writes formats", "H:i"))
    return formatted(local, pgettext("full hour of the day, as Django writes formats", "H:00"))


def day_of(local: datetime) -> str:
    """The day that a calendar shows: « samedi 28 novembre 2026 »."""
    return _together(formatted(local, pgettext("day of the week and date, as Django writes formats", "l, F j, Y")))


def day_and_hour(local: datetime) -> str:
    """« samedi 28 novembre 2026, 17 h »."""
    return f"{day_of(local)}, {hour_of(local)}"


def in_words(at: datetime, zone: ZoneInfo) -> str:
    """An instant in full, where no device adds to it: « samedi 28 novembre 2026, 17 h, heure de Paris »."""
    return f"{day_and_hour(at.astimezone(zone))}, {zones.time_of(zone)}"


def date_of(day: dt.date, shape: str = "DATE_FORMAT") -> str:
    """A day in a shape that Django knows by name or writes: « 1er décembre 2026 »."""
    return _together(date_format(day, _in_order(shape)))


@register.filter(expects_localtime=True, is_safe=False)
def date(value: dt.date | None, shape: str | None = None) -> str:
    """Django's own filter of this name, for all pages; hours are said as everywhere."""
    if isinstance(value, datetime) and shape == "TIME_FORMAT":
        return hour_of(value)
    if isinstance(value, datetime) and shape == "DATETIME_FORMAT":
        return f"{date_of(value)}, {hour_of(value)}"
    return _together(date_as_django_says(value, _in_order(shape)))


@register.filter
def day_hour(at: datetime | None, zone: ZoneInfo) -> SafeString | str:
    """The day and hour of an instant there, for a page; "" for none."""
    return _element(at, zone, "day") if at else ""


@register.filter
def hour(at: datetime | None, zone: ZoneInfo) -> SafeString | str:
    """The hour of an instant there, for a page; "" for none."""
    return _element(at, zone, "hour") if at else ""


@register.filter
def plain_hour(at: datetime | None, zone: ZoneInfo) -> str:
    """The hour of an instant there in words alone, for a file; "" for none."""
    return hour_of(at.astimezone(zone)) if at else ""


@register.filter
def clock(at: datetime | None, zone: ZoneInfo) -> str:
    """The hour of an instant there as a clock shows it, for columns on paper: « 04:40 »; "" for none."""
    return f"{at.astimezone(zone):%H:%M}" if at else ""


@register.filter
def day(at: datetime | None, zone: ZoneInfo) -> str:
    """The day of an instant there: what its people call that day, wherever it is read."""
    return day_of(at.astimezone(zone)) if at else ""


@register.filter
def in_full(at: datetime | None, zone: ZoneInfo) -> str:
    """An instant in full, for mails and paper."""
    return in_words(at, zone) if at else ""


@register.filter
def time_of(zone: ZoneInfo) -> str:
    """« heure de Paris »."""
    return zones.time_of(zone)


def hour_in_place(at: datetime, zone: ZoneInfo) -> SafeString:
    """The hour of an instant there, for a live page, which says itself by whose clocks (`data-zone`)."""
    local = at.astimezone(zone)
    stamp = local.isoformat(timespec="seconds")
    return format_html('<time datetime="{}" data-shape="hour">{}</time>', stamp, hour_of(local))


def _in_order(shape: str | None) -> str | None:
    return shape if _is_french() else MONTH_FIRST.get(shape or "", shape)


def _together(text: str) -> str:
    if _is_french():
        return DAY_FIRST.sub("\\1\u00a0", FIRST.sub("1er", text))
    return DAY_SECOND.sub("\\1\u00a0", text)


def _is_french() -> bool:
    return (get_language() or "").startswith("fr")


def _element(at: datetime, zone: ZoneInfo, shape: str) -> SafeString:
    local = at.astimezone(zone)
    text = hour_of(local) if shape == "hour" else day_and_hour(local)
    return format_html(
        '<time datetime="{}" data-zone="{}" data-said="{}" data-shape="{}">{}</time>',
        *(local.isoformat(timespec="seconds"), zone.key, zones.time_of(zone), shape, text),
    )
