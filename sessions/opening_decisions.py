"""What each move of the opening makes happen, or why not now. Pure; refusals carry a stable code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from groups.errors import Refused

from . import checks, moves
from . import events as happened
from . import opening_rules as rules
from .events import Event
from .state import State

Events = tuple[Event, ...]


def _report(state: State, move: moves.Report, now: int) -> Events:
    checks.running(state)
    checks.present(state, move.participant)
    if not rules.may_report(state, move.participant):
        raise Refused("not_followed_up")
    return (happened.CommitmentReported(now, move.participant),)


def _propose(state: State, move: moves.ProposeSubject, now: int) -> Events:
    _choosing(state)
    checks.present(state, move.participant)
    return (happened.SubjectProposed(now, move.participant),)


def _change_subject(state: State, move: moves.ChangeSubject, now: int) -> Events:
    _choosing(state)
    return (happened.SubjectChanged(now, move.change),)


def _weigh(state: State, move: moves.WeighSubject, now: int) -> Events:
    _choosing(state)
    if not rules.may_weigh(state):
        raise Refused("no_stakes")
    return (happened.SubjectChanged(now, "weighed"),)


def _vote(state: State, move: moves.CastVote, now: int) -> Events:
    _voting(state)
    checks.present(state, move.participant)
    return (happened.VoteCast(now),)


def _end_vote(state: State, move: moves.EndVote, now: int) -> Events:
    _voting(state)
    return (happened.VoteEnded(now),)


def _word_headline(state: State, move: moves.WordHeadline, now: int) -> Events:
    checks.running(state)
    if not rules.may_word_headline(state, move.author):
        raise Refused("may_not_write")
    return (happened.HeadlineWorded(now),)


def _choosing(state: State) -> None:
    checks.running(state)
    if not rules.is_choosing(state):
        raise Refused("not_choosing")


def _voting(state: State) -> None:
    _choosing(state)
    if not rules.has_votes(state):
        raise Refused("no_votes")
    if state.vote_ended_at is not None:
        raise Refused("vote_over")


def without_an_open_vote(state: State, events: Events, now: int) -> Events:
    """Leaving the step ends a vote that has begun: single votes outlive it nowhere."""
    leaves = any(isinstance(event, happened.StepEntered | happened.Closed) for event in events)
    is_open = state.vote_began_at is not None and state.vote_ended_at is None
    return (happened.VoteEnded(now), *events) if leaves and is_open else events


DECISIONS: dict[type, Callable[[State, Any, int], Events]] = {
    moves.Report: _report,
    moves.ProposeSubject: _propose,
    moves.ChangeSubject: _change_subject,
    moves.WeighSubject: _weigh,
    moves.CastVote: _vote,
    moves.EndVote: _end_vote,
    moves.WordHeadline: _word_headline,
}


def _vote_cast(state: State, event: happened.VoteCast) -> State:
    return replace(state, vote_began_at=event.at if state.vote_began_at is None else state.vote_began_at)


def _vote_ended(state: State, event: happened.VoteEnded) -> State:
    return replace(state, vote_ended_at=event.at)


FOLDS: dict[type[Event], Callable[[State, Any], State]] = {
    happened.VoteCast: _vote_cast,
    happened.VoteEnded: _vote_ended,
}
