"""Planned sessions put to other dates: one, or one and all that follow; and called off, with a word to the group."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db.models import QuerySet
from django.db.transaction import atomic
from django.utils import timezone

from groups.commands import check_is_active
from groups.errors import NotAllowed, Refused, Stale
from groups.models import Group

from ..access import Visit
from ..dates.clocks import instant, shown
from ..mails import calendar
from ..models import Session
from . import numbers, slots
from .slots import Slot
from .transaction import run, run_moves


@dataclass(frozen=True)
class Moved:
    """What becomes of one session."""

    session: Session
    begins: datetime

    @property
    def slot(self) -> Slot:
        ends = slots.ends_of(self.begins, self.session.minutes, self.session.modality)
        return Slot(self.begins, ends, self.session.number, self.session.pk)


def would_move(session: Session, to: datetime, *, with_following: bool) -> list[Moved]:
    """What becomes of a session, and of the planned ones after it in its cycle, as it is put to another instant.

    Those that follow go by as many days and hours on the clocks of their place, whatever clocks do in between.
    """
    return _would_move(session, list(following(session)) if with_following else (), to)


def following(session: Session) -> QuerySet[Session]:
    """The planned sessions after it in its cycle, the soonest first."""
    planned = Session.objects.filter(cycle=session.cycle_id, status=Session.Status.PLANNED)
    later = planned.filter(scheduled_at__gt=session.scheduled_at).exclude(pk=session.pk)
    return later.select_related("cycle__group__organisation").order_by("scheduled_at", "pk")


def _would_move(session: Session, others: Sequence[Session], to: datetime) -> list[Moved]:
    by = shown(to, session.zone) - shown(session.scheduled_at, session.zone)
    moved = (instant(shown(one.scheduled_at, one.zone) + by, one.zone) for one in others)
    return [Moved(session, to), *(Moved(one, at) for one, at in zip(others, moved, strict=True))]


def fingerprint(moves: Sequence[Moved]) -> str:
    """What somebody was shown that would become of sessions: from which instant to which."""
    said = [f"{one.session.pk} {one.session.scheduled_at.timestamp()} {one.begins.timestamp()}" for one in moves]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def check(moves: Sequence[Moved]) -> None:
    """Whether all of them may be put there. Raises slots.Past and slots.AtOnce with the place among `moves`."""
    slots.check_to_come([one.begins for one in moves], timezone.now())
    here = slots.taken(moves[0].session.cycle.group, but=[one.session.pk for one in moves])
    slots.check_apart([one.slot for one in moves], here)


@atomic
def move(*, visit: Visit, to: datetime, with_following: bool, seen: str) -> list[Moved]:
    """Put a planned session, and with it those that follow, to other dates. `seen`: the fingerprint of what was shown.

    Raises NotAllowed for who does not look after the group, Refused unless it is only planned, Stale where something
    else would become of them than was shown, slots.Past and slots.AtOnce with the date's place among what moves.
    """
    session = _locked(visit)
    if to == session.scheduled_at and not with_following:
        return []  # pressed twice
    others = following(session).select_for_update(no_key=True, of=("self",)) if with_following else ()
    moves = _would_move(session, list(others), to)
    if fingerprint(moves) != seen:
        raise Stale
    check(moves)
    changed = [one for one in moves if one.begins != one.session.scheduled_at]
    for one in changed:
        _put(one, visit)
    numbers.renumber(session.cycle_id)
    calendar.tell([one.session for one in changed], "moved")
    return changed


def _put(moved: Moved, visit: Visit) -> None:
    session = moved.session
    session.scheduled_at = moved.begins
    session.save(update_fields=["scheduled_at"])
    # A revision without events: open pages show the new hour, and the journal says who moved it.
    where = Visit(session, visit.actor, visit.part, visit.driver)
    run_moves("move", visit=where, scheduled_at=moved.begins)


@atomic
def call_off(*, visit: Visit, word: str) -> None:
    """Call off a session that has not begun, with a word that its members read on its page.

    Raises NotAllowed for who does not facilitate now, Refused where it has begun or is over.
    """
    numbers.lock(visit.session.cycle.group_id)
    run("cancel", visit=visit, key=uuid4())
    session = Session.objects.select_related("cycle__group__organisation").get(pk=visit.session.pk)
    session.called_off_word = word
    session.save(update_fields=["sealed_called_off_word"])
    numbers.renumber(session.cycle_id)


def _locked(visit: Visit) -> Session:
    if not visit.may_facilitate:
        raise NotAllowed("not_yours_to_do")
    numbers.lock(visit.session.cycle.group_id)
    rows = Session.objects.select_for_update(no_key=True, of=("self",)).select_related("cycle__group__organisation")
    session = rows.get(pk=visit.session.pk)
    if session.status != Session.Status.PLANNED:
        raise Refused("not_planned")
    # Read under the session's lock, for which whoever archives the group waits.
    check_is_active(Group.objects.get(pk=session.cycle.group_id))
    return session
