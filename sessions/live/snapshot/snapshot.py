"""Everything that the screens of one session show, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from uuid import UUID
from zoneinfo import ZoneInfo

from groups.models import Part

from ...rulebook.state.state import State
from .commitments import Commitment
from .contributions import Agreement, Note
from .doors import Doors, Where
from .people import Attended, Guide, Knock, Person
from .reach import Reach
from .rows import Rows
from .subjects import Opening


# No slots: what several audiences ask is worked out once.
@dataclass(frozen=True)
class Snapshot:
    """A session at a revision: what a screen may need, and nothing of who looks. Participants stand by their ids.

    Names, charter and reach may be newer than the revision, which does not count them. `synthesis` and `own_prompt`
    are "" where there is none; any text is None where its seal cannot be opened. No region but one person's own may
    hold `kept`, `unseen`, `hidden`, nor the single votes of `opening`, and none at all `rows`, from which the next
    snapshot is made.
    """

    session_id: UUID
    revision: int
    state: State
    number: int
    group_id: UUID
    group_name: str
    scheduled_at: datetime
    zone: ZoneInfo
    people: Mapping[str, Person]
    guides: Mapping[int, Guide]
    notes: tuple[Note, ...]
    contract: Agreement | None
    synthesis: str | None
    commitments: tuple[Commitment, ...]
    knocks: tuple[Knock, ...] = ()
    reading: int = 0
    doors: Doors = field(default_factory=Doors, repr=False)
    where: Where = field(default_factory=Where, repr=False)
    reach: Reach = field(default_factory=Reach)
    modality: str = "in_room"
    is_rehearsal: bool = False
    shows_airtime: bool = True
    settings: Mapping[str, str] = field(default_factory=dict)
    own_prompt: str | None = ""
    opening: Opening = field(default_factory=Opening)
    is_everyone_client: bool = False
    kept: tuple[Note, ...] = ()
    unseen: tuple[Note, ...] = ()
    attendance: Mapping[str, Attended] = field(default_factory=dict)
    hidden: tuple[Note, ...] = ()
    rows: Rows | None = field(default=None, repr=False)

    @cached_property
    def notes_by_kind(self) -> Mapping[str, tuple[Note, ...]]:
        """The notes, by kind, in their order."""
        found: dict[str, list[Note]] = {}
        for note in self.notes:
            found.setdefault(note.kind, []).append(note)
        return {kind: tuple(notes) for kind, notes in found.items()}

    def name(self, participant: str | None) -> str:
        person = self.people.get(participant or "")
        return person.name if person else ""

    def called(self, participant: str | None) -> str:
        """What to call somebody, before it is told apart from others. "" for nobody."""
        person = self.people.get(participant or "")
        return person.called if person else ""

    def is_member(self, participant: str | None) -> bool:
        person = self.people.get(participant or "")
        return person is not None and not person.is_removed

    @cached_property
    def drivers(self) -> frozenset[str]:
        """The actors' keys of who may facilitate now: every facilitator, and the deputy whose turn it is."""
        leading = {pk for pk, guide in self.guides.items() if guide.part == Part.FACILITATOR}
        return frozenset(f"user:{pk}" for pk in leading | {self.state.driver} if pk is not None)

    @property
    def members(self) -> list[Person]:
        """Current members, in the group's order."""
        return [person for person in self.people.values() if not (person.is_removed or person.is_knocking)]

    def given(self, participant: str | None) -> str:
        """What the others call somebody, told apart from those who came. "" for nobody."""
        person = self.people.get(participant or "")
        return person.given if person else ""
