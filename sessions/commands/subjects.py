"""Subjects proposed, weighed and voted for: how the group comes to its clients."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from django.conf import settings
from django.db.models import Sum

from groups.errors import NotFound, Refused

from ..models import Presence, Subject, Vote
from ..rulebook.moves.subjects import CastVote, ChangeSubject, EndVote, ProposeSubject, WeighSubject
from . import choices
from .authoring import check_drives
from .turn import Turn, by_driver, by_either, check_may_speak_for, myself, verb


@verb(by_either, writes=True)
def propose_subject(turn: Turn, *, id: UUID, title: str, question: str, behalf: UUID | None = None) -> None:
    """Propose a subject, oneself or for somebody who says it aloud; the same id again rewords it."""
    if Subject.objects.filter(pk=id).exists():
        return _reword(turn, id, title, question)
    whose = _whose(turn, behalf)
    turn.move(ProposeSubject(str(whose)))
    if Subject.objects.standing().filter(session=turn.session, participant=whose).exists():
        raise Refused("has_subject")
    subject = Subject(id=id, session=turn.session, participant_id=whose, proposed_at=turn.at)
    subject.is_noted = behalf is not None
    subject.title, subject.question = title, question
    subject.save(force_insert=True)
    _retake(turn, subject)
    return None


def _reword(turn: Turn, id: UUID, title: str, question: str) -> None:
    turn.move(ChangeSubject("reworded"))
    subject = _changeable(turn, id)
    subject.title, subject.question = title, question
    subject.save(update_fields=["sealed_title", "sealed_question"])
    _retake(turn, subject)


@verb(by_either)
def withdraw_subject(turn: Turn, *, id: UUID) -> None:
    """Take a subject back; votes for it are their voters' again."""
    turn.move(ChangeSubject("withdrawn"))
    subject = _changeable(turn, id)
    subject.withdrawn_at = turn.at
    subject.save(update_fields=["withdrawn_at"])
    subject.single_votes.all().delete()
    _retake(turn, subject)


@verb(by_either)
def weigh_subject(turn: Turn, *, id: UUID, stakes: int, intensity: int, urgency: int) -> None:
    """Note how much is at stake, how intense and how urgent it is, each from 1 to 3."""
    turn.move(WeighSubject())
    subject = _changeable(turn, id)
    subject.stakes, subject.intensity, subject.urgency = stakes, intensity, urgency
    subject.save(update_fields=["stakes", "intensity", "urgency"])


@verb(by_either, secret=("subject", "count"))
def vote(turn: Turn, *, subject: UUID, count: int, behalf: UUID | None = None) -> None:
    """Give a subject so many of one's votes, none to take them back; who drives notes those that are said aloud."""
    voter = _voter(turn, behalf)
    turn.move(CastVote(str(voter)))
    chosen = _standing(turn, subject)
    mine = Vote.objects.filter(session=turn.session, participant=voter)
    elsewhere = mine.exclude(subject=chosen).aggregate(spent=Sum("count"))["spent"] or 0
    if elsewhere + count > settings.CODEV_VOTES_EACH:
        raise Refused("votes_spent")
    mine.filter(subject=None).delete()
    mine.filter(subject=chosen).delete()
    if count:
        mine.create(session=turn.session, participant_id=voter, subject=chosen, count=count, is_noted=bool(behalf))
    _end_when_all_have_voted(turn)


@verb(by_either)
def skip_vote(turn: Turn, *, behalf: UUID | None = None) -> None:
    """Say that one does not vote, or that somebody without a device does not."""
    voter = _voter(turn, behalf)
    turn.move(CastVote(str(voter)))
    mine = Vote.objects.filter(session=turn.session, participant=voter)
    mine.delete()
    mine.create(session=turn.session, participant_id=voter, count=0, is_noted=bool(behalf))
    _end_when_all_have_voted(turn)


@verb(by_driver)
def end_vote(turn: Turn) -> None:
    """End the vote: totals are shown, single votes deleted."""
    turn.move(EndVote())


def _voter(turn: Turn, behalf: UUID | None) -> UUID:
    """Oneself, or somebody who has no device here: what people cast by themselves is neither read nor replaced."""
    if behalf is None:
        return myself(turn)
    check_drives(turn)
    of_theirs = {"session": turn.session, "participant": behalf}
    if Presence.objects.filter(**of_theirs).exists() or Vote.objects.filter(**of_theirs, is_noted=False).exists():
        raise Refused("has_device")
    return behalf


def _end_when_all_have_voted(turn: Turn) -> None:
    cast = Vote.objects.filter(session=turn.session).values_list("participant", "subject", "count")
    spent: Counter[str] = Counter()
    for who, subject, count in cast:
        spent[str(who)] += settings.CODEV_VOTES_EACH if subject is None else count
    if all(spent[one] >= settings.CODEV_VOTES_EACH for one in turn.state.present):
        turn.move(EndVote())


def _whose(turn: Turn, behalf: UUID | None) -> UUID:
    if behalf is None:
        return myself(turn)
    check_may_speak_for(turn)
    return behalf


def _retake(turn: Turn, subject: Subject) -> None:
    """Whoever is to be client already brings the subject as it now stands."""
    if str(subject.participant_id) in turn.state.clients:
        choices.retake(turn.session, turn.state, subject.participant_id)


def _standing(turn: Turn, id: UUID) -> Subject:
    subject = Subject.objects.standing().filter(session=turn.session, pk=id).first()
    if subject is None:
        raise NotFound("no_subject")
    return subject


def _changeable(turn: Turn, id: UUID) -> Subject:
    """One's own, or anybody's for who puts down what others say aloud."""
    subject = _standing(turn, id)
    if str(subject.participant_id) != turn.participant_id:
        check_may_speak_for(turn)
    return subject
