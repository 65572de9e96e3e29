"""The mirror: for whoever facilitated the session, the day itself and afterwards; of no person, on no other screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.models import Group, Part, User
from sessions.attendance.reading import sheet_of
from sessions.commands import correct_end, forget_airtime
from sessions.company import guides
from sessions.mirror.reading import Mirror, mirror
from sessions.models import ContentKey, JournalEntry, KeptMirror, PhaseRun, Presence, Session
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.moments import check_in
from tests.sessions.mirror import evenings, naive
from tests.sessions.mirror.journaled import keep
from tests.sessions.mirror.test_figures import recomputed

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)
DAY = timedelta(days=1)


@pytest.fixture
def clock() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(datetime(2099, 1, 31, 18, tzinfo=UTC), tick=False) as clock:
        yield clock


def held(evening: Evening, clock: time_machine.Coordinates) -> None:
    """Claire facilitates, Colin gives the floor: questions in turns, a hand that waits, advice kept, a reframing."""
    check_in(evening)
    evening.do("claire", "jump", to_step=evening.index("clarification"))
    for name in ("bruno", "chloe", "driss"):
        evening.do("colin", "give_floor", participant=evening.people[name].pk)
        clock.shift(240)
    evening.do("bruno", "raise_hand")
    clock.shift(60)
    evening.do("chloe", "keep_idea", id=UUID(int=77), kind="option", text="Demander.")
    evening.do("claire", "reframe")
    clock.shift(90)
    evening.do("claire", "next")
    clock.shift(60)
    evening.do("claire", "close")


def page(evening: Evening, name: str, more: str = "mirror/", **how: Any) -> Any:
    return evening.browser(name, language="fr").get(evening.path(more), **how)


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("\u00a0", " "))


# Who may look


def test_only_those_who_facilitated_the_session_find_its_mirror(
    evening: Evening, clock: time_machine.Coordinates
) -> None:
    """Not a co-facilitator who did nothing, nor HR, administrators, the circle, or whoever came to the group since."""
    held(evening, clock)
    since = User.objects.create(email="since@atelier.example.org", name="Since")
    evening.group.facilitators.create(user=since, role=Part.FACILITATOR)
    evening.users["since"] = since
    lookers = ("claire", "colin", "david", "since", "hakim", "agnes", "")
    cycle = f"/groups/{evening.group.pk}/mirror/"
    assert {name: page(evening, name).status_code for name in lookers} == {
        **dict.fromkeys(("claire", "colin"), 200),
        **dict.fromkeys(("david", "since", "hakim", "agnes"), 404),
        "": 302,
    }
    assert {name: evening.browser(name).get(cycle).status_code for name in lookers} == {
        **dict.fromkeys(("claire", "colin"), 200),
        **dict.fromkeys(("david", "since", "hakim", "agnes"), 404),
        "": 302,
    }
    assert {page(evening, name).status_code for name in evening.seats} == {302}
    links = [f'href="{evening.path("mirror/")}"', f'href="{cycle}']
    seen = {name: evening.browser(name).get(f"/groups/{evening.group.pk}/") for name in ("claire", "since")}
    for link in links:
        assert {name for name, answer in seen.items() if link in answer.content.decode()} == {"claire"}
    dashboards = {name: page(evening, name, "").content.decode() for name in ("claire", "david")}
    assert {name for name, answer in dashboards.items() if links[0] in answer} == {"claire"}
    # What facilitating opened closes with the part in the group.
    evening.group.facilitators.filter(user=evening.users["claire"]).delete()
    assert page(evening, "claire").status_code == 404


def test_it_stays_theirs_once_the_journal_has_lost_what_they_did(
    evening: Evening, clock: time_machine.Coordinates
) -> None:
    """Colin gave the floor and nothing else: those entries go, and with them who facilitated."""
    held(evening, clock)
    names = guides(evening.session)
    clock.shift(DAY)
    assert forget_airtime() == 1
    assert not JournalEntry.objects.filter(actor=evening.visit_key("colin")).exists()
    assert {name: page(evening, name).status_code for name in ("claire", "colin", "david")} == {
        "claire": 200,
        "colin": 200,
        "david": 404,
    }
    assert sorted(guides(evening.session)) == sorted(names) == ["Claire", "Colin"]
    sheet = sheet_of(Session.objects.get(pk=evening.session.pk))
    assert sheet
    assert sorted(sheet.facilitators) == sorted(names)


@pytest.mark.parametrize("status", ["running", "cancelled"])
def test_no_mirror_of_what_is_not_over(evening: Evening, status: str) -> None:
    if status == "running":
        check_in(evening)
    else:
        evening.do("claire", "cancel")
    assert page(evening, "claire").status_code == 404


def test_no_mirror_of_a_session_on_paper(evening: Evening, clock: time_machine.Coordinates) -> None:
    held(evening, clock)
    Session.objects.update(was_on_paper=True)
    assert page(evening, "claire").status_code == 404
    clock.shift(DAY)
    assert forget_airtime() == 1
    assert not KeptMirror.objects.exists()


def test_a_rehearsal_has_one_for_who_leads_it_and_nobody_a_cycle_of_it(
    evening: Evening, clock: time_machine.Coordinates
) -> None:
    held(evening, clock)
    Group.objects.update(is_rehearsal=True)
    shown = page(evening, "claire").content.decode()
    assert "Le miroir de l’animation" in shown
    # It has no page of its group to lead to.
    assert "/groups/" not in shown


def test_a_deputy_who_took_over_facilitated(evening: Evening, clock: time_machine.Coordinates) -> None:
    check_in(evening)
    Presence.objects.filter(session=evening.session_id).delete()
    evening.do("david", "take_over")
    evening.do("claire", "close")
    assert {name: page(evening, name).status_code for name in ("claire", "david", "colin")} == {
        "claire": 200,
        "david": 200,
        "colin": 404,
    }


# What it says


def test_it_speaks_in_words_first(evening: Evening, clock: time_machine.Coordinates) -> None:
    held(evening, clock)
    said = text(page(evening, "claire"))
    for sentence in (
        "Clarification : 5 min de plus que prévu.",
        "Les apprentissages n’ont pas eu lieu.",
        "1 main levée, dont 1 laissée en attente ; l’attente la plus longue : 3 minutes.",
        "Pendant la clarification, 1 idée a été gardée pour plus tard.",
        "« Recadrer » a servi une fois : Clarification.",
    ):
        assert sentence in said
    # Hours as pages write them, in the drawing and in its table.
    assert (said.count(" 19 h 14 "), re.findall(r"\d\d:\d\d", said)) == (2, [])
    assert "heure de fin estimée" not in said
    assert "répartition de la parole a été" not in said
    english = evening.browser("claire", language="en").get(evening.path("mirror/"))
    assert "The learnings did not take place." in text(english)


def test_it_names_nobody(evening: Evening, clock: time_machine.Coordinates) -> None:
    held(evening, clock)
    for moved in (timedelta(0), DAY):
        clock.shift(moved)
        forget_airtime()
        whole = page(evening, "claire").content.decode() + text(
            evening.browser("claire").get(f"/groups/{evening.group.pk}/mirror/")
        )
        for name, person in evening.people.items():
            assert (name.title() in whole, str(person.pk) in whole) == (False, False)


def test_the_silences_are_shown_for_the_day_and_the_steps_afterwards(
    evening: Evening, clock: time_machine.Coordinates
) -> None:
    check_in(evening)
    clock.shift(60)
    evening.do("claire", "take_break", minutes=5)
    clock.shift(300)
    evening.do("claire", "end_break")
    evening.do("claire", "write_in_silence")
    clock.shift(120)
    evening.do("claire", "reveal")
    evening.do("claire", "pause")
    clock.shift(180)
    evening.do("claire", "close")
    before = drawn(page(evening, "claire"))
    assert before == {"step", "break", "silence", "paused"}
    clock.shift(DAY)
    forget_airtime()
    assert drawn(page(evening, "claire")) == {"step"}
    step = mirror(evening.session).stretches[0]
    assert (step.step, step.span_ms) == ("check_in", 660_000)


def drawn(answer: Any) -> set[str]:
    return set(re.findall(r'<rect\s+class="(\w+)', answer.content.decode()))


def test_a_group_that_wants_no_airtime_is_told_none(evening: Evening, clock: time_machine.Coordinates) -> None:
    session = of_many_speakers(evening)
    assert mirror(session).figures.share
    evening.browser("claire").post(f"/groups/{evening.group.pk}/airtime/", {"shown": "on"})
    forget(session)
    kept = KeptMirror.objects.get()
    assert kept.share
    evening.browser("claire").post(f"/groups/{evening.group.pk}/airtime/")
    kept.refresh_from_db()
    assert kept.share == ""
    assert mirror(Session.objects.select_related("cycle__group").get(pk=session.pk)).figures.share == ""


def test_an_estimated_end_is_said_and_a_corrected_one_is_followed(evening: Evening) -> None:
    """Before and after what there was is forgotten."""
    it = evenings.over_by_now(2)
    session = keep(it, evening.group.cycle, evening.users["claire"])
    Session.objects.filter(pk=session.pk).update(was_left_open=True)
    url = f"/sessions/{session.pk}/mirror/"
    last = datetime.fromtimestamp(it.now / 1000, UTC)
    PhaseRun.objects.create(session=session, index=15, step="closing", planned_ms=0, entered_at=last - DAY)
    forget(session)
    assert "heure de fin estimée" in text(evening.browser("claire", language="fr").get(url))
    before = mirror(session).figures
    ended_at = it.state.ended_at
    assert ended_at
    visit = replace(evening.visit("claire"), session=session)
    with time_machine.travel(last + 2 * DAY, tick=False):
        correct_end(visit=visit, ended_at=datetime.fromtimestamp(ended_at / 1000, UTC) - timedelta(minutes=5))
    after = mirror(session).figures
    assert before.total("spent_ms") - after.total("spent_ms") == 300_000
    assert [step.hands for step in after.steps] == [step.hands for step in before.steps]


# What is kept


def of_many_speakers(evening: Evening) -> Session:
    return keep(evenings.over_by_now(0), evening.group.cycle, evening.users["claire"])


def forget(session: Session) -> None:
    closed_at = session.load().closed_at
    assert closed_at
    with time_machine.travel(datetime.fromtimestamp(closed_at / 1000, UTC) + DAY, tick=False):
        forget_airtime()


@pytest.mark.parametrize("seed", [0, 3])
def test_what_is_kept_is_what_the_journal_told_and_holds_no_person(evening: Evening, seed: int) -> None:
    it = evenings.over_by_now(seed, tries=120)
    session = keep(it, evening.group.cycle, evening.users["claire"])
    seen = naive.figures(recomputed(it))
    before = mirror(session)
    assert before.is_whole
    assert spent(before) == +seen["spent"]
    forget(session)
    after = mirror(session)
    assert (after.figures, after.is_whole) == (before.figures, False)
    kept = KeptMirror.objects.get()
    assert set(leaves(kept.figures)) <= {int, bool, type(None)}
    assert {type(row["step"]) for row in kept.figures["steps"]} == {str}
    events = [event for entry in session.journal.all() for event in entry.events]
    hidden = {"HandRaised", "HandLowered", "HandMoved", "FloorGiven", "FloorYielded", "TurnPassed"}
    assert not hidden & {event["event"] for event in events}
    assert len(hidden & {type(event).__name__ for event in it.events}) >= 3


def spent(told: Mirror) -> dict[tuple[str, int | None], int]:
    return {step.place: step.spent_ms for step in told.figures.steps if step.spent_ms}


def leaves(document: Any) -> Iterator[type]:
    """The types of all values, but for the names of steps."""
    if isinstance(document, dict):
        yield from (kind for name, one in document.items() if name != "step" for kind in leaves(one))
    elif isinstance(document, list):
        yield from (kind for one in document for kind in leaves(one))
    else:
        yield type(document)


def test_of_what_was_forgotten_before_there_were_mirrors_the_rest_is_told(evening: Evening) -> None:
    session = of_many_speakers(evening)
    before = mirror(session).figures
    forget(session)
    KeptMirror.objects.all().delete()
    # An older version left in the journal whose hand was moved.
    moved = JournalEntry.objects.filter(session=session).earliest("revision")
    moved.events.append({"event": "HandMoved", "at": moved.at, "participant": "somebody", "is_later": True})
    moved.save()
    url = f"/sessions/{session.pk}/mirror/"
    told = mirror(session).figures
    assert (told.knows_hands, told.share, told.longest_ms) == (False, "", None)
    # Of hands alone nothing is known.
    assert told.steps == tuple(replace(step, hands=0, left=0) for step in before.steps)
    assert "On ne sait plus combien de mains ont été levées." in text(evening.browser("claire", language="fr").get(url))
    call_command("forget_airtime")
    assert KeptMirror.objects.count() == 1
    assert mirror(session).figures == told
    moved.refresh_from_db()
    assert "HandMoved" not in str(moved.events)


def test_a_journal_that_cannot_be_read_keeps_nobodys_turns(evening: Evening, clock: time_machine.Coordinates) -> None:
    held(evening, clock)
    entry = evening.session.journal.all()[5]
    entry.events = [{"event": "OfAnotherTime", "at": 0}]
    entry.save()
    clock.shift(DAY)
    assert forget_airtime() == 1
    assert not KeptMirror.objects.exists()
    assert evening.session.load().heard == {}


def test_it_needs_no_word_of_the_session(evening: Evening, clock: time_machine.Coordinates) -> None:
    held(evening, clock)
    ContentKey.objects.destroy(UUID(str(evening.session_id)))
    assert page(evening, "claire").status_code == 200


# What it costs


def test_a_long_journal_is_read_in_as_many_queries_as_a_short_one(evening: Evening) -> None:
    counts = []
    for seed, tries in ((0, 30), (0, 600)):
        it = evenings.over_by_now(seed, tries=tries)
        session = keep(it, evening.group.cycle, evening.users["claire"])
        counts.append(queries(evening, f"/sessions/{session.pk}/mirror/"))
    assert counts[0] == counts[1]


def test_the_cycle_costs_the_same_whatever_the_number_of_its_sessions(evening: Evening) -> None:
    url, counts = f"/groups/{evening.group.pk}/mirror/", []
    for wanted in (1, 22):
        while Session.objects.filter(status="closed").count() < wanted:
            keep(evenings.over_by_now(0, tries=30), evening.group.cycle, evening.users["claire"])
        with time_machine.travel(datetime.now(UTC) + 2 * DAY, tick=False):
            forget_airtime()
        counts.append(queries(evening, url))
    assert counts[0] == counts[1]
    answer = evening.browser("claire").get(url).content.decode()
    # Twenty at most, the newest; each with its figures, in the drawings and in the table.
    assert len(re.findall("/sessions/[0-9a-f-]{36}/mirror/", answer)) == 20
    assert answer.count("<rect") == 80


def queries(evening: Evening, url: str) -> int:
    browser = evening.browser("claire")
    browser.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(url).status_code == 200
    return len(seen)
