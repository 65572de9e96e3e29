"""What rounds are about: commitments reported, subjects proposed, weighed and voted for, headlines worded."""

from __future__ import annotations

from dataclasses import dataclass, replace

from groups.errors import Refused

from ..events import Event, Events
from ..rules import guards, rights
from ..state.state import State
from . import Decisions, Folds, unchanged
from .life import Closed
from .steps import StepEntered


@dataclass(frozen=True, slots=True)
class Report:
    """A former client says what became of a commitment, or that it is not for today. What is said is in rows."""

    participant: str


@dataclass(frozen=True, slots=True)
class ProposeSubject:
    """A participant proposes a subject; its words are in rows."""

    participant: str


@dataclass(frozen=True, slots=True)
class ChangeSubject:
    """A subject is reworded or withdrawn."""

    change: str


@dataclass(frozen=True, slots=True)
class WeighSubject:
    """Stakes, intensity and urgency of a subject are noted."""


@dataclass(frozen=True, slots=True)
class CastVote:
    """Somebody votes, takes votes back, or does not vote. For what stands in rows alone, while the vote lasts."""

    participant: str


@dataclass(frozen=True, slots=True)
class EndVote:
    """The vote ends: totals are kept, single votes deleted."""


@dataclass(frozen=True, slots=True)
class WordHeadline:
    """The round's headline and question are worded; None is the facilitator."""

    author: str | None


@dataclass(frozen=True, slots=True)
class CommitmentReported(Event):
    participant: str


@dataclass(frozen=True, slots=True)
class SubjectProposed(Event):
    participant: str


@dataclass(frozen=True, slots=True)
class SubjectChanged(Event):
    """A subject was reworded, withdrawn or weighed."""

    change: str


@dataclass(frozen=True, slots=True)
class VoteCast(Event):
    """Somebody voted, took votes back, or does not vote.

    It does not say for what: the journal is kept for years, and single votes must leave no trace.
    """


@dataclass(frozen=True, slots=True)
class VoteEnded(Event):
    pass


@dataclass(frozen=True, slots=True)
class HeadlineWorded(Event):
    pass


def _report(state: State, move: Report, now: int) -> Events:
    guards.running(state)
    guards.present(state, move.participant)
    if not rights.may_report(state, move.participant):
        raise Refused("not_followed_up")
    return (CommitmentReported(now, move.participant),)


def _propose(state: State, move: ProposeSubject, now: int) -> Events:
    _choosing(state)
    guards.present(state, move.participant)
    return (SubjectProposed(now, move.participant),)


def _change_subject(state: State, move: ChangeSubject, now: int) -> Events:
    _choosing(state)
    return (SubjectChanged(now, move.change),)


def _weigh(state: State, move: WeighSubject, now: int) -> Events:
    _choosing(state)
    if not rights.may_weigh(state):
        raise Refused("no_stakes")
    return (SubjectChanged(now, "weighed"),)


def _vote(state: State, move: CastVote, now: int) -> Events:
    _voting(state)
    guards.present(state, move.participant)
    return (VoteCast(now),)


def _end_vote(state: State, move: EndVote, now: int) -> Events:
    _voting(state)
    return (VoteEnded(now),)


def _word_headline(state: State, move: WordHeadline, now: int) -> Events:
    guards.running(state)
    if not rights.may_word_headline(state, move.author):
        raise Refused("may_not_write")
    return (HeadlineWorded(now),)


def _choosing(state: State) -> None:
    guards.running(state)
    if not rights.is_choosing(state):
        raise Refused("not_choosing")


def _voting(state: State) -> None:
    _choosing(state)
    if not rights.has_votes(state):
        raise Refused("no_votes")
    if state.vote_ended_at is not None:
        raise Refused("vote_over")


def without_an_open_vote(state: State, events: Events, now: int) -> Events:
    """These events, after the end of a vote that they would leave open by leaving its step or closing the session.

    Otherwise single votes, which are deleted when a vote ends, would stay in the database.
    """
    leaves = any(isinstance(event, StepEntered | Closed) for event in events)
    is_open = state.vote_began_at is not None and state.vote_ended_at is None
    return (VoteEnded(now), *events) if leaves and is_open else events


def _vote_cast(state: State, event: VoteCast) -> State:
    # The first vote begins it: nobody has to open a vote before.
    return replace(state, vote_began_at=event.at if state.vote_began_at is None else state.vote_began_at)


def _vote_ended(state: State, event: VoteEnded) -> State:
    return replace(state, vote_ended_at=event.at)


DECISIONS: Decisions = {
    Report: _report,
    ProposeSubject: _propose,
    ChangeSubject: _change_subject,
    WeighSubject: _weigh,
    CastVote: _vote,
    EndVote: _end_vote,
    WordHeadline: _word_headline,
}
FOLDS: Folds = {
    CommitmentReported: unchanged,
    SubjectProposed: unchanged,
    SubjectChanged: unchanged,
    VoteCast: _vote_cast,
    VoteEnded: _vote_ended,
    HeadlineWorded: unchanged,
}
