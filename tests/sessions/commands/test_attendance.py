"""The facilitator reads since when somebody is here, and hears the charter of whoever has not accepted it."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from pytest_django import Settings

from groups.models import CharterAcceptance
from sessions.models import Attendance
from tests.sessions.cast.asking import send
from tests.sessions.cast.evening import SCREEN, Evening
from tests.sessions.cast.moments import lobby

ARRIVED, LEFT = datetime(2026, 3, 10, 13, 5, tzinfo=UTC), datetime(2026, 3, 10, 14, 20, tzinfo=UTC)


def page(evening: Evening, name: str, language: str = "fr") -> str:
    path = evening.path("screen/" if name == SCREEN else "")
    html = evening.browser(name, language=language).get(path).content.decode()
    return re.sub("</?time[^>]*>", "", html).replace("\N{NO-BREAK SPACE}", " ")


def test_the_hour_of_arrival_is_read_by_who_facilitates_alone(evening: Evening, settings: Settings) -> None:
    settings.TIME_ZONE = "Europe/Paris"
    lobby(evening)
    evening.do("claire", "mark_left", participant=evening.people["bruno"].pk)
    Attendance.objects.update(arrived_at=ARRIVED)
    Attendance.objects.filter(left_at__isnull=False).update(left_at=LEFT)

    shown = page(evening, "claire")
    assert shown.count("présence depuis 14 h 05") == 5
    assert "présence de 14 h 05 à 15 h 20" in shown
    assert "here since 14:05" in page(evening, "claire", "en")
    for name in ("david", "amina", "farid", "gina", SCREEN):
        assert "présence depuis" not in page(evening, name), name


def test_whoever_is_back_is_here_since_the_arrival(evening: Evening) -> None:
    lobby(evening)
    Attendance.objects.update(arrived_at=ARRIVED)
    bruno = evening.people["bruno"].pk
    evening.do("claire", "mark_left", participant=bruno)
    evening.do("claire", "mark_back", participant=bruno)
    assert page(evening, "claire").count("présence depuis") == 6


def test_the_charter_of_somebody_seated_is_heard_from_the_dashboard(evening: Evening) -> None:
    """The text changed, say, after they came."""
    lobby(evening)
    CharterAcceptance.objects.filter(participant=evening.people["bruno"]).delete()
    button = f'id="charter-{evening.id("bruno")}" data-command="hear_charter"'
    seen = {name: button in page(evening, name) for name in ("claire", "colin", "david", "bruno", SCREEN)}
    assert seen == {"claire": True, "colin": True, "david": False, "bruno": False, SCREEN: False}

    assert send(evening, "claire", "hear_charter", participant=evening.id("bruno")) == (204, "")
    assert button not in page(evening, "claire")
    assert CharterAcceptance.objects.get(participant=evening.people["bruno"]).witness == "Claire"
