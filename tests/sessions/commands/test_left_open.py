"""A session that nobody closed ended as planned, or with somebody's last command; a facilitator may know better."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from django.core.management import call_command
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from groups.errors import CodevError
from sessions.commands import close_forgotten
from sessions.commands.projections.runs import rebuild
from sessions.history import figures
from sessions.models import ContentKey, PhaseRun
from tests.services import ROOT
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.moments import check_in

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)

# Of a winter's day: 9 h on the clocks of the place, two hours planned and the break that is reserved.
BEGAN = datetime(2026, 1, 13, 8, 0, tzinfo=timezone.get_current_timezone()).replace(hour=9)
PLANNED_END = BEGAN + timedelta(hours=2, minutes=10)
A_DAY = timedelta(days=1)
MILLISECOND = timedelta(milliseconds=1)


def at(moment: datetime, act: Callable[[], object]) -> None:
    with time_machine.travel(moment, tick=False):
        act()


@pytest.fixture
def left_open(evening: Evening) -> Evening:
    """Under way since nine; nobody does anything after a quarter of an hour."""
    at(BEGAN, lambda: check_in(evening))
    at(BEGAN + timedelta(minutes=15), lambda: evening.do("claire", "next"))
    return evening


def ended(evening: Evening) -> datetime:
    """When its last step ended."""
    last = PhaseRun.objects.filter(session=evening.session_id).order_by("entered_at").last()
    assert last is not None
    assert last.left_at is not None
    return last.left_at


def by_the_clock(evening: Evening) -> None:
    assert close_forgotten() == 1


def by_hand(evening: Evening) -> None:
    evening.do("claire", "close")


@pytest.mark.parametrize("closing", [by_the_clock, by_hand])
def test_a_session_left_open_ended_as_planned_however_it_is_closed(
    left_open: Evening, closing: Callable[[Evening], None]
) -> None:
    at(BEGAN + A_DAY, lambda: closing(left_open))

    session = left_open.session
    assert (session.status, session.was_left_open, session.is_end_estimated) == ("closed", True, True)
    assert (ended(left_open), session.held_minutes) == (PLANNED_END, 130)
    (cycle,) = figures.of_the_group(left_open.group.pk)
    assert [column.half.is_afternoon for column in cycle.register.columns] == [False]
    assert rebuild(session) == session.load()
    assert ended(left_open) == PLANNED_END


def test_it_ended_with_the_last_command_of_a_person_if_that_was_later(left_open: Evening) -> None:
    late = PLANNED_END + timedelta(minutes=40)
    at(late, lambda: left_open.do("bruno", "raise_hand"))
    # A page that a browser restores at night says that somebody arrives: nobody does.
    at(late + timedelta(hours=1), lambda: left_open.do("chloe", "arrive"))
    at(BEGAN + A_DAY, lambda: by_the_clock(left_open))

    assert ended(left_open) == late


def test_a_session_is_left_alone_until_some_hours_after_its_end_and_its_last_command(left_open: Evening) -> None:
    at(PLANNED_END + timedelta(hours=1), lambda: left_open.do("bruno", "raise_hand"))
    with time_machine.travel(PLANNED_END + timedelta(hours=3, minutes=50), tick=False):
        assert close_forgotten() == 0
    assert left_open.session.status == "running"


def test_a_session_that_is_closed_late_by_its_group_ended_when_it_was_closed(left_open: Evening) -> None:
    late = PLANNED_END + timedelta(minutes=50)
    at(late, lambda: left_open.do("claire", "close"))

    session = left_open.session
    assert (ended(left_open), session.was_left_open, session.is_end_estimated) == (late, False, False)


def test_whoever_comes_back_goes_on_and_the_hours_between_are_none(left_open: Evening) -> None:
    at(BEGAN + timedelta(minutes=20), lambda: left_open.do("claire", "give_floor", participant=left_open.id("bruno")))
    noted = left_open.session.revision
    back = BEGAN + A_DAY
    at(back, lambda: left_open.do("claire", "next"))

    session, state = left_open.session, left_open.session.load()
    assert (session.revision, session.status, session.was_left_open) == (noted + 1, "running", True)
    assert state.heard[left_open.id("bruno")] == (PLANNED_END - BEGAN - timedelta(minutes=20)) / MILLISECOND
    assert state.ends_at == (back.timestamp()) * 1000
    at(back + timedelta(minutes=30), lambda: left_open.do("claire", "close"))
    session = left_open.session
    assert (session.held_minutes, session.is_end_estimated) == (160, False)
    assert rebuild(session) == session.load()
    (cycle,) = figures.of_the_group(left_open.group.pk)
    mornings = [(column.half.day.day, column.half.is_afternoon) for column in cycle.register.columns]
    assert mornings == [(13, False), (14, False)]


def test_undoing_what_one_came_back_with_leaves_the_hours_between_out(left_open: Evening) -> None:
    def back_and_undo() -> None:
        left_open.do("claire", "next")
        left_open.do("claire", "undo", of_revision=left_open.session.revision)

    at(BEGAN + A_DAY, back_and_undo)
    at(BEGAN + A_DAY + timedelta(minutes=10), lambda: left_open.do("claire", "close"))
    assert left_open.session.held_minutes == 140
    (cycle,) = figures.of_the_group(left_open.group.pk)
    assert len(cycle.register.columns) == 2


@pytest.mark.parametrize(("before", "after"), [("pause", "resume"), ("take_break", "end_break")])
def test_a_clock_that_stood_still_stands_as_it_stood(left_open: Evening, before: str, after: str) -> None:
    more = {"minutes": 10} if before == "take_break" else {}
    at(BEGAN + timedelta(minutes=20), lambda: left_open.do("claire", before, **more))
    at(BEGAN + A_DAY, lambda: left_open.do("claire", after))

    state = left_open.session.load()
    assert state.clock is not None
    assert state.clock.elapsed_ms(state.last_at) == timedelta(minutes=5) / MILLISECOND


def test_nobody_is_heard_until_a_session_left_open_is_closed(left_open: Evening) -> None:
    at(
        BEGAN + timedelta(minutes=20),
        lambda: left_open.do("claire", "give_floor", participant=left_open.id("bruno")),
    )
    at(BEGAN + A_DAY, lambda: by_hand(left_open))

    heard = left_open.session.load().heard[left_open.id("bruno")]
    assert heard == (PLANNED_END - BEGAN - timedelta(minutes=20)) / MILLISECOND


def test_the_clock_closes_once_and_says_so(left_open: Evening, capsys: pytest.CaptureFixture[str]) -> None:
    with time_machine.travel(PLANNED_END + timedelta(hours=3), tick=False):
        call_command("close_forgotten")
        call_command("close_forgotten")
    assert capsys.readouterr().out.split() == ["1", "0"]
    assert left_open.session.journal.latest("revision").actor == "house"


def test_a_forgotten_session_whose_words_were_destroyed_is_left(left_open: Evening) -> None:
    ContentKey.objects.destroy(UUID(str(left_open.session_id)))
    with time_machine.travel(BEGAN + A_DAY, tick=False):
        assert close_forgotten() == 0
        with pytest.raises(CodevError, match="unreadable"):
            left_open.do("claire", "next")
    assert left_open.session.status == "running"


def corrected(evening: Evening, hour: str, by: str = "claire") -> HttpResponse:
    return evening.browser(by, language="fr").post(evening.path("end/"), {"ended_at": f"2026-01-13T{hour}"})


def test_a_facilitator_puts_down_the_real_end_and_all_follows(left_open: Evening) -> None:
    at(BEGAN + A_DAY, lambda: by_hand(left_open))
    page = left_open.browser("claire", language="fr").get(left_open.path("end/")).content.decode()
    assert 'value="2026-01-13T11:10"' in page

    assert corrected(left_open, "13:20").status_code == 302
    session = left_open.session
    assert (session.held_minutes, session.was_left_open, session.is_end_estimated) == (260, True, False)
    assert ended(left_open) == BEGAN.replace(hour=13, minute=20)
    (cycle,) = figures.of_the_group(left_open.group.pk)
    assert [column.half.is_afternoon for column in cycle.register.columns] == [False, True]
    entry = session.journal.latest("revision")
    assert (entry.command, entry.actor) == ("correct_end", left_open.visit_key("claire"))
    assert rebuild(session) == session.load()
    # Whoever mistyped corrects it again.
    assert corrected(left_open, "11:40").status_code == 302
    assert left_open.session.held_minutes == 160


@pytest.mark.parametrize(
    ("hour", "said"),
    [
        ("09:10", "La dernière étape a commencé le"),
        ("", "valide"),
        ("99:00", "valide"),
    ],
)
def test_an_hour_at_which_it_cannot_have_ended_is_answered_at_the_field(
    left_open: Evening, hour: str, said: str
) -> None:
    at(BEGAN + A_DAY, lambda: by_hand(left_open))
    answer = corrected(left_open, hour)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert left_open.session.held_minutes == 130


def test_an_end_is_not_later_than_the_closing(left_open: Evening) -> None:
    at(PLANNED_END + timedelta(hours=4), lambda: by_hand(left_open))
    answer = corrected(left_open, "15:30")
    assert (answer.status_code, "elle a fini avant" in answer.content.decode()) == (422, True)


def test_only_a_facilitator_corrects_and_only_what_was_left_open(left_open: Evening) -> None:
    assert corrected(left_open, "11:00").status_code == 404
    at(BEGAN + A_DAY, lambda: by_hand(left_open))
    assert [corrected(left_open, "11:00", by=one).status_code for one in ("david", "hakim")] == [404, 404]


def test_it_is_marked_wherever_its_end_or_its_length_is_shown(left_open: Evening) -> None:
    at(BEGAN + A_DAY, lambda: by_hand(left_open))
    group = [left_open.group.pk]
    hakim, claire = left_open.browser("hakim", language="fr"), left_open.browser("claire", language="fr")
    left_open.prove("amina")
    data = left_open.browser("amina", language="fr")
    shown = {
        "list": claire.get(reverse("sessions:group", args=group)),
        "dashboard": claire.get(left_open.path()),
        "my data": data.get(f"/my-data/?as={left_open.id('amina')}"),
        "ledger": claire.get(reverse("sessions:ledger", args=group)),
        "year": hakim.get("/history/?year=2026"),
        "history": hakim.get(reverse("sessions:group_history", args=group)),
        "file": hakim.get(reverse("sessions:attendance_csv", args=group)),
    }
    marked = {name: "heure de fin estimée" in page.content.decode() for name, page in shown.items()}
    assert marked == dict.fromkeys(shown, True)
    lines = list(csv.reader(io.StringIO(shown["file"].content.decode("utf-8-sig")), delimiter=";"))
    end = lines[0].index("Fin")
    assert {line[end] for line in lines} == {"Fin", "heure de fin estimée"}
    [session] = data.get(f"/my-data/my-data.json?as={left_open.id('amina')}").json()["sessions"]
    assert session["is_end_estimated"]
    corrected(left_open, "11:40")
    assert "estimée" not in hakim.get(reverse("sessions:group_history", args=group)).content.decode()


def test_no_template_says_how_long_a_session_lasted_without_saying_that_it_is_estimated() -> None:
    spans = re.compile(r'include "sessions/history/_span\.html" with span=(\w+)')
    for path in (ROOT / "templates").rglob("*.html"):
        lines = path.read_text().splitlines()
        for place, line in enumerate(lines):
            if spans.search(line):
                assert "estimated" in "".join(lines[place : place + 4]), path
