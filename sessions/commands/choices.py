"""Rows that follow from what the group chose: totals of votes, and the headlines of rounds to come."""

from __future__ import annotations

from django.db.models import Sum

from ..models import Round, Session, Subject, Vote
from ..state import State


def follow(session: Session, before: State, after: State) -> None:
    """Count a vote that has ended, forget the totals of one that goes on after all, and name what rounds are about."""
    if after.vote_ended_at != before.vote_ended_at:
        _count(session) if after.vote_ended_at is not None else _uncount(session)
    if after.clients != before.clients:
        take_over(session, after)


def _count(session: Session) -> None:
    """Totals are kept, single votes are deleted."""
    single = Vote.objects.filter(session=session)
    totals = dict(single.exclude(subject=None).values_list("subject").annotate(Sum("count")))
    subjects = list(Subject.objects.standing().filter(session=session))
    for subject in subjects:
        subject.votes = totals.get(subject.pk, 0)
    Subject.objects.bulk_update(subjects, ["votes"])
    single.delete()


def _uncount(session: Session) -> None:
    Subject.objects.filter(session=session).update(votes=None)


def take_over(session: Session, state: State) -> None:
    """Give each round that has not begun its client's subject, or none."""
    subjects = {one.participant_id: one for one in Subject.objects.standing().filter(session=session)}
    coming = list(Round.objects.filter(session=session, number__gte=state.rounds_begun))
    changed = [one for one in coming if subjects.get(one.client_id) or one.sealed_headline]
    for one in changed:
        _name(one, subjects.get(one.client_id))
    Round.objects.bulk_update(changed, ["sealed_headline", "sealed_question"])


def _name(coming: Round, subject: Subject | None) -> None:
    """Sealed anew: a seal is bound to its row."""
    if subject is None:
        coming.sealed_headline = coming.sealed_question = None
    else:
        coming.headline, coming.question = subject.title, subject.question
