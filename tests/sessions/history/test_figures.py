"""What HR's figures count, how, and at what price."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from groups.models import Participant
from sessions.commands.projections.runs import sum_up
from sessions.history import figures
from sessions.history.half_days import HalfDay
from sessions.history.shapes import Column, Outcomes, Register, Span, Tally
from sessions.models import Session
from tests.sessions.cast.past import Past, found, held, paris, planned, settle


@pytest.fixture
def past(db: None) -> Past:
    return settle()


def tally(held: int = 0, planned: int = 0, cancelled: int = 0, minutes: int = 0, consultations: int = 0) -> Tally:
    return Tally(held=held, planned=planned, cancelled=cancelled, span=Span(minutes), consultations=consultations)


def test_a_group_s_cycles_the_newest_first(past: Past) -> None:
    first, second = past.group.cycle, past.group.cycles.create(number=2)
    held(first, paris(2026, 1, 12), minutes=125, rounds=2)
    planned(first, paris(2026, 1, 26), "cancelled")
    held(first, paris(2026, 2, 9), minutes=90, rounds=1)
    for status in ("planned", "open", "running"):
        planned(second, paris(2026, 9, 1), status)

    cycles = figures.of_the_group(past.group.pk)

    assert [(one.number, one.tally) for one in cycles] == [
        (2, tally(planned=3)),
        (1, tally(held=2, cancelled=1, minutes=215, consultations=3)),
    ]
    assert [(one.number, one.outcome, one.span.minutes, one.consultations) for one in cycles[1].meetings] == [
        (1, "held", 125, 2),
        (2, "cancelled", 0, 0),
        (3, "held", 90, 1),
    ]


def test_a_cycle_without_sessions_is_not_shown(past: Past) -> None:
    assert figures.of_the_group(past.group.pk) == ()


def test_a_round_entered_twice_is_one_consultation(past: Past) -> None:
    session = held(past.group.cycle, paris(2026, 1, 12), rounds=1)
    run = session.phase_runs.filter(round_number=0).get()
    run.pk = None
    run.save()
    sum_up(session, is_closed=True)
    assert figures.of_the_group(past.group.pk)[0].tally.consultations == 1


def test_a_session_that_an_older_process_closed_is_summed_up_afterwards(past: Past) -> None:
    first, second = past.group.cycle, past.group.cycles.create(number=2)
    held(first, paris(2026, 1, 12), minutes=125)
    open_ = planned(second, paris(2026, 9, 1), "running")
    Session.objects.update(held_minutes=None, consultations=None)
    for _twice in range(2):
        call_command("sum_up_sessions")
    assert figures.of_the_group(past.group.pk)[1].tally == tally(held=1, minutes=125, consultations=2)
    assert Session.objects.get(pk=open_.pk).held_minutes is None


def who_came(register: Register) -> tuple[tuple[str, tuple[bool, ...]], ...]:
    return tuple((line.name, line.came) for line in register.lines)


def test_who_came_to_which_half_day(past: Past) -> None:
    """Over noon: Ana from before it began, Élise late, Zoé in the afternoon alone; a second session with Zoé."""
    ana, elise, zoe = (past.people[name] for name in ("ana", "élise", "zoé"))
    held(past.group.cycle, paris(2026, 1, 12, 12), came={zoe: 61, elise: 10, ana: -8})
    held(past.group.cycle, paris(2026, 2, 9, 18), came={zoe: 0})

    register = figures.of_the_group(past.group.pk)[0].register

    noon, february = date(2026, 1, 12), date(2026, 2, 9)
    assert register.columns == (
        Column(1, HalfDay(noon, False), 2, minutes=60),
        Column(1, HalfDay(noon, True), 3, minutes=60),
        Column(2, HalfDay(february, True), 1, minutes=120),
    )
    assert who_came(register) == (
        ("Ana", (True, True, False)),
        ("Élise", (True, True, False)),
        ("Zoé", (False, True, True)),
    )
    assert [line.total for line in register.lines] == [2, 2, 2]
    # Ana from the beginning, Élise ten minutes late: to the quarter of an hour.
    assert [(line.name, line.spent) for line in register.lines] == [
        ("Ana", (60, 60, 0)),
        ("Élise", (45, 60, 0)),
        ("Zoé", (0, 60, 120)),
    ]


def test_an_evening_over_midnight_is_two_half_days(past: Past) -> None:
    ana, zoe = past.people["ana"], past.people["zoé"]
    held(past.group.cycle, paris(2026, 1, 12, 23), came={ana: 0, zoe: 70})
    register = figures.of_the_group(past.group.pk)[0].register
    assert [column.half for column in register.columns] == [
        HalfDay(date(2026, 1, 12), True),
        HalfDay(date(2026, 1, 13), False),
    ]
    assert who_came(register) == (("Ana", (True, True)), ("Zoé", (False, True)))


def test_half_days_are_those_of_the_place_wherever_the_server_stands(past: Past) -> None:
    held(past.group.cycle, paris(2026, 1, 12, 14), came={past.people["ana"]: 0})
    with timezone.override("America/New_York"):
        columns = figures.of_the_group(past.group.pk)[0].register.columns
    assert [column.half for column in columns] == [HalfDay(date(2026, 1, 12), True)]


def test_who_came_in_the_last_moment_was_there(past: Past) -> None:
    held(past.group.cycle, paris(2026, 1, 12, 9), came={past.people["ana"]: 120})
    assert who_came(figures.of_the_group(past.group.pk)[0].register) == (("Ana", (True,)),)


def test_who_left_was_there_until_then(past: Past) -> None:
    """From noon to three: Ana left in the morning, Élise came and left in the afternoon, Zoé at one sharp."""
    ana, elise, zoe = (past.people[name] for name in ("ana", "élise", "zoé"))
    came, left = {ana: 0, elise: 70, zoe: 0}, {ana: 50, elise: 90, zoe: 60}
    held(past.group.cycle, paris(2026, 1, 12, 12), minutes=180, came=came, left=left)

    register = figures.of_the_group(past.group.pk)[0].register

    assert [column.present for column in register.columns] == [2, 1]
    assert who_came(register) == (
        ("Ana", (True, False)),
        ("Élise", (False, True)),
        ("Zoé", (True, False)),
    )


def test_who_had_left_before_it_began_did_not_come(past: Past) -> None:
    ana, zoe = past.people["ana"], past.people["zoé"]
    held(past.group.cycle, paris(2026, 1, 12), came={ana: -20, zoe: -20}, left={ana: -5, zoe: 0})
    assert who_came(figures.of_the_group(past.group.pk)[0].register) == ()


def test_a_departure_after_the_end_changes_nothing(past: Past) -> None:
    held(past.group.cycle, paris(2026, 1, 12, 12), came={past.people["ana"]: 0}, left={past.people["ana"]: 125})
    assert who_came(figures.of_the_group(past.group.pk)[0].register) == (("Ana", (True, True)),)


def test_a_room_that_opened_for_nothing_is_no_attendance(past: Past) -> None:
    session = planned(past.group.cycle, paris(2026, 1, 12), "cancelled")
    session.attendances.create(participant=past.people["ana"], arrived_at=paris(2026, 1, 12))
    assert who_came(figures.of_the_group(past.group.pk)[0].register) == ()


def test_two_people_of_one_name_are_two_lines(past: Past) -> None:
    twin = Participant.objects.create(group=past.group, name="Ana", position=9, removed_at=paris(2026, 3, 1))
    held(past.group.cycle, paris(2026, 1, 12), came={twin: 0, past.people["ana"]: 0})
    assert [line.name for line in figures.of_the_group(past.group.pk)[0].register.lines] == ["Ana", "Ana"]


def test_a_year_month_by_month_and_group_by_group(past: Past) -> None:
    others = found(past.organisation, "Les jeudis", past.users["claire"])
    held(past.group.cycle, paris(2025, 12, 31, 22), minutes=240)
    held(past.group.cycle, paris(2026, 1, 1, 0), minutes=60)
    planned(others.cycle, paris(2026, 12, 31, 23))

    (year,) = figures.of_the_year([past.group.pk, others.pk], 2026)

    assert year.organisation == "Atelier"
    assert [(month.first.month, month.outcomes) for month in year.months if month.outcomes.sessions] == [
        (1, Outcomes(held=1, planned=0, cancelled=0)),
        (12, Outcomes(held=0, planned=1, cancelled=0)),
    ]
    assert [(group.name, group.tally.sessions) for group in year.groups] == [("Les jeudis", 1), ("Les mardis", 1)]
    assert year.tally == tally(held=1, planned=1, minutes=60, consultations=2)


def test_the_years_that_can_be_asked_for(past: Past) -> None:
    planned(past.group.cycle, paris(2019, 12, 31, 23))
    assert figures.years([past.group.pk]) == [2019, timezone.localdate().year]


def test_organisations_stand_apart(past: Past) -> None:
    elsewhere = settle("Voisins", "Les lundis")
    planned(elsewhere.group.cycle, paris(2026, 5, 1))
    found_years = figures.of_the_year([past.group.pk, elsewhere.group.pk], 2026)
    assert [(year.organisation, year.tally.sessions) for year in found_years] == [("Atelier", 0), ("Voisins", 1)]


def price(read: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        read()
    return len(captured)


@pytest.mark.parametrize("groups", [1, 3])
def test_reading_costs_the_same_however_many_groups(past: Past, groups: int) -> None:
    everyone: list[UUID] = [past.group.pk]
    everyone += [found(past.organisation, f"Groupe {place}", past.users["claire"]).pk for place in range(1, groups)]
    for id_ in everyone:
        cycle = past.organisation.codev_groups.get(pk=id_).cycle
        for week in range(groups):
            held(cycle, paris(2026, 3, 2 + 7 * week))
    assert price(lambda: figures.of_the_year(everyone, 2026)) == 4
    assert price(lambda: figures.years(everyone)) == 2
    assert price(lambda: figures.of_the_group(past.group.pk)) == 7
