"""For how long attendance is kept, what erasing leaves of it, who reads it, and what reading it costs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from groups.models import Participant, Seat
from sessions import commands
from sessions.attendance import reading
from sessions.attendance.waiting import to_sign
from sessions.commands.on_paper import record_afterwards
from sessions.forms.attendance import half_key
from sessions.history import figures
from sessions.models import Attendance, Correction, Session, Signature
from sessions.rulebook import machine
from sessions.rulebook.state.state import planned
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.moments import consultation, last_step
from tests.sessions.cast.past import Past, held, paris, settle

DAY = paris(2026, 1, 12, 11)
told = import_module("sessions.migrations.0026_attendance_as_evidence").told


@pytest.fixture
def past(db: None) -> Iterator[Past]:
    """On the day after a session at which Ana and Élise were; Ana signed, Élise's hours were put right."""
    past = settle()
    ana, elise = past.people["ana"], past.people["élise"]
    session = held(past.group.cycle, DAY, minutes=90, came={ana: 0, elise: 5})
    with time_machine.travel(DAY + timedelta(days=1), tick=False):
        past.browser("ana")
        commands.sign(session=session, seat=Seat.objects.get(participant=ana), half=halves(session)[0])
        stays = [(DAY, DAY + timedelta(minutes=90))]
        commands.correct(session=session, participant=elise, stays=stays, reason="À l’heure.", by=past.users["claire"])
        yield past


def halves(session: Session) -> list[Any]:
    sheet = reading.sheet_of(session)
    assert sheet
    return [half for half, _minutes in sheet.halves]


def names() -> list[str]:
    sheet = reading.sheet_of(Session.objects.get())
    assert sheet
    return [one.name for one in sheet.people]


def test_erasing_a_person_leaves_the_name_with_what_was_signed_and_put_right(past: Past) -> None:
    zoe = past.people["zoé"]
    Attendance.objects.create(session=Session.objects.get(), participant=zoe, arrived_at=DAY)
    for person in past.people.values():
        commands.erase_participant(participant=person)
    assert set(Participant.objects.values_list("name", flat=True)) == {"Quelqu’un"}
    assert names() == ["Ana", "Élise", "Quelqu’un"]


def test_whoever_erases_is_told_so_before(past: Past) -> None:
    http = past.browser("ana")
    Seat.objects.update(proven_at=timezone.now())
    page = http.get(reverse("sessions:erase_my_data")).content.decode()
    assert "les présences que vous avez signées ou qui ont été corrigées, 6 ans après le cycle" in page
    notice = past.browser().get(reverse("groups:notice")).content.decode()
    assert "6 ans après le cycle, sauf si votre organisation en dit autrement" in notice


@pytest.mark.parametrize(("days", "stays"), [(-1, True), (0, False)], ids=["the day before", "the day"])
def test_attendance_goes_once_its_term_is_over(past: Past, days: int, stays: bool) -> None:
    session = Session.objects.get()
    said: list[str] = []
    with time_machine.travel(DAY.replace(year=2032) + timedelta(days=days), tick=False):
        commands.apply_retention(timezone.localdate(), said.append, is_dry=True)
        commands.apply_retention(timezone.localdate(), said.append)
        commands.apply_retention(timezone.localdate(), said.append)
    kept = [rows.objects.exists() for rows in (Signature, Correction, Attendance)]
    assert kept == [stays] * 3
    assert (
        [one for one in said if "attendance" in one] == []
        if stays
        else [f"delete: attendance of cycle {session.cycle_id}"] * 2
    )
    session.refresh_from_db()
    assert (session.held_minutes, session.consultations) == (90, 2)


def test_the_organisation_says_for_how_many_years(past: Past) -> None:
    past.organisation.attendance_years = 10
    past.organisation.save()
    with time_machine.travel(DAY.replace(year=2035), tick=False):
        commands.apply_retention(timezone.localdate(), lambda _said: None)
    assert Signature.objects.exists()


def test_my_data_has_what_i_signed_and_what_was_put_right(past: Past) -> None:
    ana, elise = past.browser("ana"), past.browser("élise")
    Seat.objects.update(proven_at=timezone.now())
    session = Session.objects.get()
    Session.objects.update(state=machine.dump(planned(session.protocol, minutes=120, rounds=2)))
    (hers,) = json.loads(ana.get(reverse("sessions:my_data_json")).content)["sessions"]
    assert [(one["name"], one["way"], one["minutes"]) for one in hers["signatures"]] == [("Ana", "device", 90)]
    (other,) = json.loads(elise.get(reverse("sessions:my_data_json")).content)["sessions"]
    assert [(one["old"], one["new"], one["by"]) for one in other["corrections"]] == [
        ("de 11\u00a0h\u00a005 à 12\u00a0h\u00a030", "de 11\u00a0h à 12\u00a0h\u00a030", "Claire")
    ]
    page = elise.get(reverse("sessions:my_data")).content.decode()
    assert "À l’heure." in page
    assert "À l’heure." not in ana.get(reverse("sessions:my_data")).content.decode()


def test_half_days_of_hr_are_those_of_the_sheet(past: Past) -> None:
    """Élise, whose attendance was put right to nothing, is in no half-day any more."""
    elise, http = past.people["élise"], past.browser("hakim")
    page = reverse("sessions:attendance_csv", args=[past.group.pk])
    assert "Élise" in http.get(page).content.decode()
    commands.correct(
        session=Session.objects.get(), participant=elise, stays=[], reason="Absence.", by=past.users["claire"]
    )
    assert "Élise" not in http.get(page).content.decode()
    assert "Absence." not in http.get(page).content.decode()


def test_hr_counts_no_half_day_from_which_somebody_was_gone(past: Past) -> None:
    """Over noon, and gone from before it till the end; back for the last minute, it counts."""
    ana, cycle = past.people["ana"], past.group.cycles.create(number=2)
    session = held(cycle, DAY + timedelta(hours=24), minutes=240, came={ana: 0})
    noon, end = (int((DAY + timedelta(days=1, minutes=one)).timestamp() * 1000) for one in (100, 240))
    for back, came in ((end + 1000, [True, False]), (end - 60_000, [True, True])):
        Session.objects.filter(pk=session.pk).update(attended={"absences": [[str(ana.pk), noon, back]], "rests": []})
        (line,) = figures.of_the_group(past.group.pk)[0].register.lines
        sheet = reading.sheet_of(Session.objects.get(pk=session.pk))
        assert sheet
        assert list(line.came) == came
        assert [half in {one.half for one in sheet.people[0].halves} for half, _minutes in sheet.halves] == came


def price(read: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        read()
    return len(captured)


def test_reading_costs_the_same_for_thirty_people_and_for_several_sessions(past: Past) -> None:
    cycle, http, mine = past.group.cycle, past.browser("claire"), past.browser("ana")
    of_one, of_page = reverse("sessions:attendance", args=[Session.objects.get().pk]), reverse("sessions:my_attendance")
    seats = [Seat.objects.select_related("participant__group").get(participant=past.people["ana"])]
    reads = {
        "sheets": lambda: reading.sheets_of(cycle),
        "page": lambda: http.get(of_one),
        "mine": lambda: mine.get(of_page),
        "waits": lambda: to_sign(seats),
    }
    http.get(of_one)
    few = {name: price(read) for name, read in reads.items()}
    session = Session.objects.get()
    for number in range(30):
        who = Participant.objects.create(group=past.group, name=f"P{number}", position=number + 4)
        Attendance.objects.create(session=session, participant=who, arrived_at=DAY)
    ana = past.people["ana"]
    for day in range(3):
        held(cycle, DAY - timedelta(days=day + 1), came={ana: 0})
    assert {name: price(read) for name, read in reads.items()} == few


def test_what_waits_at_home_is_there_for_as_long_as_it_may_be_signed(past: Past) -> None:
    session, elise = Session.objects.get(), past.browser("élise")
    page = elise.get("/").content.decode()
    assert f"#session-{session.pk}" in page
    assert "Émargez votre présence du 12\u00a0janvier" in page
    assert "Émargez" not in past.browser("ana").get("/").content.decode()
    claire = past.browser("claire")
    assert "Des signatures du 12\u00a0janvier attendent la vôtre." in claire.get("/").content.decode()
    commands.countersign(session=session, by=past.users["claire"])
    assert "attendent la vôtre" not in claire.get("/").content.decode()
    with time_machine.travel(DAY + timedelta(days=9), tick=False):
        assert "Émargez" not in elise.get("/").content.decode()


def test_the_journal_tells_the_same_as_the_state(evening: Evening) -> None:
    """What a session that was held before this version is told by: breaks, one undone, and who went and came back."""
    bruno, start = evening.people["bruno"].pk, timezone.now()
    with time_machine.travel(start, tick=False) as clock:

        def does(at: int, command: str, **fields: Any) -> int:
            clock.move_to(start + timedelta(minutes=at))
            return evening.do("claire", command, **fields)

        consultation(evening)
        does(5, "take_break", minutes=10)
        does(6, "mark_left", participant=bruno)
        does(15, "end_break")
        does(20, "mark_back", participant=bruno)
        slip = does(25, "take_break", minutes=10)
        does(25, "undo", of_revision=slip)
        does(30, "take_break", minutes=10)
        does(35, "close")
    events = [event for entry in evening.session.journal.all() for event in entry.events]
    absences, rests = told(events)
    attended = evening.session.attended
    assert attended["absences"] == [[one["participant"], one["since"], one["until"]] for one in absences]
    assert attended["rests"] == [[since, until] for since, until, _noted in rests]
    assert [(until - since) // 60_000 for since, until in attended["rests"]] == [10, 5]
    assert [(until - since) // 60_000 for _who, since, until in attended["absences"]] == [14]
    sheet = reading.sheet_of(evening.session)
    assert sheet
    assert sum(minutes for _half, minutes in sheet.halves) == 20


def test_a_session_on_paper_is_signed_on_paper(evening: Evening) -> None:
    people = [evening.people[one] for one in ("amina", "bruno")]
    began = timezone.now() - timedelta(days=20)
    record_afterwards(visit=evening.visit("claire"), began_at=began, minutes=120, present=people, clients=people[:1])
    sheet = reading.sheet_of(evening.session)
    assert sheet
    assert [one.minutes for one in sheet.people] == [120, 120]
    cells = [f"{one.person}:{half_key(half.half)}" for one in sheet.people for half in one.halves]
    claire = evening.browser("claire")
    assert claire.post(evening.path("attendance/paper/"), {"cell": cells}).status_code == 302
    assert Signature.objects.count() == len(cells)
    assert claire.post(evening.path("attendance/countersign/")).status_code == 409


def test_an_end_that_is_an_estimate_says_so(evening: Evening) -> None:
    last_step(evening)
    evening.do("claire", "close")
    Session.objects.update(is_end_estimated=True, was_left_open=True)
    for http, address in (
        (evening.browser("claire"), evening.path("attendance/")),
        (evening.browser("amina"), reverse("sessions:my_attendance")),
    ):
        assert "heure de fin estimée" in http.get(address).content.decode()
