"""The statements that are compiled: each finds and writes what the ORM does, on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.sessions.models import Session as BrowserRow
from django.db import IntegrityError, OperationalError, connections
from django.db.transaction import TransactionManagementError, atomic
from django.utils import timezone

from codev import browsers
from groups import actors
from groups.models import Participant, Seat, User
from groups.models.people import with_id
from sessions import access
from sessions.commands import statements
from sessions.live.hub import presence
from sessions.live.snapshot import catching_up, reading
from sessions.live.snapshot.contributions import some_of_round
from sessions.models import Contribution, JournalEntry, Presence, Round, Session
from tests.codev.orm import same, told
from tests.sessions.cast.evening import Evening, gather

pytestmark = pytest.mark.xdist_group("compiled")


# Who it is
def test_a_browser_is_found_by_the_hash_of_its_key_until_it_runs_out(database: Any) -> None:
    now, soon = timezone.now(), timezone.now() + timedelta(hours=1)
    key = browsers.hashed(uuid4().hex)
    BrowserRow.objects.create(session_key=key, session_data="what it holds", expire_date=soon)

    assert same(browsers.kept, hash=key, now=now) == ["what it holds"]
    assert same(browsers.kept, hash=key, now=soon) == []
    assert same(browsers.kept, hash="made up", now=now) == []


def test_a_browser_keeps_what_is_put_into_it_and_no_key_that_was_made_up(database: Any) -> None:
    browser = browsers.SessionStore()
    browser["seats"] = ["one"]
    browser.save()

    again, strange = browsers.SessionStore(browser.session_key), browsers.SessionStore("made-up-" + "x" * 24)
    assert dict(again.items()) == {"seats": ["one"]}
    assert dict(strange.items()) == {}
    assert strange.session_key is None


def test_an_account_is_found_by_its_id(evening: Evening) -> None:
    claire = evening.users["claire"]

    assert same(with_id, pk=claire.pk) == [claire]
    assert same(with_id, pk=2**40) == []
    assert told(User.objects.get(pk=claire.pk)) == told(User.objects.filter(pk=claire.pk).get())
    with pytest.raises(User.DoesNotExist):
        User.objects.get(pk=2**40)
    with pytest.raises(User.DoesNotExist):
        User.objects.get(pk=None)
    with pytest.raises(User.DoesNotExist):
        User.objects.get(pk=claire.pk, is_active=False)


def test_seats_are_found_by_what_the_browser_holds(evening: Evening) -> None:
    amina, bruno, gina = (evening.seats[name] for name in ("amina", "bruno", "gina"))
    strange = Seat.objects.exclude(participant__group=evening.group).first()
    assert strange is not None

    assert same(actors.live_seats, held=[]) == []
    assert same(actors.live_seats, held=[uuid4()]) == []
    assert same(actors.live_seats, held=[str(amina.pk)]) == [amina]
    assert same(actors.live_seats, held=[str(gina.pk), amina.pk, bruno.pk]) == [amina, bruno, gina]
    assert same(actors.live_seats, held=[amina.pk, amina.pk]) == [amina]
    assert same(actors.live_seats, held=[amina.pk, strange.pk]) == sorted(
        [amina, strange], key=lambda seat: (seat.created_at, seat.pk)
    )


def test_a_seat_that_was_closed_is_found_no_more(evening: Evening) -> None:
    amina, bruno = evening.seats["amina"], evening.seats["bruno"]
    Seat.objects.filter(pk=amina.pk).update(revoked_at=timezone.now())
    Participant.objects.filter(pk=bruno.participant_id).update(removed_at=timezone.now())

    assert same(actors.live_seats, held=[amina.pk, bruno.pk]) == []


def test_a_session_is_found_with_its_group(evening: Evening) -> None:
    [session] = same(access.with_group, session=evening.session_id)

    assert session.cycle.group == evening.group
    assert same(access.with_group, session=uuid4()) == []


@pytest.mark.parametrize(
    ("name", "part"),
    [("claire", "facilitator"), ("david", "deputy"), ("hakim", None), ("agnes", None)],
)
def test_a_session_is_found_with_the_part_of_an_account(evening: Evening, name: str, part: str | None) -> None:
    user, where = evening.users[name].pk, evening.session_id

    assert [one.part for one in same(access.with_part, session=where, user=user)] == [part]
    assert same(access.part_of, user=user, group=evening.group.pk) == ([part] if part else [])


def test_no_part_is_found_elsewhere_or_of_a_closed_account(evening: Evening) -> None:
    claire = evening.users["claire"]
    other = Session.objects.exclude(pk=evening.session_id).select_related("cycle").first()
    assert other is not None

    assert [one.part for one in same(access.with_part, session=other.pk, user=claire.pk)] == [None]
    assert same(access.part_of, user=claire.pk, group=other.cycle.group_id) == []
    assert same(access.with_part, session=uuid4(), user=claire.pk) == []
    User.objects.filter(pk=claire.pk).update(is_active=False)
    assert [one.part for one in same(access.with_part, session=evening.session_id, user=claire.pk)] == [None]
    assert same(access.part_of, user=claire.pk, group=evening.group.pk) == []


# A command
def test_a_session_is_found_under_lock(evening: Evening) -> None:
    with atomic():
        assert same(statements.locked, session=evening.session_id) == [evening.session]
        assert same(statements.locked, session=uuid4()) == []


def test_who_comes_second_waits_on_postgresql(on_postgres: Any, transactional_db: None) -> None:
    usual, connections["default"] = connections["default"], on_postgres
    try:
        evening = gather(organisation=f"Verrou {uuid4()}")
        with pytest.raises(TransactionManagementError):
            statements.locked.all(session=evening.session_id)
        other = on_postgres.copy()
        with atomic():
            statements.locked.all(session=evening.session_id)
            with other.cursor() as cursor, pytest.raises(OperationalError):
                cursor.execute("SELECT 1 FROM codev_sessions_session FOR UPDATE NOWAIT")
        with pytest.raises(TransactionManagementError):
            statements.locked.all(session=evening.session_id)
        other.close()
    finally:
        connections["default"] = usual


def test_a_command_is_found_by_its_key(evening: Evening) -> None:
    sent = JournalEntry.objects.filter(session=evening.session_id).latest("revision")
    other = JournalEntry.objects.exclude(session=evening.session_id).latest("revision")
    by = {"session": evening.session_id, "actor": sent.actor}

    assert same(statements.sent_before, **by, key=sent.key) == [(sent.fingerprint, sent.revision)]
    assert same(statements.sent_before, **by, key=str(sent.key)) == [(sent.fingerprint, sent.revision)]
    assert same(statements.sent_before, **by, key=other.key) == []
    assert same(statements.sent_before, **by | {"actor": "seat:other"}, key=sent.key) == []


def test_what_somebody_wrote_is_counted(evening: Evening) -> None:
    bruno = evening.visit_key("bruno")
    by = {"session": evening.session_id, "actor": bruno}
    assert same(statements.written, **by, since=0) == []
    evening.do("bruno", "raise_hand")
    for _time in range(3):
        evening.do("bruno", "contribute", id=uuid4(), kind="question", text="Depuis quand ?")

    found = same(statements.written, **by, since=0)
    assert len(found) == 3
    assert same(statements.written, **by, since=max(found)) == []
    assert same(statements.written, **by | {"actor": evening.visit_key("chloe")}, since=0) == []


@pytest.mark.parametrize("copy", [True, False])
def test_a_session_is_kept_as_saving_keeps_it(evening: Evening, copy: bool) -> None:
    other = gather(organisation=f"Même {uuid4()}")
    row = other.session
    row.state, row.status, row.revision = {"é": [1, None, {"a": "’"}], "version": 2}, "running", 7
    row.protocol_copy_id = evening.session.protocol_copy_id if copy else None
    columns = ("state", "status", "revision", "protocol_copy")
    row.save(update_fields=columns)
    saved = Session.objects.filter(pk=row.pk).values().get()
    untouched = Session.objects.exclude(pk=row.pk).order_by("pk").values()
    before = list(untouched)
    row.save(update_fields=columns)
    Session.objects.filter(pk=row.pk).update(state={}, status="open", revision=1, protocol_copy=None)

    values = {name: saved[name] for name in ("state", "status", "revision")}
    written = statements.keep.run(session=row.pk, **values, protocol_copy=saved["protocol_copy_id"])

    assert written == 1
    assert Session.objects.filter(pk=row.pk).values().get() == saved
    assert list(untouched) == before
    assert statements.keep.run(session=uuid4(), **values, protocol_copy=None) == 0


def test_a_command_is_noted_as_saving_notes_it(evening: Evening) -> None:
    columns = {
        "session_id": evening.session_id,
        "actor": "seat:x",
        "command": "raise_hand",
        "fingerprint": "f" * 64,
        "arguments": {"to": None},
        "events": [{"event": "HandRaised", "at": 2**41, "participant": "é"}],
        "at": 2**41,
    }
    JournalEntry(**columns, revision=100, key=UUID(int=100)).save(force_insert=True)
    assert statements.note.run(**columns, revision=101, key=UUID(int=101)) == 1

    saved, noted = JournalEntry.objects.filter(session=evening.session_id, revision__gte=100).values()
    apart = {"id", "revision", "key"}
    assert {**noted} == {**saved} | {name: noted[name] for name in apart}
    assert (noted["revision"], noted["key"]) == (101, UUID(int=101))


def test_one_revision_is_noted_once_and_the_transaction_is_lost(evening: Evening) -> None:
    columns = {"session_id": evening.session_id, "revision": 1, "actor": "seat:x", "command": "x", "key": uuid4()}
    with atomic():
        with pytest.raises(IntegrityError):
            statements.note.run(**columns, fingerprint="", arguments={}, events=[], at=1)
        # As after a `save` that failed: nothing more may be asked, and nothing stays.
        with pytest.raises(TransactionManagementError):
            Session.objects.count()


# The pulse
def test_the_revision_is_found(evening: Evening) -> None:
    assert same(reading.revision, session=evening.session_id) == [evening.session.revision]
    assert same(reading.revision, session=uuid4()) == []


def test_a_session_is_found_with_each_later_entry_of_its_journal(evening: Evening) -> None:
    where, at = evening.session_id, evening.session.revision
    assert [one.then for one in same(catching_up.since, session=where, revision=at)] == [None]
    for _time in range(6):
        evening.do("bruno", "raise_hand")
        evening.do("bruno", "lower_hand")

    found = same(catching_up.since, session=where, revision=at + 7)
    assert [(one.then, one.command) for one in found] == [
        (at + number, "lower_hand" if number % 2 == 0 else "raise_hand") for number in range(8, 13)
    ]
    assert len(same(catching_up.since, session=where, revision=0)) == catching_up.MOST + 1
    assert same(catching_up.since, session=uuid4(), revision=0) == []


def test_what_was_written_in_a_round_is_found_and_what_is_kept_for_a_later_one(evening: Evening) -> None:
    said, kept, dropped, other = (uuid4() for _one in range(4))
    for one in (said, dropped):
        evening.do("bruno", "contribute", id=one, kind="question", text="Depuis quand ?")
    evening.do("bruno", "keep_idea", id=kept, kind="option", text="Et si Paul venait ?")
    evening.do("bruno", "withdraw", id=dropped)
    evening.do("chloe", "contribute", id=other, kind="question", text="Pourquoi ?")
    rounds = Round.objects.filter(session=evening.session_id)
    first = {"session": evening.session_id, "round": rounds.get(number=0).pk, "number": 0}
    strange = Contribution.objects.exclude(session=evening.session_id).latest("written_at")
    everything = [said, kept, dropped, strange.pk]

    assert [one.pk for one in same(some_of_round, **first, only=everything)] == [said, kept]
    assert [one.pk for one in same(some_of_round, **first, only=[said])] == [said]
    assert same(some_of_round, **first, only=[]) == []
    assert same(some_of_round, **first | {"session": strange.session_id}, only=everything) == []
    Contribution.objects.filter(pk=kept).update(round=None)
    assert [one.pk for one in same(some_of_round, **first | {"round": uuid4()}, only=everything)] == [kept]


def test_those_who_were_seen_are_found(evening: Evening) -> None:
    seen = same(presence.seen, sessions=[evening.session_id, evening.session_id])
    assert len(seen) == len(evening.people) - 1
    Presence.objects.create(session_id=evening.session_id, actor="user:1", last_seen_at=timezone.now())

    seen = same(presence.seen, sessions=[evening.session_id])
    assert {row[:2] for row in seen} == {(evening.session_id, evening.session.revision)}
    assert ("user:1", None, 0) in [(row[2], row[3], row[5]) for row in seen]
    assert same(presence.seen, sessions=[uuid4()]) == []
    assert same(presence.seen, sessions=[]) == []
