"""What a calendar is told of sessions: hours, a name that gives nothing away, and the page that says the rest."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext
from icalendar import Calendar, Event, vCalAddress

from groups.letters import without_breaks
from groups.models import Group

from ..models import Session
from .zones import timezone

PRODUCT = "-//Codev//Codev//FR"
REQUEST, CANCEL = "REQUEST", "CANCEL"
ASKED_AGAIN = timedelta(hours=4)  # by whoever follows a feed, if it goes by what it is told


def title(group: Group) -> str:
    """« Codéveloppement », and the name that the group has outside: calendars are read over shoulders."""
    return " · ".join(filter(None, (gettext("Codevelopment"), without_breaks(group.calendar_name))))


def page_of(session: Session) -> str:
    """Where one answers, and reads what no calendar is told."""
    return str(settings.CODEV_BASE_URL + reverse("sessions:session", args=[session.pk]))


def method_of(session: Session) -> str:
    """What a calendar is to do with it (iTIP): take it in, as it is now, or take it out."""
    return CANCEL if session.status == Session.Status.CANCELLED else REQUEST


def invitation(session: Session, *, to: str) -> str:
    """The message by which the calendar of one person takes a session in, moves it or takes it out.

    One session a message: Outlook leaves out all but the first of several. `to` is the one attendee. Nobody is asked
    to answer by it: the organiser is the house, which reads no mail.
    """
    calendar = _calendar([session])
    calendar.add("method", method_of(session))
    event = _event(session)
    event.add("organizer", _address(parseaddr(settings.DEFAULT_FROM_EMAIL)[1], CN=gettext("Codevelopment")))
    event.add(
        "attendee",
        _address(to, CUTYPE="INDIVIDUAL", ROLE="REQ-PARTICIPANT", PARTSTAT="NEEDS-ACTION", RSVP="FALSE"),
        encode=False,
    )
    if where := ", ".join(filter(None, map(without_breaks, (session.place, session.call_url)))):
        event.add("location", where)
    calendar.add_component(event)
    return _text(calendar)


def feed(sessions: Iterable[Session]) -> str:
    """What a calendar follows by an address: neither people nor places nor calls, as whoever has it reads it."""
    sessions = list(sessions)
    calendar = _calendar(sessions)
    for name in ("name", "x-wr-calname"):
        calendar.add(name, gettext("Codevelopment"))
    calendar.add("refresh-interval", ASKED_AGAIN)
    calendar.add("x-published-ttl", "PT4H")
    for session in sessions:
        calendar.add_component(_event(session))
    return _text(calendar)


def tag(text: str) -> str:
    """An ETag: the same for the same text."""
    return f'"{sha256(text.encode()).hexdigest()[:32]}"'


def _calendar(sessions: Iterable[Session]) -> Calendar:
    """Empty but for the zones by whose clocks these are planned."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    years: dict[str, set[int]] = {}
    for session in sessions:
        years.setdefault(session.zone.key, set()).add(session.scheduled_at.astimezone(session.zone).year)
    for key in sorted(years):
        calendar.add_component(timezone(key, min(years[key]), max(years[key])))
    return calendar


def _event(session: Session) -> Event:
    event = Event()
    # Whatever becomes of addresses: by this a calendar finds it again.
    event.add("uid", f"{session.pk}@codev")
    event.add("sequence", session.calendar_sequence)
    for name in ("dtstamp", "last-modified"):
        event.add(name, session.told_at.astimezone(UTC))
    event.add("dtstart", _clock(session, session.scheduled_at))
    event.add("dtend", _clock(session, session.planned_end))
    event.add("summary", title(session.cycle.group))
    event.add("description", gettext("Where you meet, and your answer: %(page)s") % {"page": page_of(session)})
    event.add("url", page_of(session))
    event.add("status", "CANCELLED" if method_of(session) == CANCEL else "CONFIRMED")
    # Whoever shares a calendar shows others that the hour is taken, and no more.
    event.add("class", "PRIVATE")
    return event


def _clock(session: Session, at: datetime) -> datetime:
    """By the session's clocks; the second of two same hours in October by none, as no calendar could tell which."""
    local = at.astimezone(session.zone)
    return at.astimezone(UTC) if local.fold else local


def _address(email: str, **parameters: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    address.params.update(parameters)
    return address


def _text(calendar: Any) -> str:
    return str(calendar.to_ical().decode())
