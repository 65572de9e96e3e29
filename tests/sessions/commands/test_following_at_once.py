"""A commitment that two devices, or a device and the session, change at once; and a press beside an opening."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from sessions import commands
from sessions.following.own import Holder
from sessions.models import Commitment, CommitmentReport, Contribution, Served, Session
from tests.sessions.cast.evening import Evening, gather, plan
from tests.sessions.cast.moments import check_in, promise
from tests.sessions.commands.test_at_once import both


@pytest.fixture
def evening(database: Any) -> Evening:
    """Amina took something on in an earlier session, and marked an idea of Bruno's there."""
    evening = gather(organisation=f"Suite{uuid4().hex[:8]}")
    taken = promise(evening, id=uuid4())
    evening.prove("amina")
    idea = Contribution(id=uuid4(), session=taken.session, round=taken.round, author=evening.people["bruno"])
    idea.step, idea.kind, idea.mark, idea.written_at, idea.text = (
        "consultation",
        "option",
        "trying",
        timezone.now(),
        "Et",
    )
    idea.save(force_insert=True)
    return evening


def taken(evening: Evening) -> Commitment:
    return Commitment.objects.get(participant=evening.people["amina"])


def changes(evening: Evening, state: str, word: str) -> None:
    seat, found = evening.seats["amina"], taken(evening)
    change = commands.Change(state, None, word)
    commands.change_commitment(holder=Holder.of(seat, [seat]), id=found.pk, change=change, version=0)


def test_of_two_devices_one_is_told_that_the_other_was_quicker(database: Any, evening: Evening) -> None:
    words = ("du téléphone", "de l’ordinateur")
    came = both(database, *(lambda word=word: changes(evening, "trying", word) for word in words))
    assert sorted(came) == ["", "stale"]
    assert taken(evening).word == words[came.index("")]
    assert taken(evening).version == 1


def test_what_is_said_in_the_session_stands_whatever_a_page_sends_meanwhile(database: Any, evening: Evening) -> None:
    check_in(evening)
    evening.do("claire", "jump", to_step=evening.index("follow_up"))
    about = {"id": taken(evening).pk, "state": "reported", "text": "C’est fait."}
    came = both(
        database,
        lambda: changes(evening, "dropped", ""),
        lambda: evening.do("amina", "report_commitment", **about),
    )
    # Dropped first, there is nothing left to report; reported first, the page is late.
    assert came in (["stale", ""], ["", "no_commitment"])
    assert taken(evening).state == ("reported" if came[0] else "dropped")
    assert taken(evening).version == 1
    assert CommitmentReport.objects.filter(commitment=taken(evening)).count() == (1 if came[0] else 0)


def test_two_presses_and_an_opening_make_one_row(database: Any, evening: Evening) -> None:
    later = plan(evening.group.cycle)
    seat, idea = evening.seats["amina"], Contribution.objects.get(author=evening.people["bruno"])

    def press() -> None:
        commands.tell_author(holder=Holder.of(seat, [seat]), held=[seat], idea=idea.pk, is_wanted=True)

    def opens() -> None:
        commands.run("open", visit=evening.visit("claire", Session.objects.get(pk=later.pk)), key=uuid4())

    assert both(database, press, press, opens) == ["", "", ""]
    assert Served.objects.filter(contribution=idea).count() == 1
    assert UUID(str(Served.objects.get(contribution=idea).pk)) == idea.pk
