"""What somebody does with own commitments between sessions, and which authors are to be told that an idea served.

No revision and no journal: it is nobody else's. What the follow-up of a session that runs shows of it is read anew.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from django.db.transaction import atomic, on_commit
from django.utils import timezone

from codev.sealing import SealBroken
from groups.errors import Invalid, NotFound, Refused, Stale
from groups.models import Seat

from .. import keepsakes
from ..following.own import Holder
from ..following.served import is_somebody, marked_by
from ..models import Commitment, Contribution, Served, Session
from ..models.served import announcements, openings
from ..models.unsealed import unsealed
from .authors import lock_author
from .others import ring_others

YEARS_AHEAD = 2


@dataclass(frozen=True)
class Change:
    """What a commitment is to be: `word` None where this device does not show it, and leaves it as it is."""

    state: str
    due_on: date | None
    word: str | None


def change_commitment(*, holder: Holder, id: UUID, change: Change, version: int) -> Commitment:
    """Keep it in place of `version`; what is then kept. The same once more is kept already.

    Raises NotFound for what this browser does not open, Stale where another device or the session changed it since,
    Invalid for a day or a state that cannot be, Refused("reported_today") while it is spoken of in a session that runs,
    Refused("unreadable") once its key is gone.
    """
    with atomic():
        lock_author(holder.seat)
        found = _locked(holder, id)
        if _is_same(found, change, holder):
            return found
        if found.version != version:
            raise Stale
        _check(found, change)
        return _write(found, change, holder)


def _locked(holder: Holder, id: UUID) -> Commitment:
    """For which whoever reports it in a session waits, too."""
    closed = Commitment.objects.filter(session__status=Session.Status.CLOSED, participant=holder.seat.participant_id)
    found = closed.select_for_update(of=("self",)).select_related("session__cycle").filter(pk=id).first()
    if found is None or not holder.opens(found):
        raise NotFound("no_commitment")
    return found


def _is_same(found: Commitment, change: Change, holder: Holder) -> bool:
    is_same_word = change.word is None or not holder.opens_word(found) or unsealed(found, "word") == change.word
    return is_same_word and (found.state, found.due_on) == (change.state, change.due_on)


def _check(found: Commitment, change: Change) -> None:
    if change.state != found.state:
        _check_state(found, change.state)
    if change.due_on and change.due_on != found.due_on:
        today = timezone.now().astimezone(found.session.zone).date()
        if change.due_on < today:
            raise Invalid("due_past", "due")
        if change.due_on.year > today.year + YEARS_AHEAD:
            raise Invalid("due_far", "due")


def _check_state(found: Commitment, state: str) -> None:
    # That it was shared is said before the group, at an opening; what was said there is said.
    if Commitment.State.REPORTED in (state, found.state):
        raise Invalid("reported_at_opening", "state")
    if found.reports.filter(session__status=Session.Status.RUNNING).exists():
        raise Refused("reported_today")


def _write(found: Commitment, change: Change, holder: Holder) -> Commitment:
    if change.word is not None and not holder.opens_word(found):
        raise Stale
    try:
        _write_word(found, change.word, holder)
    except SealBroken:
        raise Refused("unreadable") from None
    found.state, found.due_on = change.state, change.due_on
    found.version += 1
    found.save(update_fields=["state", "due_on", "sealed_word", "word_seat_id", "version"])
    # Robust: it is committed, whatever the bells answer.
    on_commit(partial(ring_others, found.session_id, found.session.cycle.group_id), robust=True)
    return found


def _write_word(found: Commitment, word: str | None, holder: Holder) -> None:
    if word is None or word == unsealed(found, "word"):
        return
    if word:
        found.word = word
    else:
        found.sealed_word = None
    # Once it is written on a proven device, no other opens it.
    found.word_seat_id = None if holder.proves(found) or not word else holder.seat.pk


@atomic
def tell_author(*, holder: Holder, held: Collection[Seat], idea: UUID, is_wanted: bool) -> None:
    """Have the author of a marked idea told at the next occasion that it served, or not; pressed twice, once.

    Raises NotFound for what is not marked by this client, or not on a device that opens it; Refused("already_told")
    for taking back what its author knows.
    """
    lock_author(holder.seat)
    opened = keepsakes.opened_by(held, holder.seat.participant)
    found = marked_by(holder.seat.participant, opened).filter(pk=idea).first()
    if found is None:
        raise NotFound("no_contribution")
    if is_wanted:
        _ask(found)
    else:
        _take_back(idea)


def _ask(found: Contribution) -> None:
    if not is_somebody(found):
        raise NotFound("no_contribution")
    group, cycle = found.session.cycle.group_id, found.session.cycle_id
    last = openings().filter(session__cycle__group=group).order_by("-at").values_list("session", flat=True).first()
    warned = announcements().filter(cycle=cycle).count()
    first = {"session_id": found.session_id, "after_id": last, "warned": warned}
    Served.objects.get_or_create(contribution=found, defaults=first)


def _take_back(idea: UUID) -> None:
    asked = Served.objects.filter(contribution=idea)
    if asked.told().exists():
        raise Refused("already_told")
    asked.delete()


def note_read(*, ideas: Collection[UUID]) -> None:
    """Their author has read that these served."""
    Served.objects.filter(contribution__in=ideas, is_read=False).update(is_read=True)
