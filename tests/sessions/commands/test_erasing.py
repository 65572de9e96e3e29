"""Erasing: what is one's own goes, what was written for another stays there, counts and journals are true."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from groups import commands as people
from groups.errors import Refused
from groups.models import AccessLedger, CalendarFeed, Participant, PersonalLink, Role, Seat, Shown, User
from sessions import commands
from sessions.commands.projections.runs import rebuild
from sessions.history import exports, figures
from sessions.models import (
    Attendance,
    Commitment,
    Contract,
    Contribution,
    PhaseRun,
    Presence,
    PrivateNote,
    Round,
    Session,
    SpeakingTurn,
    Subject,
)
from sessions.models.unsealed import unsealed
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.moments import clarification, lobby, presentation, promise

ASKED, KEPT, OPTION, LEARNED = "zqbrunoasked", "zqbrunokept", "zqbrunooption", "zqbrunolearned"
CONTRACT, SYNTHESIS, TITLE, PROMISE, BY_CLAIRE = "zqcontract", "zqsynthesis", "zqtitle", "zqpromise", "zqclaire"
NOTE, OF_CHLOE = "zqprivate", "zqchloe"


@pytest.fixture
def over(evening: Evening) -> Evening:
    """A session that is over, in which Amina was client, and everybody wrote."""
    presentation(evening)
    evening.do("amina", "word_headline", title=TITLE, question="")
    evening.do("claire", "jump", to_step=evening.index("clarification"))

    def write(who: str, kind: str, text: str, command: str = "contribute") -> None:
        evening.do(who, command, id=uuid4(), kind=kind, text=text)

    write("bruno", "question", ASKED)
    write("bruno", "option", KEPT, "keep_idea")
    evening.do("claire", "jump", to_step=evening.index("contract"))
    evening.do("amina", "write_contract", text=CONTRACT)
    evening.do("claire", "jump", to_step=evening.index("consultation"))
    write("bruno", "option", OPTION)
    write("chloe", "analysis", OF_CHLOE)
    write("claire", "reformulation", BY_CLAIRE)
    evening.do("claire", "write_private_note", text=NOTE)
    evening.do("claire", "jump", to_step=evening.index("action_plan"))
    evening.do("amina", "write_synthesis", text=SYNTHESIS)
    promise(evening, text=PROMISE)
    evening.do("claire", "close")
    return evening


def words() -> set[str]:
    """All that can be unsealed, of everybody."""
    rows: list[tuple[Any, str]] = [
        (row, "text") for kind in (Contribution, Contract, Commitment, PrivateNote) for row in kind.objects.all()
    ]
    rows += [(row, name) for row in Round.objects.all() for name in ("headline", "question", "synthesis")]
    rows += [(row, name) for row in Subject.objects.all() for name in ("title", "question")]
    return {said for row, name in rows if (said := unsealed(row, name))}


def counted(evening: Evening) -> Any:
    """All that is counted of it, and how many came."""
    group = [evening.group.pk]
    came = [column.present for cycle in figures.of_the_group(evening.group.pk) for column in cycle.register.columns]
    year = figures.of_the_year(group, evening.session.scheduled_at.year)
    return came, year, Round.objects.count(), Commitment.objects.values_list("state", "taken_at").first()


def rows(evening: Evening) -> list[list[tuple[Any, ...]]]:
    fields = {
        Attendance: ("participant", "arrived_at", "left_at"),
        PhaseRun: ("index", "entered_at"),
        SpeakingTurn: ("participant", "started_at"),
    }
    return [sorted(kind.objects.values_list(*names), key=str) for kind, names in fields.items()]


def replays(evening: Evening) -> None:
    before, state = rows(evening), evening.session.load()
    assert rebuild(evening.session) == state
    assert rows(evening) == before


def keepsake(evening: Evening) -> str:
    return str(evening.browser("amina", language="fr").get(evening.path("keepsake/")).content.decode())


def test_an_author_goes_and_what_was_written_stays_with_the_client(over: Evening) -> None:
    before, bruno = counted(over), over.people["bruno"]
    assert {ASKED, KEPT, OPTION} <= words()
    commands.erase_participant(participant=bruno)
    page = keepsake(over)
    assert [text in page for text in (ASKED, OPTION, OF_CHLOE, "Quelqu’un", "Bruno")] == [True] * 4 + [False]
    assert KEPT not in words()
    assert {ASKED, OPTION} <= words()
    assert counted(over) == before
    replays(over)
    gone = Participant.objects.get(pk=bruno.pk)
    assert (gone.name, gone.email, gone.removed_at is None) == ("Quelqu’un", "", False)
    assert not Seat.objects.filter(participant=bruno).exists()
    assert not PersonalLink.objects.filter(participant=bruno).exists()
    assert not Presence.objects.filter(participant=bruno).exists()
    assert over.browser("chloe").get(over.path()).status_code == 200
    file = exports.attendance(figures.of_the_group(over.group.pk), "fr").decode()
    assert ("Bruno" in file, "Quelqu’un" in file) == (False, True)


def test_a_client_goes_with_all_that_was_written_for_that_client(over: Evening) -> None:
    before = counted(over)
    commands.erase_participant(participant=over.people["amina"])
    left = words()
    assert {ASKED, OPTION, OF_CHLOE, BY_CLAIRE, CONTRACT, SYNTHESIS, TITLE, PROMISE} & left == set()
    assert KEPT in left  # Bruno's alone, though thought of in her round
    assert counted(over) == before
    replays(over)


def test_erasing_twice_changes_nothing_more(over: Evening) -> None:
    CalendarFeed.objects.create(participant=over.people["bruno"], token_hash="of an address")
    for _ in range(2):
        commands.erase_participant(participant=over.people["bruno"])
    assert not CalendarFeed.objects.exists()
    assert Participant.objects.filter(name="Quelqu’un").count() == 1
    commands.erase_participant(participant=over.people["chloe"])
    assert Participant.objects.filter(name="Quelqu’un").count() == 2


def test_a_group_goes_on_with_its_next_session(over: Evening) -> None:
    commands.erase_participant(participant=over.people["amina"])
    soon = commands.plan_session(
        cycle=over.group.cycle,
        scheduled_at=over.session.scheduled_at,
        minutes=120,
        rounds=2,
        protocol_key="codev-classique",
    )
    over.session_id = soon.pk
    over.do("claire", "open")
    assert over.browser("claire").get(over.path()).status_code == 200
    assert over.browser("bruno").get(over.path()).status_code == 200


def test_nobody_is_erased_while_a_session_lasts_that_let_the_person_in(evening: Evening) -> None:
    clarification(evening)
    for name in ("amina", "bruno"):
        with pytest.raises(Refused, match="already_running"):
            commands.erase_participant(participant=evening.people[name])
    evening.do("claire", "mark_left", participant=evening.people["bruno"].pk)
    with pytest.raises(Refused, match="already_running"):
        commands.erase_participant(participant=evening.people["bruno"])
    with pytest.raises(Refused, match="already_running"):
        commands.erase_account(user=evening.users["claire"])
    assert Participant.objects.get(pk=evening.people["bruno"].pk).name == "Bruno B."


def test_an_account_goes_and_its_words_stay_with_the_client(over: Evening) -> None:
    claire = over.users["claire"]
    before = counted(over)
    assert NOTE in words()
    commands.erase_account(user=claire)
    assert BY_CLAIRE in keepsake(over)
    assert NOTE not in words()
    assert counted(over) == before
    replays(over)
    assert not User.objects.filter(name="Claire").exists()


def test_an_account_of_hr_leaves_its_looks_without_a_name(over: Evening) -> None:
    hakim = over.users["hakim"]
    people.record_look(groups=[over.group], by=hakim, what=Shown.GROUP)
    commands.erase_account(user=hakim)
    line = AccessLedger.objects.get()
    assert (line.name, line.user, len(line.reader)) == ("", None, 16)
    out = StringIO()
    call_command("verify_ledger", stdout=out)
    page = over.browser("amina", language="fr").get(reverse("sessions:ledger", args=[over.group.pk])).content.decode()
    assert "Quelqu’un, dont le nom a été effacé" in page


def test_the_only_administrator_names_another_first(over: Evening) -> None:
    agnes = over.users["agnes"]
    with pytest.raises(Refused, match="last_administrator"):
        commands.erase_account(user=agnes)
    over.group.organisation.roles.create(user=over.users["claire"], role=Role.ADMIN)
    commands.erase_account(user=agnes)


# At a written request


def asked(*arguments: str) -> str:
    out = StringIO()
    call_command("my_data", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def bruno(over: Evening) -> Participant:
    one = over.people["bruno"]
    one.email = "bruno@exemple.fr"
    one.save()
    return one


@pytest.mark.parametrize("how", ["BRUNO@exemple.fr", "id"])
def test_the_operator_exports_at_a_request_and_the_group_reads_it(over: Evening, bruno: Participant, how: str) -> None:
    read = json.loads(asked(str(bruno.pk) if how == "id" else how, "--export"))
    (one,) = read["participants"]
    assert (one["name"], one["email"]) == ("Bruno B.", "bruno@exemple.fr")
    said = json.dumps(read)
    assert [text in said for text in (ASKED, KEPT, OPTION, OF_CHLOE, CONTRACT, SYNTHESIS, PROMISE, BY_CLAIRE)] == [
        *[True] * 3,
        *[False] * 5,
    ]
    assert [line.what for line in over.group.looks.all()] == ["request"]


def test_the_operator_is_told_what_would_be_erased_and_erases(over: Evening, bruno: Participant) -> None:
    assert asked(bruno.email, "--erase", "--dry-run") == f"participant {bruno.pk}: 1 texts go, 2 stay with others\n"
    assert KEPT in words()
    assert asked(bruno.email, "--erase") == f"participant {bruno.pk}: erased\n"
    assert KEPT not in words()
    with pytest.raises(CommandError, match="Nobody"):
        asked(bruno.email, "--erase")
    assert "account" in asked("claire@atelier.example.org", "--erase", "--dry-run")


@pytest.mark.parametrize("how", ["--export", "--erase"])
def test_an_address_that_was_noted_later_gives_out_and_erases_nothing(
    over: Evening, bruno: Participant, how: str
) -> None:
    """Whoever facilitates may note one of his own, and write to the operator."""
    people.rename_participant(participant=bruno, name=bruno.name, email="colin@x.org", by=over.users["claire"])
    out = StringIO()
    with pytest.raises(CommandError, match="Nobody"):
        call_command("my_data", "colin@x.org", how, stderr=out)
    assert str(bruno.pk) in out.getvalue()
    assert KEPT in words()
    assert asked(str(bruno.pk), how)


def test_the_operator_is_told_when_it_is_too_early(evening: Evening) -> None:
    clarification(evening)
    with pytest.raises(CommandError, match="already_running"):
        asked(evening.id("bruno"), "--erase")


@pytest.mark.django_db
@pytest.mark.parametrize("person", ["nobody@exemple.fr", "12345", "x", "3d1c9b52-6f0e-4a53-9b56-2a7f1f0e8c11"])
def test_a_stranger_is_nobody(person: str) -> None:
    with pytest.raises(CommandError):
        asked(person, "--export")


def test_a_lobby_that_nobody_left_keeps_nobody(evening: Evening) -> None:
    lobby(evening)
    days_ago = evening.session.scheduled_at - timedelta(days=3)
    Session.objects.filter(pk=evening.session_id).update(scheduled_at=days_ago)
    commands.erase_participant(participant=evening.people["bruno"])
    commands.erase_account(user=evening.users["colin"])
    assert not User.objects.filter(name="Colin").exists()
    assert evening.browser("claire").get(evening.path()).status_code == 200
