"""How the rows of a snapshot are read, whole or part by part: a fixed number of queries, whatever the people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, UUIDField

from codev.compiled import reads
from groups.models import Charter

from ... import access
from ...commands.touches import Part
from ...models import Session
from ...rulebook.rules import rights
from ...rulebook.state.state import State
from . import contributions, people, subjects
from .commitments import commitments_of_before, commitments_of_round
from .deriving import derive
from .interning import kept
from .own_prompt import own_prompt
from .parts import Again
from .round import RoundRow, read_round
from .rows import GroupRow, Rows
from .snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Here:
    """What the rows of a part are found by."""

    session: Session
    state: State
    group: GroupRow
    round: RoundRow | None


# What the present step does not show costs no query. The round is read first: others are found by it.
READERS: dict[Part, Callable[[Here], Any]] = {
    Part.PEOPLE: lambda here: people.read_people(here.group.id, here.group.charter),
    Part.KNOCKS: lambda here: people.read_door(here.session, here.group.charter),
    Part.ATTENDANCE: lambda here: people.read_attendance(here.session, here.state),
    Part.NOTES: lambda here: contributions.read_notes(here.session, here.round),
    Part.CONTRACT: lambda here: contributions.read_contract(here.round),
    Part.ACTIONS: lambda here: commitments_of_round(here.round),
    Part.OWN_PROMPT: lambda here: own_prompt(here.session, here.state),
    Part.PROMISES: lambda here: commitments_of_before(here.session, here.group.id, here.state),
    Part.SUBJECTS: lambda here: subjects.read_subjects(here.session) if subjects.chooses(here.state) else (),
    Part.BALLOTS: lambda here: subjects.read_ballots(here.session) if subjects.collects_votes(here.state) else {},
    Part.EARLIER_CLIENTS: lambda here: (
        subjects.read_earlier_clients(here.session) if subjects.chooses(here.state) else {}
    ),
    Part.DEVICES: lambda here: subjects.read_devices(here.session) if rights.is_voting(here.state) else frozenset(),
}


def load(session_id: UUID, known: Snapshot | None = None) -> Snapshot | None:
    """The session as it stands, None where there is none. What equals `known` keeps its objects. Blocking."""
    while True:
        session = access.with_group.first(session=session_id)
        if session is None:
            return None
        state = kept(session.load(), known.state) if known else session.load()
        rows = _read(session, state)
        # A command between two of its queries would mix two revisions: notes of a new step with the rights of the old.
        if session.revision == revision_of(session_id):
            return derive(session, state, kept(rows, known.rows) if known and known.rows else rows, known)


def revision_of(session_id: UUID) -> int | None:
    """The revision in the database, None where there is no such session. One query."""
    return revision.first(session=session_id)


@reads(session=UUIDField())
def revision(session: Any) -> QuerySet[Session, int]:
    return Session.objects.filter(pk=session).values_list("revision", flat=True)


def charter_of(group: UUID) -> int:
    """The charter in force; every group has one."""
    found = charter.first(group=group)
    assert found is not None  # noqa: S101 (made with the group)
    return found


@reads(group=UUIDField())
def charter(group: Any) -> QuerySet[Charter, int]:
    return Charter.objects.filter(group=group).order_by("-number").values_list("pk", flat=True)[:1]


def _read(session: Session, state: State) -> Rows:
    group = session.cycle.group
    here = Here(
        session,
        state,
        GroupRow(group.pk, group.name, group.shows_airtime, charter_of(group.pk), group.is_rehearsal),
        read_round(session, state),
    )
    found = {part.value: read(here) for part, read in READERS.items()}
    return Rows(group=here.group, guides=people.read_guides(group.pk), round=here.round, **found)


def read_again(session: Session, state: State, rows: Rows, again: Again) -> Rows:
    """The rows, with those parts read anew that have to be; the rest as it was."""
    round_ = read_round(session, state) if Part.ROUND in again.parts else rows.round
    here = Here(session, state, rows.group, round_)
    found = {part.value: read(here) for part, read in READERS.items() if part in again.parts}
    if again.notes:
        these = contributions.read_notes(session, round_, again.notes)
        found["notes"] = contributions.with_these(rows.notes, again.notes, these)
    if again.subjects:
        some = subjects.read_subjects(session, again.subjects) if subjects.chooses(state) else ()
        found["subjects"] = subjects.with_these_subjects(rows.subjects, again.subjects, some)
    return replace(rows, round=round_, **found)
