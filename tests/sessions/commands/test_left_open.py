"""Sessions that nobody closed close by themselves, once, hours after their planned end."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from sessions.commands import close_forgotten
from sessions.models import ContentKey
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.moments import check_in

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)


def test_a_session_is_left_alone_until_some_hours_after_its_end(evening: Evening) -> None:
    check_in(evening)
    with time_machine.travel(timezone.now() + timedelta(hours=4, minutes=50), tick=False):
        assert close_forgotten() == 0
    assert evening.session.status == "running"


def test_a_forgotten_session_is_closed_once_and_says_so(evening: Evening, capsys: pytest.CaptureFixture[str]) -> None:
    check_in(evening)
    with time_machine.travel(timezone.now() + timedelta(hours=5, minutes=10), tick=False):
        call_command("close_forgotten")
        call_command("close_forgotten")
    assert capsys.readouterr().out.split() == ["1", "0"]
    session = evening.session
    assert (session.status, session.was_forgotten) == ("closed", True)
    assert session.journal.latest("revision").actor == "house"


def test_a_forgotten_session_whose_words_were_destroyed_is_left(evening: Evening) -> None:
    check_in(evening)
    ContentKey.objects.destroy(UUID(str(evening.session_id)))
    with time_machine.travel(timezone.now() + timedelta(hours=6), tick=False):
        assert close_forgotten() == 0
    assert evening.session.status == "running"
