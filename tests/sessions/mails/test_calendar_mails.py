"""Dates by mail, read from a real mail server and by a reader's calendar: planned, moved, called off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from codev import worker
from groups.commands import bring_back, mail_link, remove_participant, rename_participant
from groups.models import Mail
from sessions import commands
from sessions.mails.calendar import tell
from sessions.models import Session
from tests.mails import rows, text_of
from tests.sessions.calendar.diary import Diary
from tests.sessions.cast.evening import Evening, gather
from tests.smtp import Post

NOW = datetime(2027, 1, 4, 9, tzinfo=UTC)
FIRST = datetime(2027, 2, 2, 8, tzinfo=UTC)


@pytest.fixture
def evening(db: None) -> Iterator[Evening]:
    """Amina and Bruno have an address; Claire, Colin and David guide; outside, the group has another name."""
    with time_machine.travel(NOW, tick=False):
        evening = gather()
        evening.group.calendar_name = "Mardi"
        evening.group.save()
        for name in ("amina", "bruno"):
            evening.people[name].email = f"{name}@example.org"
            evening.people[name].save()
        yield evening


def a_cycle(evening: Evening, count: int = 6) -> list[Session]:
    return [
        commands.plan_session(
            cycle=evening.group.cycle,
            scheduled_at=FIRST + timedelta(weeks=3 * number),
            minutes=120,
            rounds=2,
            protocol_key="codev-classique",
        )
        for number in range(count)
    ]


def deliver(post: Post) -> dict[str, list[EmailMessage]]:
    """What everybody was sent since, by whom it went to."""
    post.letters.clear()
    worker.drain()
    found: dict[str, list[EmailMessage]] = {}
    for letter in post.letters:
        found.setdefault(letter["To"], []).append(letter)
    return found


def subject(letter: EmailMessage) -> str:
    """A header that was folded begins with a blank, as Python reads it."""
    return str(letter["Subject"]).strip()


def move(sessions: Sequence[Session], days: int) -> None:
    for session in sessions:
        session.scheduled_at += timedelta(days=days)
        session.save(update_fields=["scheduled_at"])


EVERYBODY = {"amina@example.org", "bruno@example.org"} | {
    f"{name}@atelier.example.org" for name in ("claire", "colin", "david")
}


def test_a_cycle_is_one_mail_a_person_and_each_calendar_follows_it(evening: Evening, by_post: Post) -> None:
    sessions, diary = a_cycle(evening), Diary()
    assert tell(sessions, "planned") == 5
    assert [word for word in ("Amina", "amina", "Mardi", "mardis") if word in rows()] == []
    sent = deliver(by_post)
    assert {who: len(letters) for who, letters in sent.items()} == dict.fromkeys(EVERYBODY, 1)
    assert diary.take(sent["amina@example.org"][0]) == ["REQUEST"] * 6
    assert sorted(event["DTSTART"].dt for event in diary.events.values()) == [one.scheduled_at for one in sessions]
    attendees = {str(event["ATTENDEE"]) for event in diary.events.values()}
    assert attendees == {"mailto:amina@example.org"}

    # One and all that follow.
    move(sessions[2:], 7)
    tell(sessions[2:], "moved")
    sent = deliver(by_post)
    assert {who: len(letters) for who, letters in sent.items()} == dict.fromkeys(EVERYBODY, 1)
    assert diary.take(sent["amina@example.org"][0]) == ["REQUEST"] * 4
    assert sorted(event["DTSTART"].dt for event in diary.events.values()) == [one.scheduled_at for one in sessions]
    assert [event["SEQUENCE"] for event in diary.events.values()] == [0, 0, 1, 1, 1, 1]

    sessions[3].status, sessions[3].called_off_word = "cancelled", "Je suis souffrante."
    sessions[3].save()
    tell(sessions[3], "cancelled")
    sent = deliver(by_post)
    (letter,) = sent["amina@example.org"]
    assert subject(letter) == "Codéveloppement · Mardi : mardi 13 avril 2027, annulée"
    # What it says is read there alone.
    assert "Un mot vous attend sur sa page" in text_of(letter)
    assert "souffrante" not in str(letter)
    assert diary.take(letter) == ["CANCEL"]
    assert {one.pk for one in sessions if f"{one.pk}@codev" in diary.events} == {
        one.pk for one in sessions if one is not sessions[3]
    }


def test_one_date_is_another_way_to_read_the_mail_which_says_where_to_answer(evening: Evening, by_post: Post) -> None:
    (session,) = a_cycle(evening, 1)
    session.place, session.call_url = "Salle Monge\r\nBcc: eve@example.org", "https://meet.example.org/x"
    session.save()
    tell(session, "planned")
    letter = deliver(by_post)["bruno@example.org"][0]
    assert letter.get_content_type() == "multipart/alternative"
    assert subject(letter) == "Codéveloppement · Mardi : mardi 2 février 2027, 9 h"
    assert letter["Bcc"] is None
    text = text_of(letter).replace("\r\n", "\n")
    assert "mardi 2\u00a0février 2027, 9\u00a0h – 11\u00a0h\u00a010, heure de Paris" in text
    assert f"/sessions/{session.pk}/" in text
    assert "Salle Monge Bcc: eve@example.org\nhttps://meet.example.org/x" in text
    for word in ("Les mardis", "Atelier", "Amina", "Bruno", "Claire"):
        assert word not in letter.as_string()


def test_who_was_not_told_before_hears_of_no_move(evening: Evening, by_post: Post) -> None:
    (session,) = a_cycle(evening, 1)
    move([session], 1)
    assert tell(session, "moved") == 0
    assert Session.objects.get(pk=session.pk).calendar_sequence == 1
    tell(session, "planned")
    deliver(by_post)
    remove_participant(participant=evening.people["bruno"], by=evening.users["claire"])
    evening.group.facilitators.filter(user=evening.users["colin"]).delete()
    assert tell(session, "moved") == 3
    evening.group.facilitators.filter(user=evening.users["david"]).delete()
    assert set(deliver(by_post)) == {"amina@example.org", "claire@atelier.example.org"}


def test_a_mail_that_still_waits_says_what_is_so_by_then_and_an_older_one_nothing(
    evening: Evening, by_post: Post
) -> None:
    sessions, diary = a_cycle(evening, 2), Diary()
    tell(sessions, "planned")
    move(sessions, 1)
    tell(sessions, "moved")
    Session.objects.filter(pk=sessions[0].pk).update(status="cancelled")
    tell(sessions[0], "cancelled")
    letters = deliver(by_post)["amina@example.org"]
    assert len(letters) == 2
    for letter in reversed(letters):
        diary.take(letter)
    assert [event["DTSTART"].dt for event in diary.events.values()] == [sessions[1].scheduled_at]


def test_who_joins_later_finds_in_the_mail_that_lets_in_what_comes_and_was_told_to_others(
    evening: Evening, by_post: Post
) -> None:
    chloe, claire, diary = evening.people["chloe"], evening.users["claire"], Diary()
    told, _untold, over = a_cycle(evening, 3)
    tell([told, over], "planned")
    Session.objects.filter(pk=over.pk).update(scheduled_at=NOW - timedelta(days=1))
    deliver(by_post)
    chloe.email = "chloe@example.org"
    chloe.save()
    by_post.hangs_up = "before answering"
    mail_link(participant=chloe, by=claire)
    deliver(by_post)
    by_post.hangs_up = ""
    # It comes again, with the same.
    first = list(by_post.letters)
    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        (letter,) = deliver(by_post)["chloe@example.org"]
    assert [diary.take(one) for one in (*first, letter)] == [["REQUEST"], ["REQUEST"]]
    assert [*diary.events] == [f"{told.pk}@codev"]
    move([told], 1)
    assert tell(told, "moved") == 6


def test_who_comes_back_or_reads_another_address_finds_dates_as_they_are_by_now(
    evening: Evening, by_post: Post
) -> None:
    amina, claire, (session,) = evening.people["amina"], evening.users["claire"], a_cycle(evening, 1)
    tell(session, "planned")
    (letter,) = deliver(by_post)["amina@example.org"]
    diary = Diary()
    diary.take(letter)
    remove_participant(participant=amina, by=claire)
    move([session], 1)
    tell(session, "moved")
    assert "amina@example.org" not in deliver(by_post)
    mail_link(participant=bring_back(participant=amina, by=claire), by=claire)
    assert diary.take(deliver(by_post)["amina@example.org"][0]) == ["REQUEST"]
    assert diary.events[f"{session.pk}@codev"]["DTSTART"].dt == session.scheduled_at
    amina.refresh_from_db()
    rename_participant(participant=amina, name=amina.name, email="amina@example.com", by=claire)
    mail_link(participant=amina, by=claire)
    assert Diary().take(deliver(by_post)["amina@example.com"][0]) == ["REQUEST"]


def test_telling_costs_the_same_for_one_session_and_for_thirty(evening: Evening, by_post: Post) -> None:
    sessions, costs = a_cycle(evening, 31), []
    for some in (sessions[:1], sessions[1:]):
        for what in ("planned", "moved"):
            with CaptureQueriesContext(
                connection,
            ) as asked:
                tell(some, what)  # type: ignore[arg-type]
            costs.append(len(asked))
        with CaptureQueriesContext(connection) as sending:
            deliver(by_post)
        costs.append(len(sending))
    assert costs[:3] == costs[3:]


def test_a_person_reads_the_own_language(evening: Evening, by_post: Post) -> None:
    amina = evening.people["amina"]
    amina.language = "en"
    amina.save()
    with translation.override("fr"):
        tell(a_cycle(evening, 2), "planned")
    sent = deliver(by_post)
    assert subject(sent["amina@example.org"][0]) == "Codevelopment · Mardi: 2 dates"
    assert subject(sent["bruno@example.org"][0]) == "Codéveloppement · Mardi : 2 dates"
    assert Mail.objects.filter(language="en").count() == 1
