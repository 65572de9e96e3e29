"""What the database adds up is what counting session by session gives, over made-up histories, on both databases."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from groups.models import Group, Participant
from sessions.commands.projections.runs import sum_up
from sessions.history import figures, stretches
from sessions.history.shapes import CycleFigures
from sessions.models import Attendance, PhaseRun, Session
from tests.sessions.cast.past import PARIS, found, paris, planned, settle
from tests.sessions.history import plain

pytestmark = pytest.mark.xdist_group("compiled")

# New year in Paris comes between those of Nouméa and Martinique.
EDGES = [paris(2026, 1, 1, 0), paris(2025, 12, 31, 23, 59), paris(2024, 2, 29, 0), paris(2026, 3, 29, 2, 30)]
SECONDS = st.integers(0, 3 * 3600).map(lambda seconds: timedelta(seconds=seconds))


@dataclass(frozen=True)
class MadeUp:
    """A session of some group and cycle; each step has when it began, how long it lasted, and its round."""

    group: int
    cycle: int
    at: datetime
    status: str
    steps: list[tuple[timedelta, timedelta | None, int | None]]
    came: frozenset[int]
    zone: str


SESSIONS = st.builds(
    MadeUp,
    group=st.integers(0, 2),
    cycle=st.integers(1, 3),
    at=st.sampled_from(EDGES)
    | st.datetimes(datetime(2024, 1, 1), datetime(2026, 12, 31), timezones=st.just(PARIS), allow_imaginary=False),
    status=st.sampled_from(["closed", "closed", "closed", *Session.Status.values]),
    steps=st.lists(st.tuples(SECONDS, st.none() | SECONDS, st.none() | st.integers(0, 3)), max_size=4),
    came=st.frozensets(st.integers(0, 2)),
    zone=st.sampled_from(["Europe/Paris", "Europe/Paris", "", "America/Martinique", "Pacific/Noumea"]),
)
on_histories = given(history=st.lists(SESSIONS, min_size=1, max_size=24))
# Rows are made for each history: without looking for the smallest one that fails, which would take minutes.
a_few_times = settings(
    max_examples=6, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def made(history: list[MadeUp]) -> list[UUID]:
    """Two groups of one organisation and one of another, with these sessions."""
    past, others = settle(f"A {uuid4()}"), settle(f"B {uuid4()}")
    groups = [past.group, found(past.organisation, "Les jeudis", past.users["claire"]), others.group]
    for one in history:
        _make(groups[one.group], one)
    return [group.pk for group in groups]


def _make(group: Group, one: MadeUp) -> None:
    # In UTC, as what lasts is added to it: on one clock an hour is left out in spring, and comes twice in autumn.
    at = one.at.astimezone(UTC)
    session = planned(group.cycles.get_or_create(number=one.cycle)[0], at, one.status, zone=one.zone)
    runs = [
        PhaseRun(
            session=session,
            index=index,
            step="presentation",
            round_number=round_,
            planned_ms=0,
            entered_at=at + begun,
            left_at=None if lasted is None else at + begun + lasted,
        )
        for index, (begun, lasted, round_) in enumerate(one.steps)
    ]
    PhaseRun.objects.bulk_create(runs)
    people = Participant.objects.filter(group=group, position__in=one.came)
    Attendance.objects.bulk_create(Attendance(session=session, participant=who, arrived_at=at) for who in people)
    sum_up(session, is_closed=one.status == "closed")


@on_histories
@a_few_times
def test_years_months_groups_and_cycles_add_up(database: Any, history: list[MadeUp]) -> None:
    groups = made(history)

    assert figures.years(groups) == plain.years(groups)
    for year in figures.years(groups):
        assert figures.of_the_year(groups, year) == plain.of_the_year(groups, year)
    for group in groups:
        assert {one.number: one.tally for one in figures.of_the_group(group)} == plain.cycles(group)


@on_histories
@a_few_times
def test_a_history_in_stretches_is_the_whole(
    database: Any, monkeypatch: pytest.MonkeyPatch, history: list[MadeUp]
) -> None:
    """From page to page by « older », parts put together: the same as the file, which holds everything at once."""
    monkeypatch.setattr(stretches, "LENGTH", 3)
    (group, *_) = made([replace(one, group=0) for one in history])
    sessions = figures.cycles(group)
    assert sessions == {number: tally.sessions for number, tally in plain.cycles(group).items()}

    pages: dict[int, list[CycleFigures]] = {}
    place = stretches.find(sessions)
    while place:
        for cycle in figures.of_the_stretch(group, place.stretch):
            pages.setdefault(cycle.number, []).insert(0, cycle)
        older = place.older
        place = stretches.find(sessions, str(older.newest), str(older.part or "")) if older else None

    assert list(pages) == sorted(sessions, reverse=True)
    whole = figures.of_the_group(group)
    assert [put_together(parts) for parts in pages.values()] == [put_together([cycle]) for cycle in whole]


def put_together(parts: list[CycleFigures]) -> Any:
    """Sessions, half-days with how many came, and who did: whoever came in one part alone has no line in the others."""
    registers = [part.register for part in parts]
    came = {
        (line.name, column.session, column.half)
        for register in registers
        for line in register.lines
        for column, was_there in zip(register.columns, line.came, strict=True)
        if was_there
    }
    meetings = [one for part in parts for one in part.meetings]
    return meetings, [column for register in registers for column in register.columns], came, parts[0].tally
