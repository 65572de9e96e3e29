"""Which step comes next and which came before, past rounds that are over, broken off or without their client. Pure."""

from __future__ import annotations

from ..state.agenda import Item
from ..state.state import State
from .planner import ahead_of, is_passed_by


def following(state: State) -> int | None:
    """The step that comes next: rounds that are over, were broken off or whose client has left are passed by."""
    return open_from(state, 0 if state.index is None else state.index + 1)


def is_break_next(state: State) -> bool:
    """Whether the break that the agenda reserves comes before the step that comes next."""
    return state.break_before is not None and following(state) == state.break_before


def open_from(state: State, index: int) -> int | None:
    """The index of that step, or of the first after it whose round is still to come; None where no step follows."""
    while index < len(state.agenda) and is_passed_by(state, state.agenda[index].round):
        index += 1
    return index if index < len(state.agenda) else None


def after_this_round(state: State) -> int | None:
    """The step that comes next if the present round breaks off here; None outside rounds, or where nothing follows."""
    number = state.item.round if state.item else None
    if number is None:
        return None
    return open_from(state, 1 + max(i for i, item in enumerate(state.agenda) if item.round == number))


def to_come(state: State) -> tuple[Item, ...]:
    """The steps that are still to come after the present one."""
    return tuple(state.agenda[index] for index in ahead_of(state))


def preceding(state: State) -> int | None:
    """The step before, or the one in which the round before broke off; rounds whose client has left are passed by."""
    index = (state.index or 0) - 1
    while index >= 0 and state.client_of(state.agenda[index].round) in state.left:
        index -= 1
    if index < 0:
        return None
    # Going back into a round that broke off takes it up where it stopped, not in its last step.
    broken = state.broken_off(state.agenda[index].round)
    return broken.index if broken else index


def between_rounds(state: State) -> bool:
    """Outside rounds, or in a round's last step: where a broken round may be taken up without cutting another short."""
    item = state.item
    if item is None or item.round is None:
        return True
    return state.index == max(i for i, other in enumerate(state.agenda) if other.round == item.round)
