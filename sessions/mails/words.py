"""What mails about sessions are put together from: hours by the clocks of the place, addresses, templates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import pgettext

from groups.delivery import Written
from groups.zones import time_of

from ..calendar.events import line, page_of, title
from ..models import Session


@dataclass(frozen=True)
class Hours:
    """Of one session: `start` and `end` by its own clocks, the page to open, and where one meets."""

    start: datetime
    end: datetime
    clock: str
    page: str
    name: str
    place: str = ""
    call: str = ""

    @classmethod
    def of(cls, session: Session) -> Hours:
        end = session.scheduled_at + timedelta(minutes=session.minutes)
        return cls(
            start=session.scheduled_at.astimezone(session.zone),
            end=end.astimezone(session.zone),
            clock=time_of(session.zone),
            page=page_of(session),
            name=title(session.cycle.group),
            place=line(session.place),
            call=session.call_url,
        )

    @property
    def said(self) -> str:
        """« mardi 12 janvier 2027, 9 h – 11 h, heure de Paris »."""
        return f"{day(self.start)}, {hour(self.start)} – {hour(self.end)}, {self.clock}"


def letter(template: str, subject: str, **context: Any) -> Written:
    """A mail of `<template>.txt`."""
    return Written(line(subject), render_to_string(f"{template}.txt", context).strip() + "\n")


def address(name: str, *args: str) -> str:
    """Where a page is: not of a request, as whoever asks could name another host in it."""
    return str(settings.CODEV_BASE_URL + reverse(name, args=args))


def day(local: datetime) -> str:
    """« mardi 12 janvier 2027 »."""
    return date_format(local, pgettext("day with its weekday, as Django writes formats", "l j F Y"), use_l10n=False)


def hour(local: datetime) -> str:
    """« 9 h », « 9 h 30 »."""
    whole = pgettext("full hour, as Django writes formats", "H:i")
    parts = pgettext("hour of the day, as Django writes formats", "H:i")
    return date_format(local, parts if local.minute else whole, use_l10n=False)
