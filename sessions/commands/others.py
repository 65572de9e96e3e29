"""What the group's other sessions show of this one: commitments, what came of them, and who was client."""

from __future__ import annotations

from uuid import UUID

from codev import doorbell

from ..models import Session
from ..rulebook.state.state import State
from .registry import COMMANDS
from .touches import EVERYTHING, NOTHING, Part


def is_of_others(command: str, before: State, after: State) -> bool:
    """Whether they may show something new: a commitment is reported, or the session is closed, or no longer."""
    touches = COMMANDS[command].touches if command in COMMANDS else NOTHING
    # Not what touches everything, such as an undo: it takes no report back.
    is_report = Part.PROMISES in touches and touches != EVERYTHING
    return is_report or (before.status == "closed") != (after.status == "closed")


def ring_others(session_id: UUID, group_id: UUID) -> None:
    """Have those that run read anew what no revision of theirs tells. Once it is committed; one query."""
    running = Session.objects.filter(cycle__group=group_id, status=Session.Status.RUNNING).exclude(pk=session_id)
    for other in running.values_list("pk", flat=True):
        doorbell.ring("session", other, 0)
