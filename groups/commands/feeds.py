"""Addresses that people's calendars follow: made at one press, and ended."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import transaction
from django.utils import timezone

from ..actors import Actor
from ..errors import NotAllowed
from ..models import CalendarFeed, Participant, User
from ..models.links import hash_of
from ..models.mail import TOKEN_BYTES


@transaction.atomic
def make_feed(*, by: Actor) -> str:
    """An address for one's own calendar, in place of the one before. Returns its token, which is told this once."""
    _lock(by)
    end_feed(by=by)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link = by.seat.link if by.seat else None
    CalendarFeed.objects.create(token_hash=hash_of(token), link=link, **whose(by))
    return token


def end_feed(*, by: Actor) -> None:
    """One's calendar finds nothing there any more."""
    CalendarFeed.objects.filter(revoked_at=None, **whose(by)).update(revoked_at=timezone.now())


def whose(by: Actor) -> dict[str, Any]:
    """The columns that say whose a feed is. Raises NotAllowed for who came by a room code: it could be anybody."""
    if by.user:
        return {"user": by.user}
    if by.seat is None or not by.seat.is_member:
        raise NotAllowed("not_yours_to_do")
    return {"participant": by.seat.participant}


def _lock(by: Actor) -> None:
    # Of two presses at once the second ends what the first made.
    if by.user:
        User.objects.select_for_update().get(pk=by.user.pk)
    elif by.participant:
        Participant.objects.select_for_update().get(pk=by.participant.pk)
