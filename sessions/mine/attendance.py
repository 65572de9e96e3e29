"""Where somebody's attendance of a session is read, and signed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from groups.models import Seat

from ..attendance.waiting import to_sign
from ..keepsakes import Past
from .link import Link


def attendance(seat: Seat, held: Collection[Seat], sessions: Sequence[Past]) -> dict[UUID, list[Link]]:
    """A link for each; it is due where a half-day waits to be signed."""
    due = {session.pk for _person, session in to_sign([seat])}
    address = f"{reverse('sessions:my_attendance')}?as={seat.participant_id}"
    return {one.id: [_link(f"{address}#session-{one.id}", is_due=one.id in due)] for one in sessions}


def _link(url: str, *, is_due: bool) -> Link:
    words = pgettext("attendance", "I sign") if is_due else _("My attendance")
    return Link(words, url, is_due, is_aside=not is_due)
