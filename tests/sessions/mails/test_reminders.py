"""Reminders: one mail a person and day, at a decent hour there, without content; and how they end."""

from __future__ import annotations

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
from groups.models import Digest, Mail, Participant, Unreminded
from sessions.mails import reminders
from sessions.mails.reminders import send_reminders
from sessions.models import Answer, Commitment, Preparation, Round, Session
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
    assert "Codéveloppement · Mardi, mercredi 13 janvier 2027, 9 h – 11 h 10, heure de Paris" in text
    assert f"/sessions/{evening.session_id}/" in text
    assert "Codéveloppement · Mardi, mercredi 13 janvier 2027" in page_of(sent["amina@example.org"][0])
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
    assert "mercredi 13 janvier 2027, 9 h – 11 h 10, heure de Nouméa" in text_of(sent["bruno@example.org"][0])
    sent = sent_at(datetime(2027, 1, 12, 7, tzinfo=UTC))
    assert text_of(sent["amina@example.org"][0]).count("Demain") == 2


def test_a_week_before_members_are_asked_who_have_not_answered(evening: Evening, sent_at: SentAt) -> None:
    Answer.objects.create(session=evening.session, participant=evening.people["bruno"], comes=False)
    sent = sent_at(EVE - timedelta(days=6))
    assert set(sent) == {"amina@example.org"}
    assert "Serez-vous là\u00a0? Codéveloppement · Mardi, mercredi 13 janvier 2027" in text_of(
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
