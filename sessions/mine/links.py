"""What may be read or done of each past session, from small sources: one list of links a session.

A source is asked once for all the sessions that are shown, in a number of queries that grows with nothing: whoever has
another one adds a line to SOURCES. Links hold no content, and tell nothing that does not open on this device.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from groups.models import Seat

from ..keeping import memory
from ..keepsakes import Past


@dataclass(frozen=True)
class Link:
    """A few words and where they lead; `is_due`: it waits for this person, and may not for long."""

    words: str
    url: str
    is_due: bool = False


# The seat whose sessions are shown, all the seats that this browser holds, and those sessions.
Source = Callable[[Seat, Collection[Seat], Sequence[Past]], Mapping[UUID, Sequence[Link]]]


def learned(seat: Seat, held: Collection[Seat], sessions: Sequence[Past]) -> dict[UUID, list[Link]]:
    """Where somebody learned something: whether it stands in the group's memory is that one's choice."""
    found = memory.to_choose(seat, held)
    address = f"{reverse('sessions:memory', args=[seat.participant.group_id])}?as={seat.participant_id}#choices-title"
    return {one.id: [Link(_("Keep what you learned for the group"), address)] for one in sessions if one.id in found}


SOURCES: tuple[Source, ...] = (learned,)


def links(seat: Seat, held: Collection[Seat], sessions: Sequence[Past]) -> dict[UUID, list[Link]]:
    """By session, all links in the order of SOURCES."""
    found: dict[UUID, list[Link]] = defaultdict(list)
    for source in SOURCES:
        for session, some in source(seat, held, sessions).items():
            found[session] += some
    return found
