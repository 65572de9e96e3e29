"""What was written in a cycle can be read so long as the charter says, and nobody is surprised by its end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from smtplib import SMTPRecipientsRefused
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.core.serializers import deserialize, serialize
from django.utils import timezone

from codev import worker
from codev.sealing import KeyGone
from groups.models import RetentionWarning
from sessions.commands import apply_retention
from sessions.models import ContentKey, JournalEntry, OwnPrompt, PhaseRun, Session
from tests.mails import delivered
from tests.sessions.cast.evening import Evening

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)


@pytest.fixture
def held(evening: Evening) -> Evening:
    """The cycle's only session is over; Amina and Bruno have an address."""
    Session.objects.update(status="closed", scheduled_at=timezone.now() - timedelta(hours=5))
    for name in ("amina", "bruno"):
        evening.people[name].email = f"{name}@example.org"
        evening.people[name].save()
    return evening


def on_day(held: Any, days: int, *, is_dry: bool = False) -> list[str]:
    """What a run says so many days after the session."""
    said: list[str] = []
    with time_machine.travel(held.session.scheduled_at + timedelta(days=days), tick=False):
        apply_retention(timezone.localdate(), said.append, is_dry=is_dry)
        worker.drain()
    return said


def can_be_read(evening: Evening) -> bool:
    try:
        return bool(ContentKey.objects.key_of(evening.session_id))
    except KeyGone:
        return False


def told() -> int:
    """How many mails left since this was asked last."""
    count = len(mail.outbox)
    mail.outbox.clear()
    return count


def test_people_are_told_twice_and_then_it_is_gone(held: Evening) -> None:
    everybody = 2 + len(held.group.facilitators.all())
    mails = {}
    for day in (0, 60, 89, 90, 90, 91, 112, 113, 113, 119):
        on_day(held, day)
        mails[day] = mails.get(day, 0) + told()
        assert can_be_read(held)
    assert {day: count for day, count in mails.items() if count} == {90: everybody, 113: everybody}

    assert on_day(held, 120) == [f"destroy: content of session {held.session_id}, cycle {held.group.cycle.pk}"]
    assert not can_be_read(held)
    assert ContentKey.objects.get(pk=held.session_id).destroyed_at
    assert (on_day(held, 121), told()) == ([], 0)


def test_the_mail_says_the_day_and_nothing_of_the_group(held: Evening) -> None:
    on_day(held, 90)
    last = timezone.localdate(held.session.scheduled_at) + timedelta(days=120)
    texts = {f"{one.subject}\n{one.body}" for one in mail.outbox}
    assert len(texts) == 1
    assert str(last.year) in texts.pop()
    assert all(len(one.to) == 1 for one in mail.outbox)
    assert not any(word in str(one.message()) for one in mail.outbox for word in (held.group.name, "Atelier", "Amina"))


def test_a_dry_run_says_the_same_and_does_nothing(held: Evening) -> None:
    assert len(on_day(held, 90, is_dry=True)) == 1
    assert (told(), RetentionWarning.objects.count()) == (0, 0)
    on_day(held, 113)
    assert len(on_day(held, 120, is_dry=True)) == 1
    assert can_be_read(held)


def test_whoever_runs_it_for_the_first_time_warns_first(held: Evening) -> None:
    for day in (400, 401, 406):
        on_day(held, day)
        assert can_be_read(held)
    on_day(held, 407)
    assert not can_be_read(held)


def plan_another(held: Evening) -> None:
    other = Session.objects.get()
    other.pk, other.number, other.room_code_hash = uuid4(), 2, ""
    other.scheduled_at, other.status = other.scheduled_at + timedelta(days=100), "planned"
    other.save()
    ContentKey.objects.make(other.pk)


def plan_for_2099(held: Evening) -> None:
    plan_another(held)
    Session.objects.filter(number=2).update(scheduled_at=held.session.scheduled_at.replace(year=2099))


def end_in_2099(held: Evening) -> None:
    held.group.cycles.update(ends_on=date(2099, 12, 31))


@pytest.mark.parametrize("change", [plan_for_2099, end_in_2099])
def test_what_is_announced_for_long_after_keeps_nothing_for_ever(
    held: Evening, change: Callable[[Evening], None]
) -> None:
    """A year after the last session at most, and then as long as after any cycle; told before as ever."""
    change(held)
    for day in (120, 454, 478, 484):
        on_day(held, day)
        assert can_be_read(held)
    assert RetentionWarning.objects.exclude(sent_at=None).count() == 1
    on_day(held, 485)
    assert not can_be_read(held)
    # What is to come is still sealed and opened.
    assert all(ContentKey.objects.key_of(one.pk) for one in Session.objects.filter(number=2))


def test_a_cycle_ends_when_it_was_said_to(held: Evening) -> None:
    held.group.cycles.update(ends_on=timezone.localdate(held.session.scheduled_at) + timedelta(days=60))
    for day in (150, 173, 179):
        on_day(held, day)
    assert can_be_read(held)
    on_day(held, 180)
    assert not can_be_read(held)


def test_where_all_sessions_were_called_off_it_ends_with_the_last_of_them(held: Evening) -> None:
    """For 2099 or not: that day never comes."""
    day = held.session.scheduled_at
    cancelled_at = int((day + timedelta(days=10)).timestamp() * 1000)
    entry = {"actor": "user:1", "command": "cancel", "key": uuid4(), "fingerprint": "", "at": cancelled_at}
    JournalEntry.objects.create(session=held.session, revision=1, **entry)
    Session.objects.update(status="cancelled", scheduled_at=day.replace(year=2099), created_at=day)
    held_on = SimpleNamespace(session=SimpleNamespace(scheduled_at=day))
    for number in (100, 123, 129):
        on_day(held_on, number)
        assert can_be_read(held)
    on_day(held_on, 130)
    assert not can_be_read(held)
    assert told() > 0


def longer_charter(held: Evening) -> None:
    held.group.charters.create(number=2, text="Plus long.", retention_days=200)


def longer_organisation(held: Evening) -> None:
    held.group.organisation.retention_days = 300
    held.group.organisation.save()


@pytest.mark.parametrize("change", [plan_another, longer_charter, longer_organisation])
def test_it_is_never_later_than_what_was_promised_nor_before_the_cycle_is_over(
    held: Evening, change: Callable[[Evening], None]
) -> None:
    on_day(held, 113)
    change(held)
    on_day(held, 120)
    assert can_be_read(held) == (change is plan_another)


@pytest.mark.parametrize(("organisation", "charter", "days"), [(60, 120, 60), (120, 45, 45), (365, 365, 365)])
def test_the_shorter_of_organisation_and_charter_counts(
    held: Evening, organisation: int, charter: int, days: int
) -> None:
    held.group.organisation.retention_days = organisation
    held.group.organisation.save()
    held.group.charters.update(retention_days=charter)
    on_day(held, days - 7)
    assert told() > 0
    on_day(held, days - 1)
    assert can_be_read(held)
    on_day(held, days)
    assert not can_be_read(held)


def test_a_charter_that_came_after_a_cycle_keeps_it_no_longer(held: Evening) -> None:
    charter, session = held.group.charter, held.session
    charters = held.group.charters
    charters.filter(pk=charter.pk).update(created_at=session.scheduled_at - timedelta(days=9), retention_days=100)
    later = charters.create(number=2, text="Plus long.", retention_days=300)
    charters.filter(pk=later.pk).update(created_at=session.scheduled_at + timedelta(days=9))
    held.group.organisation.retention_days = 365
    held.group.organisation.save()
    held.group.refresh_from_db()

    assert held.group.retention_since(session.scheduled_at) == 100
    assert held.group.retention_since(session.scheduled_at + timedelta(days=10)) == 300


def test_a_running_session_keeps_its_cycle(held: Evening) -> None:
    on_day(held, 113)
    Session.objects.update(status="running")
    on_day(held, 120)
    assert can_be_read(held)


def test_a_lobby_that_nobody_left_keeps_no_words(held: Evening) -> None:
    Session.objects.update(status="open")
    for day in (90, 113, 120):
        on_day(held, day)
    assert not can_be_read(held)


def test_a_session_that_was_held_later_counts_from_then(held: Evening) -> None:
    for day in (90, 113):
        on_day(held, day)
    entered_at = held.session.scheduled_at + timedelta(days=118)
    PhaseRun.objects.create(session=held.session, index=0, step="check_in", planned_ms=1, entered_at=entered_at)
    on_day(held, 120)
    assert can_be_read(held)


def test_a_run_finds_the_mails_that_another_asked_for(held: Evening) -> None:
    day = held.session.scheduled_at + timedelta(days=90)
    with time_machine.travel(day, tick=False):
        said: list[str] = []
        for _ in range(2):
            apply_retention(timezone.localdate(), said.append)
        assert len(said) == 1
        assert len(delivered()) == 2 + len(held.group.facilitators.all())


def test_a_mail_server_that_is_down_is_tried_again_and_one_bad_address_keeps_nobodys_words(
    held: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = {"amina@example.org", "bruno@example.org", *(user.email for user in held.users.values())}

    def send(server: object, messages: list[EmailMessage]) -> int:
        if messages[0].to[0] in refused:
            raise SMTPRecipientsRefused({messages[0].to[0]: (550, b"No such user")})
        return 1

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", send)
    on_day(held, 113)
    assert not RetentionWarning.objects.exclude(sent_at=None).exists()
    refused.clear()
    refused.add("amina@example.org")
    count = 2 + len(held.group.facilitators.all())
    assert on_day(held, 114)[0] == f"not sent: {count} mails for cycle {held.group.cycle.pk}, tried again"
    on_day(held, 121)
    assert not can_be_read(held)


def test_the_command_says_what_it_does(held: Evening, capsys: pytest.CaptureFixture[str]) -> None:
    for day, lines in ((113, ["warn:", "0 sessions"]), (120, ["destroy:", "1 sessions"])):
        with time_machine.travel(held.session.scheduled_at + timedelta(days=day), tick=False):
            call_command("apply_retention")
            worker.drain()
        said = capsys.readouterr().out.splitlines()
        assert [line.startswith(start) for line, start in zip(said, lines, strict=True)] == [True, True]


def test_a_backup_of_before_opens_nothing_once_the_key_is_destroyed(held: Evening) -> None:
    """Rows come back from the main database's backup; the keys' database goes on as it is."""
    prompt = OwnPrompt(session=held.session, text="Que diriez-vous à sa place ?")
    prompt.save()
    backup = serialize("json", OwnPrompt.objects.all())
    on_day(held, 113)
    on_day(held, 120)
    OwnPrompt.objects.all().delete()
    for row in deserialize("json", backup):
        row.save()
    with pytest.raises(KeyGone):
        assert OwnPrompt.objects.get().text
