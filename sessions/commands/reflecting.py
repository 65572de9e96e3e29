"""What somebody writes in the own journal after a session: kept, moved from one device to another, erased."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from groups.errors import Refused
from groups.models import Seat

from ..models import Reflection, Session
from . import own_sheets
from .authors import lock_author


def keep_reflection(*, session: Session, seat: Seat, words: Mapping[str, str], version: int) -> Reflection | None:
    """Keep these words in place of `version`, 0 for none; what is then kept, None where nothing was ever written.

    Raises Stale where another device or tab kept others since, Refused("already_running") until the session is closed,
    Refused("unreadable") once its key is gone, NotFound for who left the group.
    """
    with transaction.atomic():
        _lock(session, seat)
        return own_sheets.keep(Reflection, session, seat, words, version)


def take_over_reflection(*, session: Session, seat: Seat) -> None:
    """Move to here what another device of the person wrote, where nothing is written yet; else nothing is done."""
    with transaction.atomic():
        _lock(session, seat)
        own_sheets.take_over(Reflection, session, seat, Reflection.objects.elsewhere(seat, session))


def erase_reflection(*, id: UUID, seats: list[Seat]) -> None:
    """Erase one page of a journal for good, on a device that opens it; twice does nothing more."""
    Reflection.objects.opened_by(seats).filter(pk=id).delete()


def _lock(session: Session, seat: Seat) -> None:
    lock_author(seat)
    if Session.objects.values_list("status", flat=True).get(pk=session.pk) != Session.Status.CLOSED:
        raise Refused("already_running")  # its close was undone
