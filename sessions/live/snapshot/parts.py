"""Which parts of a snapshot have to be read again after some commands and a change of the state. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ...commands.registry import COMMANDS
from ...commands.touches import EVERYTHING, Part
from ...rulebook.rules import rights
from ...rulebook.state.state import OVER, State
from .commitments import is_followed_up
from .own_prompt import has_own_prompt
from .round import number_of
from .subjects import chooses, collects_votes

# What of the state decides whether and which rows of a part are read, and when the state's own move has changed them.
FOLLOWS: dict[Part, Callable[[State], object]] = {
    # Of who knocks at its end nothing stays.
    Part.PEOPLE: lambda state: state.status in OVER,
    Part.KNOCKS: lambda state: state.status in ("open", "running"),
    Part.ATTENDANCE: lambda state: (state.seats, state.left),
    Part.ROUND: number_of,
    Part.NOTES: number_of,
    Part.CONTRACT: number_of,
    Part.ACTIONS: number_of,
    Part.OWN_PROMPT: lambda state: state.prompt if has_own_prompt(state) else None,
    Part.PROMISES: is_followed_up,
    # A vote that ends, by its last voter as by a step that is left, gives each subject its total.
    Part.SUBJECTS: lambda state: (chooses(state), state.vote_ended_at),
    Part.BALLOTS: lambda state: (collects_votes(state), state.vote_ended_at),
    Part.EARLIER_CLIENTS: chooses,
    Part.DEVICES: rights.is_voting,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """What the journal says of one command."""

    revision: int
    command: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Again:
    """What has to be read again: whole parts, and of other parts these rows alone."""

    parts: frozenset[Part] = frozenset()
    notes: frozenset[UUID] = frozenset()
    subjects: frozenset[UUID] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.parts or self.notes or self.subjects)


def again(before: State, after: State, entries: Iterable[Entry]) -> Again | None:
    """What these commands and this change of the state touch; None where it may be anything."""
    # Rounds follow their clients, with all that was written in them.
    if after.clients != before.clients or after.protocol != before.protocol:
        return None
    parts = {part for part, of in FOLLOWS.items() if of(before) != of(after)}
    rows: dict[Part, set[UUID]] = {Part.NOTE: set(), Part.SUBJECT: set()}
    for entry in entries:
        command = COMMANDS.get(entry.command)
        if command is None or command.touches == EVERYTHING:
            return None
        parts |= command.touches - {*rows}
        for one in command.touches & {*rows}:
            row = _row(entry)
            if row is None:
                return None
            rows[one].add(row)
    notes = rows[Part.NOTE] if Part.NOTES not in parts else ()
    subjects = rows[Part.SUBJECT] if Part.SUBJECTS not in parts else ()
    return Again(frozenset(parts), frozenset(notes), frozenset(subjects))


def _row(entry: Entry) -> UUID | None:
    """The row that a command names by its argument `id`."""
    try:
        return UUID(entry.arguments["id"])
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
