"""What devices did in a session, by its journal: what a device that is not proven may read again follows from it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from codev.instants import epoch_ms

from .models import PhaseRun, Session

# The commands by which somebody writes. A test holds them to the registry, which stands above.
WRITES = (
    "add_commitment",
    "adopt_wording",
    "contribute",
    "edit",
    "keep_idea",
    "propose_subject",
    "report_commitment",
    "share_kept",
    "word_headline",
    "write_contract",
    "write_private_note",
    "write_prompt",
    "write_synthesis",
)


@dataclass
class Traces:
    """What devices did in a session: the rounds that they wrote or marked in; what synthesis and marks are theirs."""

    rounds: set[int | None] = field(default_factory=set)
    syntheses: set[int | None] = field(default_factory=set)
    marks: set[str] = field(default_factory=set)


def traces(session: Session, seats: Collection[UUID]) -> Traces:
    """By the journal, which says of each command whose it was."""
    keys, found = {f"seat:{pk}" for pk in seats}, Traces()
    runs = list(session.phase_runs.filter(round_number__isnull=False))
    for entry in session.journal.filter(command__in=(*WRITES, "mark")).order_by("revision"):
        is_mine = entry.actor in keys
        rounds = {run.round_number for run in runs if _was_in(run, entry.at)}
        if entry.command == "mark":
            _put(found.marks, {entry.arguments["id"]}, is_in=is_mine)
        if entry.command == "write_synthesis":
            _put(found.syntheses, rounds, is_in=is_mine)
        if is_mine:
            found.rounds |= rounds
    return found


def _put(known: set[Any], these: set[Any], *, is_in: bool) -> None:
    known.update(these) if is_in else known.difference_update(these)


def _was_in(run: PhaseRun, at: int) -> bool:
    return epoch_ms(run.entered_at) <= at and (run.left_at is None or at < epoch_ms(run.left_at))
