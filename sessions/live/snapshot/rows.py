"""What a snapshot is made of, as plain values: the rows that were read, before the state decides who sees what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from .commitments import Commitment
from .contributions import Agreement, Written
from .people import Attended, Door, Facilitating, Person
from .round import RoundRow
from .subjects import Ballot, Proposal


@dataclass(frozen=True, slots=True)
class GroupRow:
    """The session's group, with the charter in force."""

    id: UUID
    name: str
    shows_airtime: bool
    charter: int
    is_rehearsal: bool


@dataclass(frozen=True, slots=True)
class Rows:
    """What was read, part by part; each field but `group` and `guides` has the name of a `Part`.

    A room keeps it, so that the next snapshot follows from a new state without reading or unsealing anything again.
    """

    group: GroupRow
    guides: tuple[Facilitating, ...]
    people: tuple[Person, ...]
    knocks: Door
    attendance: Mapping[str, Attended]
    round: RoundRow | None
    notes: tuple[Written, ...]
    contract: Agreement | None
    actions: tuple[Commitment, ...]
    own_prompt: str | None
    promises: tuple[Commitment, ...]
    subjects: tuple[Proposal, ...]
    ballots: Mapping[str, Ballot]
    earlier_clients: Mapping[str, tuple[int, ...]]
    devices: frozenset[str]
