"""What somebody prepares for a session: kept as it is typed. No revision, no journal and no bell, as it is private."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from groups.errors import NotFound, Refused
from groups.models import Participant, Seat

from ..models import Preparation, Session
from ..rulebook.state.state import OVER
from . import sheets


def keep_preparation(*, session: Session, seat: Seat, words: Mapping[str, str], version: int) -> Preparation | None:
    """Keep these words in place of `version`, 0 for none; what is then kept, None where nothing was ever written.

    Raises Stale where another device or tab kept others since, Refused("over") after the session, Refused("unreadable")
    once its key is gone, NotFound for who left the group.
    """
    with transaction.atomic():
        _lock(session, seat)
        sheet = Preparation.objects.on(seat, session)
        if not sheets.is_news(sheet, words, version):
            return sheet
        return _write(sheet or Preparation(session=session, participant=seat.participant), seat, words)


def take_over_preparation(*, session: Session, seat: Seat) -> None:
    """Move the sheet that was left over into this session, where nothing is prepared yet; else nothing is done."""
    with transaction.atomic():
        _lock(session, seat)
        sheet = Preparation.objects.on(seat, session)
        left = Preparation.objects.left_over(seat, session)
        words = left.words if left else None
        if left is None or words is None or not (sheet is None or sheet.is_blank):
            return
        _write(sheet or Preparation(session=session, participant=seat.participant), seat, words)
        left.delete()


def _lock(session: Session, seat: Seat) -> None:
    """One device after the other; and nobody writes any more who leaves the group, or is erased, meanwhile."""
    if not Participant.objects.current().select_for_update().filter(pk=seat.participant_id).exists():
        raise NotFound("no_participant")
    if Session.objects.values_list("status", flat=True).get(pk=session.pk) in OVER:
        raise Refused("over")


def _write(sheet: Preparation, seat: Seat, words: Mapping[str, str]) -> Preparation:
    sheets.write(sheet, words)
    # Once it is written on a proven device, no other opens it (decision 057).
    sheet.seat_id = None if _is_shared(sheet, seat) else seat.pk
    sheet.save()
    return sheet


def _is_shared(sheet: Preparation, seat: Seat) -> bool:
    """Whether it is the sheet of all devices that are proven: unless such a one stands that this one does not open."""
    if not seat.is_proven:
        return False
    others = Preparation.objects.filter(session=sheet.session_id, participant=seat.participant_id, seat_id=None)
    return not others.exclude(pk=sheet.pk).exists()
