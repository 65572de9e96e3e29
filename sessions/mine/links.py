"""What may be read or done of each past session, from small sources: one list of links a session.

A source is asked once for all the sessions that are shown, in a number of queries that grows with nothing: whoever has
another one adds a line to SOURCES. Links hold no content, and tell nothing that does not open on this device.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from uuid import UUID

from groups.models import Seat

from ..keepsakes import Past
from .attendance import attendance
from .certificates import certificates
from .link import Link

# The seat whose sessions are shown, all the seats that this browser holds, and those sessions.
Source = Callable[[Seat, Collection[Seat], Sequence[Past]], Mapping[UUID, Sequence[Link]]]
SOURCES: tuple[Source, ...] = (attendance, certificates)


def links(seat: Seat, held: Collection[Seat], sessions: Sequence[Past]) -> dict[UUID, list[Link]]:
    """By session, all links in the order of SOURCES."""
    found: dict[UUID, list[Link]] = defaultdict(list)
    for source in SOURCES:
        for session, some in source(seat, held, sessions).items():
            found[session] += some
    return found
