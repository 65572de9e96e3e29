"""What whoever facilitated notes after a session: kept as it is typed. No revision, no journal and no bell."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from groups.errors import NotFound
from groups.models import Group, User

from ..models import Debrief, Session
from . import sheets


def keep_debrief(*, session: Session, user: User, words: Mapping[str, str], version: int) -> Debrief | None:
    """Keep these words in place of `version`, 0 for none; what is then kept, None where nothing was ever written.

    Raises Stale where another device or tab kept others since, Refused("unreadable") once the session's key is gone,
    NotFound for who facilitates no more, and while the session is not over.
    """
    with transaction.atomic():
        _lock(session, user)
        sheet = Debrief.objects.by(user).filter(session=session).first()
        if not sheets.is_news(sheet, words, version):
            return sheet
        sheet = sheet or Debrief(session=session, user=user)
        sheets.write(sheet, words)
        sheet.save()
        return sheet


def _lock(session: Session, user: User) -> None:
    """One tab after the other; and nobody writes any more who is erased, or taken off the group, meanwhile."""
    is_there = User.objects.select_for_update().filter(pk=user.pk, is_active=True).exists()
    over = Session.objects.filter(pk=session.pk, status=Session.Status.CLOSED)
    drives = Group.objects.driven_by(user).filter(cycles__sessions=session)
    if not (is_there and over.exists() and drives.exists()):
        raise NotFound("no_session")
