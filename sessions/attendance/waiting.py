"""What is still to be signed, and by whom, of sessions that were held lately."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from groups.models import SIGNING_LIMITS, Seat

from ..models import Session
from .reading import sheets_of_sessions
from .shapes import Sheet
from .terms import is_open

# A session lasts, and days end by the clocks of its place.
MARGIN = timedelta(days=2)
LATELY = timedelta(days=max(SIGNING_LIMITS)) + MARGIN
MOST = 20  # sessions that are looked at


def to_sign(seats: Collection[Seat]) -> list[tuple[UUID, Session]]:
    """Whose, and which sessions' half-days wait to be signed by these seats' people; the soonest over first.

    In the same number of queries for any number of sessions, and in one where there are none.
    """
    found = []
    sessions = {one.pk: one for one in _lately(seats)}
    sheets = sheets_of_sessions(sessions, counts_breaks=False) if sessions else ()
    for sheet in sheets:
        session = sessions[sheet.session]
        here = [one.participant_id for one in seats if one.is_admitted and one.is_for(session.pk)]
        days = session.cycle.group.organisation.signing_days
        found += [(person, session) for person in waiting(sheet, days) if person in here]
    return found


def waiting(sheet: Sheet, days: int) -> list[UUID]:
    """The people of whom a half-day of a session waits, and may be signed. Who contests hours is not asked to."""
    now = timezone.now()
    return [
        one.person
        for one in sheet.people
        if not one.is_contested
        and any(half.signed is None or half.signed.is_outdated for half in one.halves)
        and is_open(sheet, one, days, now)
    ]


def _lately(seats: Collection[Seat]) -> list[Session]:
    people, now = [one.participant_id for one in seats if one.is_admitted], timezone.now()
    if not people:
        return []
    corrected = Q(corrections__participant__in=people)
    mine = Q(attendances__participant__in=people, scheduled_at__gte=now - LATELY)
    mine |= corrected & Q(corrections__made_at__gte=now - LATELY)
    rows = Session.objects.filter(mine, status=Session.Status.CLOSED, cycle__group__is_rehearsal=False).distinct()
    newest = rows.defer("state").select_related("cycle__group__organisation").order_by("-scheduled_at", "-id")[:MOST]
    return sorted(newest, key=lambda one: one.scheduled_at)
