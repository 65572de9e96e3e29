"""Who plans is asked whether to tell; whatever changes is told to those who were, from whichever page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from groups.models import Mail
from sessions.mails.calendar import tell
from sessions.models import Session, Told
from tests.sessions.cast.evening import Evening, gather

GUIDES = 3


@pytest.fixture
def evening(db: None) -> Evening:
    """Amina has an address."""
    evening = gather()
    amina = evening.people["amina"]
    amina.email = "amina@example.org"
    amina.save()
    return evening


@pytest.fixture
def http(evening: Evening) -> Client:
    return evening.browser("claire", language="en")


def plan(evening: Evening, http: Client, **more: str) -> Session:
    soon = timezone.localtime() + timedelta(days=9)
    sent: dict[str, Any] = {"scheduled_at": soon.strftime("%Y-%m-%dT%H:%M"), "protocol_key": "codev-classique", **more}
    assert http.post(f"/groups/{evening.group.pk}/plan/", sent).status_code == 302
    return Session.objects.latest("created_at")


def mails(what: str) -> int:
    return Mail.objects.filter(kind="calendar", detail=what).count()


def test_the_tick_is_there_and_who_takes_it_away_tells_later(evening: Evening, http: Client) -> None:
    page = http.get(f"/groups/{evening.group.pk}/plan/").content.decode()
    assert 'name="tell" value="1" checked' in " ".join(page.split())
    session = plan(evening, http, tell_asked="1")
    assert not Told.objects.exists()
    assert "Tell the group" in http.get(f"/sessions/{session.pk}/plan/").content.decode()

    for mailed in (1 + GUIDES, 1 + GUIDES):
        assert http.post(f"/sessions/{session.pk}/plan/tell/").status_code == 302
        assert mails("planned") == mailed
    # What the evening was planned with is told as well, in the same mail.
    assert {*Told.objects.values_list("session", flat=True)} == {session.pk, evening.session_id}
    assert "Tell the group" not in http.get(f"/sessions/{session.pk}/plan/").content.decode()


def test_with_the_tick_and_without_being_asked_calendars_are_told(evening: Evening, http: Client) -> None:
    plan(evening, http, tell_asked="1", tell="1")
    assert mails("planned") == 1 + GUIDES


def test_another_place_is_told_and_the_same_one_is_not(evening: Evening, http: Client) -> None:
    tell(evening.session, "planned")
    for place, mailed in (("Salle Monge", 1 + GUIDES), ("Salle Monge", 1 + GUIDES)):
        assert http.post(evening.path("where/"), {"place": place, "call_url": ""}).status_code == 302
        assert (mails("moved"), evening.session.calendar_sequence) == (mailed, 1)


def test_whoever_calls_it_off_on_its_dashboard_tells_as_well(evening: Evening) -> None:
    tell(evening.session, "planned")
    evening.do("claire", "open")
    evening.do("claire", "cancel")
    session = evening.session
    assert (mails("cancelled"), session.calendar_sequence, session.status) == (1 + GUIDES, 1, "cancelled")


def test_called_off_on_its_own_page_is_told_once(evening: Evening, http: Client) -> None:
    session = plan(evening, http)
    page = http.post(f"/sessions/{session.pk}/plan/call-off/", {"word": "La salle est prise."})
    assert page.status_code == 302
    session.refresh_from_db()
    assert (mails("cancelled"), session.calendar_sequence) == (1 + GUIDES, 1)
