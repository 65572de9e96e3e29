"""What a decision checks first: that the session runs, that what the sender believed still holds. Pure."""

from __future__ import annotations

from groups.errors import Refused, Stale

from .state import State


def running(state: State) -> None:
    if not state.is_running:
        raise Refused("over" if state.status in ("closed", "cancelled") else "not_running")


def believed_step(state: State, from_step: int | None) -> None:
    if from_step is not None and from_step != state.index:
        raise Stale


def believed_speaker(state: State, believed: str | None) -> None:
    if believed is not None and believed != (state.floor.speaker or ""):
        raise Stale


def present(state: State, participant: str) -> None:
    if participant not in state.present:
        raise Refused("not_present")
