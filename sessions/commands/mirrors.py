"""What a mirror shows, counted and kept without names before the journal loses it."""

from __future__ import annotations

import logging

from ..mirror import reading
from ..mirror.shapes import from_json, to_json
from ..models import KeptMirror, Session

logger = logging.getLogger(__name__)


def keep_mirror(session: Session) -> None:
    """Count it by the journal as it is now, and keep it (decision 063); within a transaction of the caller's.

    What is not in the journal any more stays as it was counted before. Its cycle and group are read along.
    """
    try:
        ran, final = reading.journaled(session)
    except (KeyError, TypeError, ValueError):
        # Forgetting goes first: a journal that nobody can read any more has no mirror, and keeps nobody's turns.
        logger.exception("no mirror of session %s", session.pk)
        return
    told = reading.counted(ran, final, shows_airtime=session.cycle.group.shows_airtime)
    before = KeptMirror.objects.filter(session=session).first()
    if before is not None and final.is_airtime_forgotten:
        told = told.with_hands_of(from_json(before.figures, before.share))
    values = {"figures": to_json(told), "share": told.share}
    kept, _ = KeptMirror.objects.update_or_create(session=session, defaults=values)
    kept.guides.add(*reading.guides_of(session))


def correct_mirror(session: Session) -> None:
    """Its times follow a corrected end; until something is kept, they are those of the journal."""
    if KeptMirror.objects.filter(session=session).exists():
        keep_mirror(session)
