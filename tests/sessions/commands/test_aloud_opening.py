"""Said aloud at the opening, by somebody without a device: what came of a commitment, and votes."""

from __future__ import annotations

from uuid import UUID

import pytest

from sessions.models import Commitment, CommitmentReport, JournalEntry, Presence, Subject, Vote
from tests.sessions.cast.asking import send
from tests.sessions.cast.evening import CIRCLE, Evening
from tests.sessions.cast.moments import PROMISE, SUBJECT, promise, promised, voting

LATER, SAID, PROMISED = UUID(int=9), "Le rendez-vous est pris.", "zqpromise"


def tell(evening: Evening, by: str, text: str = SAID, state: str = "trying", **more: object) -> tuple[int, str]:
    return send(evening, by, "report_commitment", behalf=evening.id("amina"), state=state, text=text, **more)


def page(evening: Evening, name: str) -> str:
    return str(evening.browser(name).get(evening.path()).content.decode())


# What came of a commitment


def test_a_report_said_aloud_is_noted_without_a_look_at_the_commitment(evening: Evening) -> None:
    promise(evening, text=PROMISED, id=LATER)
    promised(evening)
    Commitment.objects.filter(pk=PROMISE).update(taken_at="2026-01-01T10:00Z")

    assert tell(evening, "claire", is_shared="on") == (204, "")

    report = CommitmentReport.objects.get()
    assert (report.commitment_id, report.state, report.text) == (PROMISE, "trying", SAID)
    assert (report.is_noted, report.is_shared) == (True, False)
    for name in ("claire", "david", "bruno", "farid"):
        shown = page(evening, name)
        assert SAID in shown
        assert "Appeler Paul" not in shown
        assert PROMISED not in shown
    assert "Appeler Paul" in page(evening, "amina")


def test_what_was_noted_is_noted_anew(evening: Evening) -> None:
    promise(evening, id=LATER)
    promised(evening)
    assert [tell(evening, "claire"), tell(evening, "claire", "Il a eu lieu.", "reported")] == [(204, "")] * 2
    report = CommitmentReport.objects.get()
    assert (report.state, report.text, report.commitment.state) == ("reported", "Il a eu lieu.", "reported")


def test_what_somebody_wrote_alone_is_not_noted_over(evening: Evening) -> None:
    promised(evening)
    evening.do("amina", "report_commitment", id=PROMISE, state="not_today")
    assert tell(evening, "claire") == (404, "no_commitment")
    assert CommitmentReport.objects.get().text == ""


def test_whoever_it_was_noted_for_takes_it_over(evening: Evening) -> None:
    promised(evening)
    tell(evening, "claire")
    evening.do("amina", "report_commitment", id=PROMISE, state="reported", text="J’ai appelé.", is_shared=True)
    report = CommitmentReport.objects.get()
    assert (report.text, report.is_noted, report.is_shared) == ("J’ai appelé.", False, True)
    assert tell(evening, "claire") == (404, "no_commitment")


@pytest.mark.parametrize("by", ["farid", "bruno", "elsa", "david", "amina"])
def test_only_who_drives_notes_a_report(evening: Evening, by: str) -> None:
    promised(evening)
    assert tell(evening, by) == (403, "not_yours_to_do")
    assert not CommitmentReport.objects.exists()


def test_a_report_is_of_somebody_present_who_took_something_on(evening: Evening) -> None:
    promised(evening)
    for name, refusal in (("bruno", (404, "no_commitment")), ("gina", (409, "not_present"))):
        assert send(evening, "claire", "report_commitment", behalf=evening.id(name), state="trying") == refusal
    both = {"behalf": evening.id("amina"), "id": str(PROMISE)}
    for fields in ({}, both):
        assert send(evening, "claire", "report_commitment", state="trying", **fields) == (422, "invalid")
    evening.do("claire", "next")
    assert tell(evening, "claire") == (409, "not_followed_up")


def test_who_drives_alone_is_offered_to_note_it(evening: Evening) -> None:
    promised(evening)
    button = f'id="note-for-{evening.id("amina")}"'
    seen = {name: button in page(evening, name) for name in ("claire", "david", "farid", "bruno")}
    assert seen == {"claire": True, "david": False, "farid": False, "bruno": False}


# Votes


def without_a_phone(evening: Evening) -> None:
    """The vote runs, and no device of Driss was ever heard of."""
    voting(evening)
    Presence.objects.filter(participant=evening.people["driss"]).delete()


def vote(evening: Evening, by: str, behalf: str = "driss", count: int = 2) -> tuple[int, str]:
    return send(evening, by, "vote", subject=str(SUBJECT), count=count, behalf=evening.id(behalf))


def skip(evening: Evening, by: str, behalf: str = "driss") -> tuple[int, str]:
    return send(evening, by, "skip_vote", behalf=evening.id(behalf))


def test_votes_said_aloud_count_the_same_and_leave_no_trace(evening: Evening) -> None:
    without_a_phone(evening)
    evening.do("chloe", "vote", subject=SUBJECT, count=1)
    assert vote(evening, "claire") == (204, "")
    entry = JournalEntry.objects.latest("revision")
    assert (entry.arguments, entry.events) == (
        {"behalf": evening.id("driss")},
        [{"event": "VoteCast", "at": entry.at}],
    )
    assert vote(evening, "claire", count=4) == (409, "votes_spent")
    evening.do("claire", "end_vote")
    assert Subject.objects.get().votes == 3
    assert not Vote.objects.exists()


def test_nobody_waits_for_somebody_who_does_not_vote(evening: Evening) -> None:
    without_a_phone(evening)
    for name in CIRCLE:
        if name != "driss":
            evening.do(name, "skip_vote")
    assert evening.session.load().vote_ended_at is None
    assert skip(evening, "claire") == (204, "")
    assert evening.session.load().vote_ended_at is not None


@pytest.mark.parametrize("by", ["farid", "bruno", "elsa", "david"])
def test_only_who_drives_notes_votes(evening: Evening, by: str) -> None:
    without_a_phone(evening)
    assert (vote(evening, by), skip(evening, by)) == ((403, "not_yours_to_do"),) * 2
    assert not Vote.objects.exists()


def test_whoever_has_a_device_or_voted_alone_is_not_voted_for(evening: Evening) -> None:
    without_a_phone(evening)
    evening.do("driss", "vote", subject=SUBJECT, count=3)
    for name in ("driss", "bruno"):
        assert (vote(evening, "claire", name), skip(evening, "claire", name)) == ((409, "has_device"),) * 2
    assert vote(evening, "claire", "gina") == (409, "not_present")
    assert Vote.objects.get().count == 3


def test_the_dashboard_shows_votes_that_were_said_aloud_alone(evening: Evening) -> None:
    without_a_phone(evening)
    assert f'id="skip-{evening.id("driss")}"' in page(evening, "claire")
    for name in ("david", "farid", "chloe"):
        assert "votes-aloud" not in page(evening, name)
    vote(evening, "claire", count=3)
    assert "<output>3</output>" in page(evening, "claire")
    evening.do("driss", "vote", subject=SUBJECT, count=2)
    shown = page(evening, "claire")
    assert "<output>2</output>" not in shown
    assert "votes-aloud" not in shown
