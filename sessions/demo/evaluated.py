"""How the demonstration's past sessions were for its people: means that were published, as rows of nobody."""

from __future__ import annotations

from collections.abc import Sequence

from groups.models import Group

from ..evaluation.questions import BENEFITS, SESSION, Questions
from ..models import PublishedEvaluation, Session

# By session held, the oldest first: a mean for each sentence of the form, or nothing.
AFTER_SESSIONS = (
    (3.5, 3.5, 3, 3.5, 3),
    (4, 4, 3.5, 3, 4),
    (4.5, 4, 4, 4, 4),
    (4.5, 4.5, 4.5, 4, 4.5),
)
OVER_THE_CYCLE = (
    (3, 3, 2.5, 3, 3, 2.5, 3, 2.5, 3, 2.5, 3, 2.5, 3, 3),
    (3.5, 3.5, 3.5, 3.5, 3.5, 3, 3, 3, 3.5, 3, 3.5, 3, 3.5, 3.5),
    (4.5, 4, 4.5, 4, 4, 4, 3.5, 4, 4, 3.5, 4, 3.5, 4, 4.5),
    (4, 4, 4, 4, 3.5, 4, 3.5, 3.5, 4, 3.5, 4, 3.5, 4, 4),  # where the present cycle starts
)


def publish(group: Group) -> None:
    """Of every session held; of benefits at the start, the half and the end of the cycle that is over too."""
    held = list(Session.objects.filter(cycle__group=group, status=Session.Status.CLOSED).order_by("scheduled_at"))
    for questions, means in ((SESSION, AFTER_SESSIONS), (BENEFITS, OVER_THE_CYCLE)):
        PublishedEvaluation.objects.bulk_create(
            _row(session, questions, some) for session, some in zip(held, means, strict=True)
        )


def _row(session: Session, questions: Questions, means: Sequence[float]) -> PublishedEvaluation:
    by_sentence = dict(zip(questions.sentences, means, strict=True))
    return PublishedEvaluation(session=session, kind=questions.kind, means=by_sentence)
