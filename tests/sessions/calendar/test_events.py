"""What calendars are told, read back by two libraries: hours, zones, and no more than is meant to be told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import vobject
from icalendar import Calendar

from groups.models import Cycle, Group, Organisation
from sessions.calendar.events import feed, invitation
from sessions.models import Session


def a_session(local: str = "2027-01-12T09:00", zone: str = "Europe/Paris", **fields: Any) -> Session:
    """Not saved: nothing is asked of the database."""
    group = Group(
        organisation=Organisation(name="Atelier"), name="Direction", calendar_name=fields.pop("name", "Mardi")
    )
    where = {name: fields.pop(name) for name in ("place", "call_url") if name in fields}
    begins = fields.pop("begins", None) or datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone))
    session = Session(
        pk=uuid4(),
        cycle=Cycle(group=group, number=1),
        number=1,
        scheduled_at=begins.astimezone(UTC),
        time_zone=zone,
        minutes=fields.pop("minutes", 120),
        created_at=datetime(2026, 12, 1, tzinfo=UTC),
        **fields,
    )
    for name, value in where.items():
        setattr(session, name, value)
    return session


def read(text: str) -> tuple[Any, Any]:
    """By both libraries; neither finds more than one event."""
    mine, theirs = Calendar.from_ical(text), vobject.readOne(text)
    assert len(mine.walk("VEVENT")) == len(theirs.vevent_list) == 1
    return mine.walk("VEVENT")[0], theirs.vevent


def test_an_invitation_says_when_and_where_and_who_is_meant_alone() -> None:
    session = a_session(place="Salle Monge, 2e étage", call_url="https://meet.example.org/x?a=1,2;b")
    text = invitation(session, to="amina@example.org")
    event, other = read(text)
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (f"{session.pk}@codev", 0, "CONFIRMED")
    assert str(event["SUMMARY"]) == other.summary.value == "Codéveloppement · Mardi"
    where = "Salle Monge, 2e étage, https://meet.example.org/x?a=1,2;b"
    assert str(event["LOCATION"]) == other.location.value == where
    assert str(event["ATTENDEE"]) == "mailto:amina@example.org"
    assert event["ATTENDEE"].params["RSVP"] == "FALSE"
    assert str(event["ORGANIZER"]) == "mailto:codev@localhost"
    assert event["URL"].endswith(f"/sessions/{session.pk}/")
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == session.created_at
    assert Calendar.from_ical(text)["METHOD"] == "REQUEST"
    assert "Direction" not in text
    assert "Atelier" not in text


def test_what_is_called_off_is_taken_out() -> None:
    text = invitation(a_session(status="cancelled", calendar_sequence=2), to="amina@example.org")
    event, _ = read(text)
    assert (Calendar.from_ical(text)["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 2)


@pytest.mark.parametrize(
    ("zone", "offset"),
    [
        ("Europe/Paris", 1),
        ("America/Martinique", -4),
        ("Indian/Reunion", 4),
        ("Pacific/Noumea", 11),
        ("America/Cayenne", -3),
    ],
)
def test_nine_o_clock_is_nine_o_clock_there(zone: str, offset: int) -> None:
    event, other = read(invitation(a_session(zone=zone), to="amina@example.org"))
    assert event["DTSTART"].params["TZID"] == zone
    # By the zone that the message tells of, which vobject has from nowhere else.
    for begins in (event["DTSTART"].dt, other.dtstart.value):
        assert (begins.hour, begins.utcoffset()) == (9, timedelta(hours=offset))
    assert event["DTEND"].dt.hour == 11


def test_a_series_keeps_its_hour_through_march_and_october() -> None:
    days = ("2027-03-23", "2027-03-30", "2027-10-26", "2027-11-02")
    offsets = []
    for day in days:
        event, other = read(invitation(a_session(f"{day}T09:00"), to="amina@example.org"))
        assert event["DTSTART"].dt == other.dtstart.value
        assert other.dtstart.value.hour == 9
        offsets.append(other.dtstart.value.utcoffset().seconds // 3600)
    assert offsets == [1, 2, 2, 1]


def test_a_session_over_the_change_of_clocks_lasts_as_long_as_was_planned() -> None:
    event, other = read(invitation(a_session("2027-03-28T01:30"), to="amina@example.org"))
    assert (event["DTEND"].dt.hour, event["DTEND"].dt.minute) == (4, 40)
    for begins, ends in ((event["DTSTART"].dt, event["DTEND"].dt), (other.dtstart.value, other.dtend.value)):
        assert ends.astimezone(UTC) - begins.astimezone(UTC) == timedelta(hours=2, minutes=10)


def test_a_calendar_keeps_the_break_free_too() -> None:
    for minutes, modality, lasts in ((120, "room", 130), (90, "room", 90), (90, "remote", 100)):
        session = a_session(minutes=minutes, modality=modality)
        event, _ = read(invitation(session, to="amina@example.org"))
        assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(minutes=lasts)


def test_the_second_of_two_same_hours_is_told_by_no_clock() -> None:
    first, second = (datetime(2027, 10, 31, hour, 30, tzinfo=UTC) for hour in (0, 1))
    assert read(invitation(a_session(begins=first), to="a@example.org"))[1].dtstart.value.astimezone(UTC) == first
    event, other = read(invitation(a_session(begins=second), to="a@example.org"))
    assert event["DTSTART"].dt == other.dtstart.value == second
    assert "TZID" not in event["DTSTART"].params


@pytest.mark.parametrize("zone", ["Europe/Dublin", "Africa/Casablanca", "Australia/Lord_Howe", "America/New_York"])
def test_clocks_are_told_as_they_go(zone: str) -> None:
    """Each day of a year by the message's own words for the zone, as vobject reads them."""
    days = [datetime(2027, 1, 1, 12, tzinfo=UTC) + timedelta(days=7 * week) for week in range(52)]
    text = feed([a_session(begins=day, zone=zone) for day in days])
    found = [one.dtstart.value.astimezone(UTC) for one in vobject.readOne(text).vevent_list]
    assert found == days


INJECTED = (
    "Mardi\r\nATTENDEE:mailto:eve@example.org",
    "Mardi\nEND:VEVENT\nBEGIN:VEVENT",
    "a,b;c:d\\n",
    "Mardi\x00\x0b\u2028ATTENDEE:x",
    "é" * 60,
)


@pytest.mark.parametrize("words", INJECTED)
def test_whatever_a_name_or_place_holds_it_is_but_that(words: str) -> None:
    text = invitation(a_session(name=words, place=words), to="amina@example.org")
    event, other = read(text)
    assert len(event["ATTENDEE"].split()) == 1
    for said in (str(event["SUMMARY"]), other.summary.value, str(event["LOCATION"]), other.location.value):
        assert "\n" not in said
        seen = "".join(sign if sign.isprintable() else " " for sign in words).split()
        assert said.removeprefix("Codéveloppement · ").split() == seen
    # Folded by octets, never within a letter.
    lines = text.encode().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert [line for line in lines if b"\n" in line or b"\r" in line] == []


def test_a_feed_tells_hours_a_name_and_a_page() -> None:
    sessions = [a_session(place="Salle Monge", call_url="https://meet.example.org/x"), a_session("2027-03-30T09:00")]
    text = feed(sessions)
    assert not [
        word
        for word in ("Monge", "meet.example", "ATTENDEE", "ORGANIZER", "mailto", "METHOD", "Direction")
        if word in text
    ]
    both = Calendar.from_ical(text).walk("VEVENT"), vobject.readOne(text).vevent_list
    assert [len(events) for events in both] == [2, 2]
    assert text.count("BEGIN:VTIMEZONE") == 1
    assert feed(sessions) == text
