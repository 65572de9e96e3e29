"""What may be read or done of each past session, from small sources: one list of links a session.

A source is asked once for all the sessions that are shown, in a number of queries that grows with nothing: whoever has
another one adds a line to SOURCES. Links hold no content, and tell nothing that does not open on this device.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from groups.models import Seat

from ..keeping import memory
from ..keepsakes import Past
from ..models import Preparation, Reflection
from ..models.own_sheets import OwnSheet
from .attendance import attendance
from .certificates import certificates
from .evaluating import evaluating
from .following import following
from .link import Link

# The seat whose sessions are shown, all the seats that this browser holds, and those sessions.
Source = Callable[[Seat, Collection[Seat], Sequence[Past]], Mapping[UUID, Sequence[Link]]]


def read(seat: Seat, held: Collection[Seat], sessions: Sequence[Past]) -> dict[UUID, list[Link]]:
    """What is kept for a client, and what everybody wrote and learned: where something of it opens."""
    found: dict[UUID, list[Link]] = defaultdict(list)
    for one in sessions:
        if one.is_here and not one.is_erased:
            if one.was_client:
                found[one.id].append(_to(seat, "sessions:keepsake", one, _("What you keep from this session")))
            found[one.id].append(_to(seat, "sessions:written", one, _("What you wrote, what was learned")))
    return found


def prepared(seat: Seat, held: Collection[Seat], sessions: Sequence[Past]) -> dict[UUID, list[Link]]:
    """The own sheet of preparation, where one opens."""
    begun = _opened(Preparation, seat, held, sessions)
    words = _("What you prepared")
    return {one.id: [_to(seat, "sessions:preparation", one, words)] for one in sessions if one.id in begun}


def journal(seat: Seat, held: Collection[Seat], sessions: Sequence[Past]) -> dict[UUID, list[Link]]:
    """The own journal's page: any device may write one, and opens what it wrote."""
    written = _opened(Reflection, seat, held, sessions)
    known, new = _("My journal"), _("Write in my journal")
    readable = (one for one in sessions if not one.is_erased)
    return {one.id: [_to(seat, "sessions:reflection", one, known if one.id in written else new)] for one in readable}


def _opened(kind: type[OwnSheet], seat: Seat, held: Collection[Seat], sessions: Sequence[Past]) -> set[UUID]:
    """The sessions that can still be read and for which this device opens such a sheet."""
    own = [one for one in held if one.participant_id == seat.participant_id]
    readable = [one.id for one in sessions if not one.is_erased]
    rows = kind.objects.opened_by(own).filter(session__in=readable)  # type: ignore[attr-defined]
    return set(rows.values_list("session", flat=True))


def _to(seat: Seat, route: str, session: Past, words: str) -> Link:
    return Link(words, f"{reverse(route, args=[session.id])}?as={seat.participant_id}")


def learned(seat: Seat, held: Collection[Seat], sessions: Sequence[Past]) -> dict[UUID, list[Link]]:
    """Where somebody learned something: whether it stands in the group's memory is that one's choice."""
    found = memory.to_choose(seat, held)
    address = f"{reverse('sessions:memory', args=[seat.participant.group_id])}?as={seat.participant_id}#choices-title"
    words = _("Keep what you learned for the group")
    return {one.id: [Link(words, address, is_aside=True)] for one in sessions if one.id in found}


SOURCES: tuple[Source, ...] = (evaluating, attendance, read, prepared, journal, following, learned, certificates)


def links(seat: Seat, held: Collection[Seat], sessions: Sequence[Past]) -> dict[UUID, list[Link]]:
    """By session, what waits first, then the others in the order of SOURCES."""
    found: dict[UUID, list[Link]] = defaultdict(list)
    for source in SOURCES:
        for session, some in source(seat, held, sessions).items():
            found[session] += some
    for some in found.values():
        some.sort(key=lambda one: not one.is_due)
    return found
