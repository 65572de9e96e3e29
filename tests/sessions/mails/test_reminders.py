"""Reminders: one mail a person and day, at a decent hour there, without content; and how they end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from threading import Barrier
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from codev import worker
from codev.logs import SECRET_PATHS
from groups.models import Digest, Group, Mail, Participant, Unreminded
from sessions.mails import reminders
from sessions.mails.reminders import send_reminders
from sessions.models import Answer, Attendance, Commitment, ContentKey, Preparation, Round, Session
from sessions.models.preparation import BLANK
from tests.mails import page_of, rows, text_of
from tests.sessions.cast.evening import Evening, gather, plan
from tests.smtp import Post

# The evening is on Wednesday 2027-01-13 at 9 in Paris.
BEGINS = datetime(2027, 1, 13, 8, tzinfo=UTC)
EVE = datetime(2027, 1, 12, 8, tzinfo=UTC)
GUIDES = 3


def an_evening(organisation: str = "Atelier", zone: str = "Europe/Paris") -> Evening:
    """Amina and Bruno have an address."""
    evening = gather(organisation=organisation)
    evening.group.calendar_name, evening.group.time_zone = "Mardi", zone
    evening.group.save()
    for name in ("amina", "bruno"):
        evening.people[name].email = f"{name}@example.org"
        evening.people[name].save()
    Session.objects.filter(pk=evening.session_id).update(scheduled_at=BEGINS, time_zone=zone)
    return evening


@pytest.fixture
def evening(db: None) -> Evening:
    return an_evening()


@pytest.fixture
def sent_at(by_post: Post) -> Iterator[Callable[[datetime], dict[str, list[EmailMessage]]]]:
    """Whom a run at that instant writes to."""

    def run(at: datetime) -> dict[str, list[EmailMessage]]:
        by_post.letters.clear()
        with time_machine.travel(at, tick=False):
            send_reminders()
            worker.drain()
        found: dict[str, list[EmailMessage]] = {}
        for letter in by_post.letters:
            found.setdefault(letter["To"], []).append(letter)
        return found

    return run


SentAt = Callable[[datetime], dict[str, list[EmailMessage]]]


def commit_to(evening: Evening, name: str, due_on: date, **fields: Any) -> None:
    round_ = Round.objects.create(
        session=evening.session, number=len(Round.objects.all()) + 1, client=evening.people[name]
    )
    Commitment.objects.create(
        session=evening.session,
        round=round_,
        participant=evening.people[name],
        text="Parler à Karim",
        due_on=due_on,
        taken_at=EVE,
        **fields,
    )


def test_the_day_before_everybody_is_told_once_from_eight_o_clock_on(evening: Evening, sent_at: SentAt) -> None:
    assert sent_at(EVE - timedelta(hours=1, minutes=1)) == {}
    sent = sent_at(EVE - timedelta(hours=1))
    everybody = {
        "amina@example.org",
        "bruno@example.org",
        *(f"{one}@atelier.example.org" for one in ("claire", "colin", "david")),
    }
    assert set(sent) == everybody
    text = text_of(sent["amina@example.org"][0])
    assert "Demain, vous vous retrouvez" in text
    assert (
        "Codéveloppement · Mardi, mercredi 13\u00a0janvier 2027, 9\u00a0h – 11\u00a0h\u00a010, heure de Paris" in text
    )
    assert f"/sessions/{evening.session_id}/" in text
    assert "Codéveloppement · Mardi, mercredi 13\u00a0janvier 2027" in page_of(sent["amina@example.org"][0])
    for word in ("Amina", "Bruno", "Claire", "Les mardis", "Atelier"):
        assert word not in sent["amina@example.org"][0].as_string()
    assert [sent_at(EVE + timedelta(hours=hours)) for hours in (0, 5, 30)] == [{}, {}, {}]
    assert "amina" not in rows()


def test_what_two_groups_remind_of_is_one_mail(evening: Evening, sent_at: SentAt) -> None:
    other = an_evening("Voisins")
    commit_to(other, "amina", EVE.date())
    sent = sent_at(EVE)
    assert {len(letters) for letters in sent.values()} == {1}
    text = text_of(sent["amina@example.org"][0])
    assert text.count("Demain, vous vous retrouvez") == 2
    assert text.count("Une échéance que vous aviez notée pour vous est arrivée.") == 1
    assert "Karim" not in text


def test_each_group_s_clocks_say_when_it_is_eight(evening: Evening, sent_at: SentAt) -> None:
    """Nouméa is told while Paris sleeps; who is in both, once it is eight in both."""
    Participant.objects.filter(group=evening.group, email="bruno@example.org").delete()
    far = an_evening("Loin", "Pacific/Noumea")
    Session.objects.filter(pk=far.session_id).update(scheduled_at=BEGINS - timedelta(hours=10))
    sent = sent_at(datetime(2027, 1, 11, 21, tzinfo=UTC))
    assert set(sent) == {"bruno@example.org", *(f"{one}@loin.example.org" for one in ("claire", "colin", "david"))}
    assert "mercredi 13\u00a0janvier 2027, 9\u00a0h – 11\u00a0h\u00a010, heure de Nouméa" in text_of(
        sent["bruno@example.org"][0]
    )
    sent = sent_at(datetime(2027, 1, 12, 7, tzinfo=UTC))
    assert text_of(sent["amina@example.org"][0]).count("Demain") == 2


def test_a_week_before_members_are_asked_who_have_not_answered(evening: Evening, sent_at: SentAt) -> None:
    Answer.objects.create(session=evening.session, participant=evening.people["bruno"], comes=False)
    sent = sent_at(EVE - timedelta(days=6))
    assert set(sent) == {"amina@example.org"}
    assert "Serez-vous là\u00a0? Codéveloppement · Mardi, mercredi 13\u00a0janvier 2027" in text_of(
        sent["amina@example.org"][0]
    )


def test_three_days_before_whoever_prepared_nothing_is_asked(evening: Evening, sent_at: SentAt) -> None:
    """By its page; whoever has begun is left alone, and who facilitates is not asked."""
    sheet = Preparation(session=evening.session, participant=evening.people["bruno"])
    sheet.write(BLANK | {"title": "Zqtitle"})
    sheet.save()
    found = sent_at(EVE - timedelta(days=2))
    assert {*found} == {"amina@example.org"}
    said = text_of(found["amina@example.org"][0])
    assert f"/sessions/{evening.session_id}/preparation/" in said
    assert "Zqtitle" not in said


@pytest.mark.parametrize("state", Commitment.State.values)
def test_a_day_that_was_written_down_is_told_while_it_is_open(evening: Evening, sent_at: SentAt, state: str) -> None:
    Session.objects.update(status="closed")
    commit_to(evening, "amina", EVE.date(), state=state)
    commit_to(evening, "bruno", EVE.date() + timedelta(days=1), state=state)
    assert set(sent_at(EVE)) == ({"amina@example.org"} if state in ("taken", "trying") else set())


def test_it_is_told_in_a_group_that_was_put_away_too(evening: Evening, sent_at: SentAt) -> None:
    Session.objects.update(status="closed")
    commit_to(evening, "amina", EVE.date())
    Group.objects.update(archived_at=EVE)
    assert set(sent_at(EVE)) == {"amina@example.org"}


def test_of_a_day_whose_words_are_gone_nobody_is_told(evening: Evening, sent_at: SentAt) -> None:
    Session.objects.update(status="closed")
    commit_to(evening, "amina", EVE.date())
    ContentKey.objects.destroy(evening.session_id)
    assert sent_at(EVE) == {}


def test_nobody_is_told_of_what_is_over_of_no_group_of_theirs_or_of_a_rehearsal(
    evening: Evening, sent_at: SentAt
) -> None:
    Session.objects.update(status="cancelled")
    assert sent_at(EVE) == {}
    Session.objects.update(status="planned")
    evening.group.is_rehearsal = True
    evening.group.save()
    assert sent_at(EVE) == {}
    evening.group.is_rehearsal = False
    evening.group.save()
    Participant.objects.filter(email="bruno@example.org").update(removed_at=EVE)
    assert len(sent_at(EVE)) == GUIDES + 1


def test_whoever_opens_its_link_ends_nothing_and_at_a_press_they_end_for_good(
    evening: Evening, sent_at: SentAt
) -> None:
    letter = sent_at(EVE)["amina@example.org"][0]
    address = str(letter["List-Unsubscribe"]).strip(" <>")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address in text_of(letter)
    path = urlsplit(address).path
    assert SECRET_PATHS.sub(r"/\1/…", path) == "/reminders/…/"
    http = Client(enforce_csrf_checks=True)
    assert http.get(path).status_code == 200
    assert not Unreminded.objects.exists()
    # As a mail programme does it, without a page or a cookie of ours.
    assert http.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert http.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    Session.objects.update(scheduled_at=BEGINS + timedelta(days=1))
    assert len(sent_at(EVE + timedelta(days=1))) == GUIDES + 1
    assert http.post(path, {"again": "1"}).status_code == 302
    Session.objects.update(scheduled_at=BEGINS + timedelta(days=2))
    assert "amina@example.org" in sent_at(EVE + timedelta(days=2))
    assert Client().get(path[:-2] + "x/").status_code == 404
    assert Client().get("/reminders/" + Digest.objects.all()[0].mailbox + "/").status_code == 404


def test_who_ends_them_while_one_waits_gets_none(evening: Evening, by_post: Post) -> None:
    with time_machine.travel(EVE, tick=False):
        call_command("send_reminders")
        Session.objects.update(status="cancelled")
        worker.drain()
    assert (by_post.letters, Mail.objects.count()) == ([], 0)


def test_a_run_costs_the_same_for_one_session_and_for_thirty(evening: Evening) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert reminders._remind(EVE.date(), EVE) == 0
        return len(asked)

    with time_machine.travel(EVE, tick=False):
        send_reminders()
        first = cost()
        for _session in range(29):
            plan(evening.group.cycle)
            commit_to(evening, "amina", EVE.date())
        Session.objects.update(scheduled_at=BEGINS)
        assert cost() == first


def test_of_two_that_run_at_once_one_sends(database: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    name = f"Vite{uuid4().hex[:8]}"
    evening = an_evening(name)
    Participant.objects.filter(group=evening.group).exclude(email="").delete()
    both = Barrier(2)
    ask = reminders._ask

    def at_once(*what: Any) -> bool:
        both.wait(30)
        return ask(*what)

    def run(_number: int) -> int:
        connections["default"] = database.copy()
        try:
            return send_reminders()
        finally:
            connections["default"].close()

    monkeypatch.setattr(reminders, "_ask", at_once)
    with time_machine.travel(EVE, tick=False), ThreadPoolExecutor(2) as threads:
        counts = list(threads.map(run, range(2)))
    assert sum(counts) == GUIDES
    assert Mail.objects.filter(kind="digest", user__in=evening.users.values()).count() == GUIDES


LAST = datetime(2026, 9, 2, 17, tzinfo=UTC)  # at 19 h in Paris; Nouméa is a day further


@pytest.fixture
def finished(evening: Evening) -> Evening:
    """The cycle's only session was held; Amina and Bruno came, and Driss, who has an address, did not."""
    Session.objects.update(status="closed", scheduled_at=LAST)
    evening.people["driss"].email = "driss@example.org"
    evening.people["driss"].save()
    Participant.objects.filter(group=evening.group).update(joined_at=LAST)
    evening.group.charters.update(created_at=LAST - timedelta(days=1))
    for name in ("amina", "bruno"):
        Attendance.objects.create(session=evening.session, participant=evening.people[name], arrived_at=LAST)
    return evening


def sent_on(sent_at: SentAt, *days: int) -> dict[int, list[str]]:
    """Who is written to, so many days after the last session."""
    return {day: sorted(found) for day in days if (found := sent_at(LAST + timedelta(days=day)))}


CAME = ["amina@example.org", "bruno@example.org"]


def test_a_month_and_three_after_a_cycle_all_who_came_are_told_alike_and_nothing_else(
    finished: Evening, sent_at: SentAt
) -> None:
    """Amina was client and took something on: her mail is Bruno's."""
    commit_to(finished, "amina", EVE.date())
    assert sent_on(sent_at, 0, 29, 31, 89, 91) == {}
    found = sent_at(LAST + timedelta(days=30))
    assert sorted(found) == CAME
    texts = [text_of(found[one][0]) for one in CAME]
    assert "Votre cycle s’est terminé il y a un mois" in texts[0]
    stop = re.compile(r"/reminders/\S+")
    assert stop.sub("", texts[0]) == stop.sub("", texts[1])
    for word in ("Karim", "Amina", "Les mardis", "Atelier", "engagement", "client", "Mardi"):
        assert word not in found[CAME[0]][0].as_string()
    assert sent_on(sent_at, 30) == {}
    assert "il y a trois mois" in text_of(sent_at(LAST + timedelta(days=90))[CAME[1]][0])


def test_it_is_counted_by_the_group_s_clocks(finished: Evening, sent_at: SentAt) -> None:
    """In Nouméa the session was on the 3rd, at 4 h: a month later it is the 3rd of October there."""
    finished.group.time_zone = "Pacific/Noumea"
    finished.group.save()
    eight = datetime(2026, 10, 2, 21, tzinfo=UTC)
    assert sent_at(eight - timedelta(minutes=1)) == {}
    assert sorted(sent_at(eight)) == CAME


@pytest.mark.parametrize(("days", "told"), [(30, set()), (31, {30}), (90, {30}), (91, {30, 90})])
def test_none_comes_once_the_words_are_gone(finished: Evening, sent_at: SentAt, days: int, told: set[int]) -> None:
    finished.group.charters.update(retention_days=days)
    assert {*sent_on(sent_at, 30, 90)} == told


def test_none_comes_where_they_were_destroyed_before_or_where_the_cycle_goes_on(
    finished: Evening, sent_at: SentAt
) -> None:
    later = plan(finished.group.cycle)
    Session.objects.filter(pk=later.pk).update(scheduled_at=LAST + timedelta(days=200))
    assert sent_on(sent_at, 30) == {}
    Session.objects.filter(pk=later.pk).update(status="cancelled")
    Participant.objects.filter(email="bruno@example.org").update(removed_at=LAST)
    assert sent_on(sent_at, 30) == {30: CAME[:1]}
    ContentKey.objects.destroy(*Session.objects.values_list("pk", flat=True))
    assert sent_on(sent_at, 90) == {}


def test_it_costs_the_same_for_one_cycle_and_for_thirty(finished: Evening) -> None:
    day = (LAST + timedelta(days=30)).date()

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            found = [*reminders.after_a_cycle(day, "")]
        assert {one.email for one in found} == {*CAME}
        return len(asked)

    with time_machine.travel(LAST + timedelta(days=30), tick=False):
        first = cost()
        for number in range(2, 31):
            cycle = finished.group.cycles.create(number=number)
            session = plan(cycle)
            Attendance.objects.create(session=session, participant=finished.people["amina"], arrived_at=LAST)
        Session.objects.update(status="closed", scheduled_at=LAST)
        assert cost() == first
