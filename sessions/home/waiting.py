"""What waits for whoever looks at home: one list of sentences with where they lead, from small sources.

A source is a function that asks one thing, in a number of queries that grows with nothing: whoever has another one
adds a line to SOURCES. Sentences hold no content: neither what was said nor what was written.
"""

from __future__ import annotations

from itertools import chain

from .of_facilitators import doubts, ends_to_say, groups_to_keep, never_opened, unsent_invitations
from .of_members import (
    answers,
    charters,
    commitments_due,
    evaluations,
    ideas_that_served,
    new_addresses,
    soon_erased,
)
from .signing import to_countersign, to_sign
from .viewer import Source, Viewer, Waiting

SOURCES: tuple[Source, ...] = (
    new_addresses,
    charters,
    answers,
    evaluations,
    commitments_due,
    to_sign,
    to_countersign,
    soon_erased,
    ideas_that_served,
    never_opened,
    ends_to_say,
    unsent_invitations,
    groups_to_keep,
    doubts,
)


def what_waits(viewer: Viewer) -> list[Waiting]:
    """All that waits, in the order of SOURCES."""
    return list(chain.from_iterable(source(viewer) for source in SOURCES))
