"""Answers to evaluations, and their being published: once, as means. No revision, no journal and no bell.

All of it happens under the session's lock, so that no answer comes between what is counted and what is deleted.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from codev.sealing import KeyGone, SealBroken
from groups.errors import Refused
from groups.models import Seat

from ..evaluation import answers, windows
from ..evaluation.questions import FORMS, Questions
from ..models import Evaluation, PublishedEvaluation, Session
from .authors import lock_author

logger = logging.getLogger(__name__)


def evaluate(
    *, session: Session, seat: Seat, held: Collection[Seat], questions: Questions, given: Mapping[str, int]
) -> None:
    """Keep these answers, from 1 to 5 by sentence, in place of any that this person gave; none take one's own back.

    The last word counts, whichever device of the person's says it: one that opens no earlier answer is not told that
    there is one. Raises Refused("over") before and after the form is open, Refused("unreadable") once the session's key
    is gone, NotFound for who left the group.
    """
    with transaction.atomic():
        locked = _locked(session.pk)
        # After the session: who is being erased meanwhile answers no more, or is erased with the answers.
        lock_author(seat)
        if not windows.is_open(locked, questions, timezone.now()):
            raise Refused("over")
        if not given:
            _take_back(answers.own(session, questions, seat, held))
            return
        whose = {"session": locked, "participant": seat.participant, "kind": questions.kind}
        row = Evaluation.objects.filter(**whose).first() or Evaluation(**whose)
        try:
            row.answers = {name: given[name] for name in questions.sentences if name in given}
        except SealBroken:
            raise Refused("unreadable") from None
        row.seat_id = seat.pk
        row.save()


def _take_back(row: Evaluation | None) -> None:
    if row:
        row.delete()


def publish_evaluations() -> int:
    """Publish what is due, and delete the answers; of how many forms. Safe to run twice, and at once."""
    waiting = Evaluation.objects.filter(session__status=Session.Status.CLOSED).order_by()
    return sum(_publish(session, FORMS[kind]) for session, kind in waiting.values_list("session", "kind").distinct())


def _publish(session_id: UUID, questions: Questions) -> bool:
    with transaction.atomic():
        session = _locked(session_id)
        closes_at = windows.closes_at(session, questions)
        rows = Evaluation.objects.filter(session=session, kind=questions.kind)
        given = [*rows]
        # Another machine was quicker, or the hour was not yet.
        if not given or closes_at is None or timezone.now() < closes_at:
            return False
        try:
            means = questions.means(_opened(given))
        except SealBroken as broken:
            # The master key is not here: it may be again, and till then nothing is said, and nothing is lost.
            logger.error("%s", broken)
            return False
        if means:
            PublishedEvaluation.objects.get_or_create(session=session, kind=questions.kind, defaults={"means": means})
        rows.delete()
        return True


def _opened(rows: Collection[Evaluation]) -> Iterator[dict[str, int]]:
    for row in rows:
        try:
            yield row.answers
        except KeyGone:
            continue  # nobody can read it any more


def _locked(session_id: UUID) -> Session:
    rows = Session.objects.select_for_update(of=("self",), no_key=True).select_related("cycle__group")
    return rows.get(pk=session_id)
