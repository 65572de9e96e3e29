"""Hours of a session by the clocks of its place, on paper and pages; and where one meets."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from groups.models import Mail
from sessions.commands import plan_session
from sessions.mails import calendar
from sessions.models import Session
from tests.sessions.cast.evening import SCREEN, Evening
from tests.sessions.cast.moments import lobby

LINK = "https://visio.example.org/jade?pwd=1&x=2"
SHEETS = (
    # place, when it begins there, minutes, the planned end on the sheet: ten minutes more with a break
    ("Europe/Paris", "2027-03-28T01:30", 120, "04:40"),
    ("Europe/Paris", "2027-03-28T01:30", 119, "04:29"),
    ("Europe/Paris", "2027-10-31T01:30", 120, "02:40"),
    ("America/Martinique", "2027-01-12T09:00", 120, "11:10"),
    ("Indian/Reunion", "2027-01-12T14:00", 120, "16:10"),
    ("Pacific/Noumea", "2027-01-12T09:00", 120, "11:10"),
    ("America/Cayenne", "2027-01-12T08:30", 120, "10:40"),
)


def text_of(evening: Evening, path: str, who: str = "claire") -> str:
    page = evening.browser(who, language="fr").get(path).content.decode()
    return " ".join(re.sub("<[^>]+>", " ", page).replace("\N{NO-BREAK SPACE}", " ").split())


def plan(evening: Evening, **sent: str) -> int:
    data = {"protocol_key": "codev-classique", "minutes": "120", "rounds": "2", **sent}
    return int(evening.browser("claire").post(reverse("sessions:plan", args=[evening.group.pk]), data).status_code)


@pytest.mark.parametrize(("zone", "begins", "minutes", "ends"), SHEETS)
def test_the_run_sheet_goes_by_the_clocks_of_the_place(
    evening: Evening, zone: str, begins: str, minutes: int, ends: str
) -> None:
    evening.group.time_zone = zone
    evening.group.save()

    assert plan(evening, scheduled_at=begins, minutes=str(minutes)) == 302
    session = Session.objects.latest("created_at")
    assert (session.time_zone, session.scheduled_at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")) == (
        zone,
        begins,
    )
    sheet = text_of(evening, reverse("sessions:sheet", args=[session.pk]))
    assert f"fin prévue {ends}" in sheet
    assert ("Pause de 10 min" in sheet) == (minutes == 120)


def test_a_session_s_hour_stands_in_home_group_and_ledger_on_its_own_clocks(evening: Evening) -> None:
    at = datetime(2027, 1, 11, 22, 0, tzinfo=UTC)
    Session.objects.filter(pk=evening.session_id).update(scheduled_at=at, time_zone="Pacific/Noumea")

    for who, path in (
        ("claire", "/"),
        ("amina", "/"),
        ("claire", reverse("sessions:group", args=[evening.group.pk])),
    ):
        assert "mardi 12 janvier 2027, 9 h" in text_of(evening, path, who), (who, path)
        page = evening.browser(who, language="fr").get(path).content.decode()
        assert 'datetime="2027-01-12T09:00:00+11:00" data-zone="Pacific/Noumea" data-said="heure de Nouméa"' in page


def test_a_live_page_says_by_whose_clocks_it_goes(evening: Evening) -> None:
    lobby(evening)
    Session.objects.filter(pk=evening.session_id).update(time_zone="America/Martinique")

    for who in ("claire", "amina", SCREEN):
        page = evening.browser(who, language="fr").get(evening.path("screen/" if who == SCREEN else "")).content
        assert 'data-zone="America/Martinique" data-said="heure de la Martinique"' in page.decode(), who


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "ftp://visio.example.org",
        "https://",
        "https://moi@visio.example.org",
        "data:text/html,x",
        "https://visio.example.org/\u202egpj.exe",
    ],
)
def test_a_link_is_of_the_web_or_refused_at_its_field(evening: Evening, link: str) -> None:
    answer = evening.browser("claire").post(evening.path("where/"), {"place": "Salle Jade", "call_url": link})

    assert answer.status_code == 422
    assert 'value="Salle Jade"' in answer.content.decode()
    assert 'id="id_call_url_error"' in answer.content.decode()
    assert evening.session.place == ""


def test_place_and_call_are_shown_to_who_is_in_and_to_nobody_else(evening: Evening) -> None:
    lobby(evening)
    revision = evening.session.revision
    said = {"place": "Salle <Jade>", "call_url": LINK}
    assert evening.browser("claire").post(evening.path("where/"), said).status_code == 302

    assert (evening.session.place, evening.session.call_url, evening.session.revision) == (
        "Salle <Jade>",
        LINK,
        revision,
    )
    shown = {}
    for who in ("claire", "david", "amina", "gina", SCREEN):
        page = (
            evening.browser(who, language="fr").get(evening.path("screen/" if who == SCREEN else "")).content.decode()
        )
        shown[who] = "Salle &lt;Jade&gt;" in page and LINK.replace("&", "&amp;") in page
        assert ("Rejoindre l’appel" in page) == shown[who], who
        assert ('target="_blank" rel="noopener noreferrer" referrerpolicy="no-referrer"' in page) == shown[who], who
    assert shown == {"claire": True, "david": True, "amina": True, "gina": False, SCREEN: False}
    assert evening.browser("amina").get(evening.path("where/")).status_code in (302, 404)


def test_no_call_is_joined_when_the_session_is_over(evening: Evening) -> None:
    lobby(evening)
    evening.browser("claire").post(evening.path("where/"), {"place": "", "call_url": LINK})
    evening.do("claire", "cancel")

    assert "visio.example.org" not in evening.browser("amina").get(evening.path()).content.decode()


def test_place_and_call_come_with_the_plan_and_stand_sealed(evening: Evening) -> None:
    session = plan_session(
        cycle=evening.group.cycle,
        scheduled_at=datetime(2027, 1, 12, 9, tzinfo=UTC),
        minutes=120,
        rounds=2,
        protocol_key="codev-classique",
        place="Salle Jade",
        call_url=LINK,
    )

    row = Session.objects.get(pk=session.pk)
    assert (row.place, row.call_url) == ("Salle Jade", LINK)
    assert b"visio" not in bytes(row.sealed_call_url)


def test_whose_calendar_has_the_session_is_told_where_it_meets_once(evening: Evening) -> None:
    session = plan_session(
        cycle=evening.group.cycle,
        scheduled_at=datetime(2099, 1, 12, 9, tzinfo=UTC),
        minutes=120,
        rounds=2,
        protocol_key="codev-classique",
    )
    calendar.tell(session, "planned")
    asked = Mail.objects.filter(kind="calendar", detail="planned").count()
    said = {"place": "Salle Jade", "call_url": ""}
    for _twice in range(2):
        evening.browser("claire").post(reverse("sessions:where", args=[session.pk]), said)

    assert asked
    assert Mail.objects.filter(kind="calendar", detail="moved").count() == asked
