"""Subjects proposed, weighed and voted for: how the group comes to its clients."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from django.conf import settings
from django.db.models import Sum

from groups.errors import NotFound, Refused

from ...models import Presence, Subject, Vote
from ...rulebook.moves.subjects import CastVote, ChangeSubject, EndVote, ProposeSubject, WeighSubject
from ..projections import subjects
from ..registry import by_driver, by_either, command
from ..touches import NOTHING, Part, parts
from ..transaction import Transaction, check_may_speak_for, myself
from .writing.authoring import check_drives


@command(by_either, touches=parts(Part.SUBJECT), writes=True)
def propose_subject(
    transaction: Transaction, *, id: UUID, title: str, question: str, behalf: UUID | None = None
) -> None:
    """Propose a subject, oneself or for somebody who says it aloud; the same id again rewords it."""
    # In whatever session: an id that is taken elsewhere is then no subject of this one, rather than a clash of rows.
    if Subject.objects.filter(pk=id).exists():
        return _reword(transaction, id, title, question)
    whose = _whose(transaction, behalf)
    transaction.move(ProposeSubject(str(whose)))
    # Asked under the lock, so that the table's own constraint never answers with a misleading code.
    if Subject.objects.standing().filter(session=transaction.session, participant=whose).exists():
        raise Refused("has_subject")
    subject = Subject(id=id, session=transaction.session, participant_id=whose, proposed_at=transaction.at)
    subject.is_noted = behalf is not None
    subject.title, subject.question = title, question
    subject.save(force_insert=True)
    _retake(transaction, subject)
    return None


def _reword(transaction: Transaction, id: UUID, title: str, question: str) -> None:
    transaction.move(ChangeSubject("reworded"))
    subject = _changeable(transaction, id)
    subject.title, subject.question = title, question
    subject.save(update_fields=["sealed_title", "sealed_question"])
    _retake(transaction, subject)


@command(by_either, touches=parts(Part.SUBJECT, Part.BALLOTS))
def withdraw_subject(transaction: Transaction, *, id: UUID) -> None:
    """Take a subject back; votes for it are their voters' again."""
    transaction.move(ChangeSubject("withdrawn"))
    subject = _changeable(transaction, id)
    subject.withdrawn_at = transaction.at
    subject.save(update_fields=["withdrawn_at"])
    subject.single_votes.all().delete()
    _retake(transaction, subject)


@command(by_either, touches=parts(Part.SUBJECT))
def weigh_subject(transaction: Transaction, *, id: UUID, stakes: int, intensity: int, urgency: int) -> None:
    """Note how much is at stake, how intense and how urgent it is, each from 1 to 3."""
    transaction.move(WeighSubject())
    subject = _changeable(transaction, id)
    subject.stakes, subject.intensity, subject.urgency = stakes, intensity, urgency
    subject.save(update_fields=["stakes", "intensity", "urgency"])


@command(by_either, touches=parts(Part.BALLOTS), secret=("subject", "count"))
def vote(transaction: Transaction, *, subject: UUID, count: int, behalf: UUID | None = None) -> None:
    """Give a subject so many of one's votes, none to take them back; who drives notes those that are said aloud."""
    voter = _voter(transaction, behalf)
    transaction.move(CastVote(str(voter)))
    chosen = _standing(transaction, subject)
    mine = Vote.objects.filter(session=transaction.session, participant=voter)
    # Votes for this subject are replaced, not added to, so they are not spent yet.
    elsewhere = mine.exclude(subject=chosen).aggregate(spent=Sum("count"))["spent"] or 0
    if elsewhere + count > settings.CODEV_VOTES_EACH:
        raise Refused("votes_spent")
    # Whoever had passed may vote after all.
    mine.filter(subject=None).delete()
    mine.filter(subject=chosen).delete()
    if count:
        mine.create(
            session=transaction.session, participant_id=voter, subject=chosen, count=count, is_noted=bool(behalf)
        )
    _end_when_all_have_voted(transaction)


@command(by_either, touches=parts(Part.BALLOTS))
def skip_vote(transaction: Transaction, *, behalf: UUID | None = None) -> None:
    """Say that one does not vote, or that somebody without a device does not."""
    voter = _voter(transaction, behalf)
    transaction.move(CastVote(str(voter)))
    mine = Vote.objects.filter(session=transaction.session, participant=voter)
    mine.delete()
    mine.create(session=transaction.session, participant_id=voter, count=0, is_noted=bool(behalf))
    _end_when_all_have_voted(transaction)


@command(by_driver, touches=NOTHING)
def end_vote(transaction: Transaction) -> None:
    """End the vote: totals are shown, single votes deleted."""
    transaction.move(EndVote())


def _voter(transaction: Transaction, behalf: UUID | None) -> UUID:
    """Oneself, or somebody who has no device here: what people cast by themselves is neither read nor replaced.

    Raises NotAllowed unless who notes it drives, Refused("has_device").
    """
    if behalf is None:
        return myself(transaction)
    check_drives(transaction)
    of_theirs = {"session": transaction.session, "participant": behalf}
    # Whoever was ever heard of here, voted or not: a refusal after votes alone would tell who has voted.
    if Presence.objects.filter(**of_theirs).exists() or Vote.objects.filter(**of_theirs, is_noted=False).exists():
        raise Refused("has_device")
    return behalf


def _end_when_all_have_voted(transaction: Transaction) -> None:
    cast = Vote.objects.filter(session=transaction.session).values_list("participant", "subject", "count")
    spent: Counter[str] = Counter()
    for who, subject, count in cast:
        # Whoever passed is waited for no more than whoever gave all votes.
        spent[str(who)] += settings.CODEV_VOTES_EACH if subject is None else count
    if all(spent[one] >= settings.CODEV_VOTES_EACH for one in transaction.state.present):
        transaction.move(EndVote())


def _whose(transaction: Transaction, behalf: UUID | None) -> UUID:
    if behalf is None:
        return myself(transaction)
    check_may_speak_for(transaction)
    return behalf


def _retake(transaction: Transaction, subject: Subject) -> None:
    """If its proposer is chosen as client already, the round to come takes the subject as it now stands, or none."""
    if str(subject.participant_id) in transaction.state.clients:
        subjects.rename_rounds_of(transaction.session, transaction.state, subject.participant_id)


def _standing(transaction: Transaction, id: UUID) -> Subject:
    subject = Subject.objects.standing().filter(session=transaction.session, pk=id).first()
    if subject is None:
        raise NotFound("no_subject")
    return subject


def _changeable(transaction: Transaction, id: UUID) -> Subject:
    """One's own, or anybody's for who puts down what others say aloud."""
    subject = _standing(transaction, id)
    if str(subject.participant_id) != transaction.participant_id:
        check_may_speak_for(transaction)
    return subject
