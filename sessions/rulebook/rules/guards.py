"""What a decision checks first: that the session runs, that what the sender believed still holds. Pure.

Each returns nothing, or raises Refused (or Stale, for a belief) with the code that the sender is answered. Screens ask
rights.py, which answers yes or no.
"""

from __future__ import annotations

from groups.errors import Refused, Stale

from ..state.state import OVER, State


def not_over(state: State) -> None:
    if state.status in OVER:
        raise Refused("over")


def gathered(state: State) -> None:
    """People are here: in the lobby or in the session."""
    not_over(state)
    if state.status == "planned":
        raise Refused("not_open")


def started(state: State) -> None:
    """The session is under way, in a step or resting."""
    not_over(state)
    if not state.is_running:
        raise Refused("not_running")


def running(state: State) -> None:
    """The session is in a step, not resting."""
    started(state)
    if state.is_on_break:
        raise Refused("on_break")


def believed_step(state: State, from_step: int | None) -> None:
    """The sender saw the step of this index; None where nothing was said about it.

    Two people who press « next » at once go on by one step, not by two.
    """
    if from_step is not None and from_step != state.index:
        raise Stale


def believed_speaker(state: State, believed: str | None) -> None:
    """The sender saw this participant speak, or "" for nobody; None where nothing was said about it.

    Not the session's revision: any contribution raises it, and would make a press out of date that is not.
    """
    if believed is not None and believed != (state.floor.speaker or ""):
        raise Stale


def present(state: State, participant: str) -> None:
    if participant not in state.present:
        raise Refused("not_present")


def round_can_begin(state: State, number: int | None) -> None:
    """A round wants its client, chosen and here. rights.may_enter is the same question; a test holds them together."""
    if number is None:
        return
    client = state.client_of(number)
    if client is None:
        raise Refused("clients_missing")
    if client not in state.present:
        raise Refused("client_absent")
