"""Rows that follow from what the group chose: totals of votes, and the headlines of rounds to come."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet, Sum

from ...models import Round, Session, Subject, Vote
from ...rulebook.state.state import State


def update(session: Session, before: State, after: State) -> None:
    """Count a vote that has ended, and name what rounds are about."""
    # A vote that has ended stays ended, undo included: there are no single votes to go on with.
    if after.vote_ended_at != before.vote_ended_at:
        _count(session)
    if after.clients != before.clients:
        name_rounds(session, after)


def _count(session: Session) -> None:
    """Keep totals and delete single votes, so that nobody can look up later who voted for what (decision 016)."""
    single = Vote.objects.filter(session=session)
    totals = dict(single.exclude(subject=None).values_list("subject").annotate(Sum("count")))
    subjects = list(Subject.objects.standing().filter(session=session))
    for subject in subjects:
        # 0, not None: None stands for a vote that has not ended.
        subject.votes = totals.get(subject.pk, 0)
    Subject.objects.bulk_update(subjects, ["votes"])
    single.delete()


def name_rounds(session: Session, state: State) -> None:
    """Give each round that has not begun, and of which nothing is said yet, its client's subject."""
    unnamed = _coming(session, state).filter(sealed_headline=None)
    subjects = {one.participant_id: one for one in Subject.objects.standing().filter(session=session)}
    changed = [one for one in unnamed if one.client_id in subjects]
    for one in changed:
        _name(one, subjects[one.client_id])
    Round.objects.bulk_update(changed, ["sealed_headline", "sealed_question"])


def rename_rounds_of(session: Session, state: State, client: UUID) -> None:
    """Give the round of this client, if it has not begun, the subject as it now stands, or none."""
    subject = Subject.objects.standing().filter(session=session, participant=client).first()
    for one in _coming(session, state).filter(client=client):
        _name(one, subject)
        one.save(update_fields=["sealed_headline", "sealed_question"])


def _coming(session: Session, state: State) -> QuerySet[Round]:
    return Round.objects.filter(session=session, number__gte=state.rounds_begun)


def _name(coming: Round, subject: Subject | None) -> None:
    """Sealed anew: a seal is bound to its row."""
    if subject is None:
        coming.sealed_headline = coming.sealed_question = None
    else:
        coming.headline, coming.question = subject.title, subject.question
