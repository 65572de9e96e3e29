"""Who has been heard how long in this session, the order of hands that may follow, and a turn’s time. Pure.

No span of anybody's leaves the server: people see places, and whoever facilitates two words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..state.floor import CLOSED_TO_HANDS, Hand
from ..state.state import State

ORDERS = ("arrival", "least_heard")
SHORTEST_LIMIT_MS, LONGEST_LIMIT_MS = 30_000, 1_800_000
GRACE_MS = 15_000
ENOUGH_MS = 120_000


@dataclass(frozen=True, slots=True)
class PlaceInQueue:
    """Where a hand stands, from 1, and why: so many were heard less, so many were up before."""

    number: int
    less_heard: int
    earlier: int


def heard(before: State, after: State, at: int) -> Mapping[str, int]:
    """What was heard of each once a turn that ran before runs no longer, or anew after a rest."""
    speaker, since = before.floor.speaker, before.floor.since
    goes_on = (after.floor.speaker, after.floor.since) == (speaker, since)
    if goes_on or speaker is None or since is None or at <= since:
        return after.heard
    return {**after.heard, speaker: after.heard.get(speaker, 0) + at - since}


def hands(state: State) -> tuple[Hand, ...]:
    """Raised hands in the order in which they will be called: who waits as long is as well placed as ever."""
    if state.floor_order == "arrival":
        return state.floor.queue
    return tuple(sorted(state.floor.queue, key=lambda hand: state.heard.get(hand.participant, 0)))


def next_up(state: State) -> str | None:
    """Whom the floor goes to next: the go-round's order first, then the hands."""
    if state.floor.pending:
        return state.floor.pending[0]
    return next((hand.participant for hand in hands(state)), None)


def number_of(state: State, participant: str) -> int | None:
    """The place among the hands, from 1."""
    order = [hand.participant for hand in hands(state)]
    return order.index(participant) + 1 if participant in order else None


def place_of(state: State, participant: str) -> PlaceInQueue | None:
    """The place among the hands, and who stands before by which reason."""
    number = number_of(state, participant)
    if number is None:
        return None
    before = hands(state)[: number - 1]
    mine = state.heard.get(participant, 0)
    is_by_airtime = state.floor_order == "least_heard"
    less = sum(is_by_airtime and state.heard.get(hand.participant, 0) < mine for hand in before)
    return PlaceInQueue(number, less, len(before) - less)


def turn_ends_at(state: State) -> int | None:
    """When the speaker's turn has used its time: never the client's own story, nor while everybody rests."""
    current = state.floor
    if state.turn_limit_ms is None or current.since is None or current.mode in CLOSED_TO_HANDS:
        return None
    return current.since + state.turn_limit_ms


def word_of(state: State, participant: str) -> str:
    """ "unheard", "little" (less than half an equal share) or none: for whoever facilitates, while the session runs."""
    total = sum(state.heard.values())
    if not state.is_running or total < ENOUGH_MS:
        return ""
    if state.floor.speaker == participant or state.role_of(participant) == "observer":
        return ""
    mine = state.heard.get(participant, 0)
    if mine == 0:
        return "unheard"
    return "little" if 2 * mine * len(state.present) < total else ""
