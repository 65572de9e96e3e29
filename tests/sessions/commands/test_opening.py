"""Commitments reported, subjects proposed, weighed, voted for and chosen: who may, when, and what becomes of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from pytest_django import Settings

from groups.errors import CodevError
from sessions.live.snapshot.reading import load
from sessions.models import Commitment, CommitmentReport, JournalEntry, Round, Subject, Vote
from tests.names import unnamed
from tests.sessions.cast.evening import CIRCLE, Evening
from tests.sessions.cast.moments import (
    PROMISE,
    PROPOSAL,
    SUBJECT,
    check_in,
    choosing,
    promise,
    promised,
    proposed,
    voting,
)

OTHER = UUID(int=9)
AGAIN = {"title": "Un retard", "question": "Par où commencer ?"}


def refusal(evening: Evening, name: str, command: str, **fields: Any) -> str:
    with pytest.raises(CodevError) as refused:
        evening.do(name, command, **fields)
    return str(refused.value.code)


def commitment(id: UUID = PROMISE) -> Commitment:
    return Commitment.objects.get(pk=id)


# Reports


@pytest.mark.parametrize("state", ["trying", "reported", "dropped"])
def test_a_report_moves_the_commitment_on(evening: Evening, state: str) -> None:
    promised(evening)
    evening.do("amina", "report_commitment", id=PROMISE, state=state, text="J’ai appelé.")
    report = CommitmentReport.objects.get()
    assert (commitment().state, report.state, report.text, report.is_shared) == (state, state, "J’ai appelé.", False)
    assert report.session_id == evening.session_id != commitment().session_id


def test_nobody_has_to_speak_of_it_and_may_change_their_mind(evening: Evening) -> None:
    promised(evening)
    evening.do("amina", "report_commitment", id=PROMISE, state="dropped", text="J’y renonce.", is_shared=True)
    evening.do("amina", "report_commitment", id=PROMISE, state="not_today", text="Rien", is_shared=True)
    report = CommitmentReport.objects.get()
    assert (commitment().state, report.state, report.text, report.is_shared) == ("taken", "", "", False)


def test_only_its_owner_reports_on_a_commitment(evening: Evening) -> None:
    promised(evening)
    assert refusal(evening, "bruno", "report_commitment", id=PROMISE, state="dropped") == "no_commitment"
    assert refusal(evening, "claire", "report_commitment", id=PROMISE, state="dropped") == "not_yours_to_do"
    assert commitment().state == "taken"


def test_what_was_shared_before_or_is_of_this_session_is_not_reported(evening: Evening) -> None:
    done = promise(evening, id=OTHER)
    Commitment.objects.filter(pk=done.pk).update(state="reported")
    promised(evening)
    assert refusal(evening, "amina", "report_commitment", id=OTHER, state="trying") == "no_commitment"
    assert [one.id for one in load_opening(evening).commitments] == [str(PROMISE)]


def load_opening(evening: Evening) -> Any:
    snapshot = load(evening.session_id)
    assert snapshot
    return snapshot.opening


def test_reports_have_their_step(evening: Evening) -> None:
    promise(evening)
    check_in(evening)
    assert refusal(evening, "amina", "report_commitment", id=PROMISE, state="trying") == "not_followed_up"


# Subjects


def test_a_subject_is_proposed_reworded_and_taken_back(evening: Evening) -> None:
    proposed(evening)
    evening.do("bruno", "propose_subject", id=SUBJECT, **AGAIN)
    subject = Subject.objects.get()
    assert (subject.participant, subject.title, subject.question) == (evening.people["bruno"], *AGAIN.values())
    evening.do("bruno", "withdraw_subject", id=SUBJECT)
    assert load_opening(evening).subjects == ()
    evening.do("bruno", "propose_subject", id=OTHER, **AGAIN)
    assert [one.id for one in load_opening(evening).subjects] == [str(OTHER)]


def test_one_subject_a_person(evening: Evening) -> None:
    proposed(evening)
    assert refusal(evening, "bruno", "propose_subject", id=OTHER, **AGAIN) == "has_subject"


@pytest.mark.parametrize("name", ["claire", "farid"])
def test_facilitator_and_scribe_put_down_what_is_said_aloud(evening: Evening, name: str) -> None:
    choosing(evening)
    evening.do(name, "propose_subject", behalf=evening.people["driss"].pk, **PROPOSAL)
    assert [(one.who, one.is_noted) for one in load_opening(evening).subjects] == [(evening.id("driss"), True)]
    evening.do(name, "propose_subject", id=SUBJECT, **AGAIN)
    evening.do(name, "withdraw_subject", id=SUBJECT)


def test_others_leave_a_subject_alone(evening: Evening) -> None:
    proposed(evening)
    for command, fields in {"propose_subject": AGAIN, "withdraw_subject": {}, "weigh_subject": WEIGHTS}.items():
        assert refusal(evening, "chloe", command, id=SUBJECT, **fields) == "not_yours_to_do"
        assert refusal(evening, "david", command, id=SUBJECT, **fields) == "not_yours_to_do"
    someone = evening.people["driss"].pk
    assert refusal(evening, "chloe", "propose_subject", id=OTHER, behalf=someone, **AGAIN) == "not_yours_to_do"
    assert refusal(evening, "claire", "propose_subject", id=OTHER, **AGAIN) == "not_yours_to_do"


WEIGHTS = {"stakes": 3, "intensity": 2, "urgency": 1}


def test_stakes_are_weighed_by_the_proposer_or_with_the_facilitator(evening: Evening) -> None:
    proposed(evening)
    evening.do("bruno", "weigh_subject", id=SUBJECT, **WEIGHTS)
    assert load_opening(evening).subjects[0].weights == (3, 2, 1)
    evening.do("claire", "weigh_subject", id=SUBJECT, **WEIGHTS | {"urgency": 3})
    assert load_opening(evening).subjects[0].weights == (3, 2, 3)


# Votes


def two_subjects(evening: Evening) -> None:
    voting(evening)
    evening.do("amina", "propose_subject", id=OTHER, **AGAIN)


def test_votes_are_given_and_taken_back_within_their_number(evening: Evening) -> None:
    two_subjects(evening)
    evening.do("chloe", "vote", subject=SUBJECT, count=2)
    assert refusal(evening, "chloe", "vote", subject=OTHER, count=2) == "votes_spent"
    evening.do("chloe", "vote", subject=SUBJECT, count=0)
    evening.do("chloe", "vote", subject=OTHER, count=3)
    assert load_opening(evening).ballot(evening.id("chloe")).given == {str(OTHER): 3}


def test_the_number_of_votes_is_a_setting(evening: Evening, settings: Settings) -> None:
    settings.CODEV_VOTES_EACH = 1
    two_subjects(evening)
    assert refusal(evening, "chloe", "vote", subject=OTHER, count=2) == "votes_spent"


def test_ending_the_vote_keeps_totals_and_deletes_single_votes(evening: Evening) -> None:
    two_subjects(evening)
    evening.do("chloe", "vote", subject=SUBJECT, count=2)
    evening.do("driss", "vote", subject=SUBJECT, count=1)
    evening.do("elsa", "skip_vote")
    assert [one.votes for one in load_opening(evening).subjects] == [None, None]
    evening.do("claire", "end_vote")
    assert [one.votes for one in load_opening(evening).subjects] == [3, 0]
    assert not Vote.objects.exists()
    assert refusal(evening, "chloe", "vote", subject=OTHER, count=1) == "vote_over"


def test_the_vote_ends_by_itself_when_all_have_voted_or_passed(evening: Evening) -> None:
    two_subjects(evening)
    for name in CIRCLE[:-1]:
        evening.do(name, "vote", subject=OTHER, count=3)
    assert evening.session.load().vote_ended_at is None
    evening.do(CIRCLE[-1], "skip_vote")
    assert evening.session.load().vote_ended_at is not None
    assert [one.votes for one in load_opening(evening).subjects] == [0, 15]


def test_who_passed_may_vote_after_all(evening: Evening) -> None:
    two_subjects(evening)
    evening.do("chloe", "skip_vote")
    evening.do("chloe", "vote", subject=OTHER, count=1)
    ballot = load_opening(evening).ballot(evening.id("chloe"))
    assert (ballot.given, ballot.is_skipped) == ({str(OTHER): 1}, False)


@pytest.mark.parametrize("leave", ["next", "close"])
def test_leaving_the_step_ends_a_vote_that_has_begun(evening: Evening, leave: str) -> None:
    two_subjects(evening)
    evening.do("chloe", "vote", subject=SUBJECT, count=2)
    evening.do("claire", leave)
    assert not Vote.objects.exists()
    assert list(Subject.objects.values_list("votes", flat=True)) == [2, 0]
    assert [one["event"] for one in JournalEntry.objects.latest("revision").events][:2] == [
        "TransitionBegan",
        "VoteEnded",
    ]


def test_a_vote_that_ended_stays_ended_when_leaving_its_step_is_undone(evening: Evening) -> None:
    """Single votes are gone for good: what was counted stands."""
    two_subjects(evening)
    evening.do("chloe", "vote", subject=SUBJECT, count=2)
    revision = evening.do("claire", "next")
    evening.do("claire", "undo", of_revision=revision)

    state = evening.session.load()
    assert state.item is not None
    assert (state.item.key, state.vote_ended_at is None) == ("subject_choice", False)
    assert list(Subject.objects.values_list("votes", flat=True)) == [2, 0]


def test_a_vote_in_which_nobody_voted_is_still_to_come(evening: Evening) -> None:
    two_subjects(evening)
    evening.do("claire", "back")
    evening.do("claire", "next")
    evening.do("chloe", "vote", subject=SUBJECT, count=1)


def test_votes_for_a_subject_taken_back_are_their_voters_again(evening: Evening) -> None:
    two_subjects(evening)
    evening.do("chloe", "vote", subject=SUBJECT, count=3)
    evening.do("bruno", "withdraw_subject", id=SUBJECT)
    evening.do("chloe", "vote", subject=OTHER, count=3)


def test_there_are_no_votes_where_the_facilitator_chooses(evening: Evening) -> None:
    session = evening.session
    session.settings = {"subject_choice": "facilitator"}
    session.freeze_protocol()
    session.save()
    proposed(evening)
    assert refusal(evening, "chloe", "vote", subject=SUBJECT, count=1) == "no_votes"
    assert refusal(evening, "bruno", "weigh_subject", id=SUBJECT, **WEIGHTS) == "no_stakes"


def test_the_journal_says_that_somebody_voted_never_for_what(evening: Evening) -> None:
    """Nor does the fingerprint: the same key with another subject is the same request."""
    two_subjects(evening)
    http, key = evening.browser("chloe"), uuid4()
    for subject in (SUBJECT, OTHER):
        assert evening.post(http, "vote", key=key, subject=str(subject), count=2).status_code == 204
    entry = JournalEntry.objects.latest("revision")
    assert (entry.command, entry.arguments) == ("vote", {})
    assert entry.events == [{"event": "VoteCast", "at": entry.at}]
    assert load_opening(evening).ballot(evening.id("chloe")).given == {str(SUBJECT): 2}


# Clients, and what their rounds are about


def headlines(evening: Evening) -> list[tuple[str, str]]:
    rounds = Round.objects.filter(session=evening.session_id).order_by("number")
    return [(one.headline, one.question) for one in rounds]


def choose(evening: Evening, *names: str) -> None:
    evening.do("claire", "choose_clients", participants=[evening.people[name].pk for name in names])


def test_rounds_take_over_their_clients_subjects_whatever_the_order(evening: Evening) -> None:
    proposed(evening)
    subject = (PROPOSAL["title"], PROPOSAL["question"])
    assert headlines(evening) == [("", ""), subject]  # Bruno was to be the second client before he proposed
    choose(evening, "bruno", "amina")
    assert headlines(evening) == [subject, ("", "")]
    evening.do("bruno", "propose_subject", id=SUBJECT, **AGAIN)
    assert headlines(evening) == [tuple(AGAIN.values()), ("", "")]
    evening.do("bruno", "withdraw_subject", id=SUBJECT)
    assert headlines(evening) == [("", ""), ("", "")]


def test_a_round_that_has_begun_keeps_its_clients_words(evening: Evening) -> None:
    proposed(evening)
    choose(evening, "bruno", "amina")
    evening.do("claire", "next")
    evening.do("bruno", "word_headline", title="Dire non", question="Comment ?")
    choose(evening, "bruno", "chloe")
    assert headlines(evening) == [("Dire non", "Comment ?"), ("", "")]


def test_client_scribe_and_facilitator_word_the_headline_in_the_first_step(evening: Evening) -> None:
    check_in(evening)
    evening.do("claire", "jump", to_step=evening.index("presentation"))
    for name in ("amina", "farid", "claire"):
        evening.do(name, "word_headline", title=f"De {name}", question="Comment ?")
        assert headlines(evening)[0] == (f"De {name}", "Comment ?")
    assert refusal(evening, "bruno", "word_headline", **AGAIN) == "may_not_write"
    assert refusal(evening, "david", "word_headline", **AGAIN) == "not_yours_to_do"
    evening.do("claire", "next")
    assert refusal(evening, "amina", "word_headline", **AGAIN) == "may_not_write"


def test_the_dashboard_says_who_was_client_when_in_this_cycle(evening: Evening) -> None:
    promise(evening, "chloe")
    choosing(evening)
    page = unnamed(evening.browser("claire", language="en").get(evening.path()).content.decode())
    number = commitment().session.number
    assert f"Chloe: session {number}" in page
    assert "Bruno: never" in page
    for name in CIRCLE:
        page = evening.browser(name, language="en").get(evening.path()).content.decode()
        assert "Chloe: session" not in page
        assert "Bruno: never" not in page
