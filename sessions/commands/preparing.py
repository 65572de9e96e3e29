"""What somebody prepares for a session: kept as it is typed. No revision, no journal and no bell, as it is private."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from groups.errors import Refused
from groups.models import Seat

from ..models import Preparation, Session
from ..rulebook.state.state import OVER
from . import own_sheets
from .authors import lock_author


def keep_preparation(*, session: Session, seat: Seat, words: Mapping[str, str], version: int) -> Preparation | None:
    """Keep these words in place of `version`, 0 for none; what is then kept, None where nothing was ever written.

    Raises Stale where another device or tab kept others since, Refused("over") after the session, Refused("unreadable")
    once its key is gone, NotFound for who left the group.
    """
    with transaction.atomic():
        _lock(session, seat)
        return own_sheets.keep(Preparation, session, seat, words, version)


def take_over_preparation(*, session: Session, seat: Seat) -> None:
    """Move the sheet that was left over into this session, where nothing is prepared yet; else nothing is done."""
    with transaction.atomic():
        _lock(session, seat)
        own_sheets.take_over(Preparation, session, seat, Preparation.objects.left_over(seat, session))


def _lock(session: Session, seat: Seat) -> None:
    lock_author(seat)
    if Session.objects.values_list("status", flat=True).get(pk=session.pk) in OVER:
        raise Refused("over")
