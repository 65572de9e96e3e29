"""Who has been heard how long in this session, the order of hands that may follow, and a turn’s time. Pure.

No span of anybody's leaves the server: participants see their place among the hands, facilitators two words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..state.floor import CLOSED_TO_HANDS, Hand
from ..state.state import State

# A turn's time may be set to half a minute at least, half an hour at most. When it is used up the speaker is told; the
# facilitator's screen marks it GRACE_MS later, so that the speaker can conclude without being interrupted.
ORDERS = ("arrival", "least_heard")
SHORTEST_LIMIT_MS, LONGEST_LIMIT_MS = 30_000, 1_800_000
GRACE_MS = 15_000
# Until two minutes were heard in all, most people are unheard: to say so of them would mean nothing.
ENOUGH_MS = 120_000
# For so long after closing it is known (decision 014).
DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class PlaceInQueue:
    """Where a hand stands, from 1, and why: of those before it, so many were heard less, the others came earlier.

    Or because the facilitator put the hands in this order (`is_placed`).
    """

    number: int
    less_heard: int
    earlier: int
    is_placed: bool = False


def heard(before: State, after: State, at: int) -> Mapping[str, int]:
    """Milliseconds heard of each by id, with the turn that an event at `at` (epoch milliseconds) ended or suspended."""
    # By the instant too: in a break the same person keeps the floor, and goes on from another instant afterwards.
    speaker, since = before.floor.speaker, before.floor.since
    goes_on = (after.floor.speaker, after.floor.since) == (speaker, since)
    if goes_on or speaker is None or since is None or at <= since:
        return after.heard
    return {**after.heard, speaker: after.heard.get(speaker, 0) + at - since}


def hands(state: State) -> tuple[Hand, ...]:
    """Raised hands in the order in which they will be called."""
    if state.floor_order == "arrival":
        return state.floor.queue
    # The sort is stable: hands of people who were heard alike stay in order of arrival, and those that were placed by
    # hand as they were placed. Nobody waits for ever, as each turn of the others puts them further behind.
    return tuple(sorted(state.floor.queue, key=lambda hand: -hand.is_placed or state.heard.get(hand.participant, 0)))


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
    """The place among the hands, and how many stand before for which reason; None without a hand. Never their names."""
    number = number_of(state, participant)
    if number is None:
        return None
    *before, own = hands(state)[:number]
    if own.is_placed:
        return PlaceInQueue(number, 0, 0, is_placed=True)
    mine = state.heard.get(participant, 0)
    is_by_airtime = state.floor_order == "least_heard"
    less = sum(is_by_airtime and not hand.is_placed and state.heard.get(hand.participant, 0) < mine for hand in before)
    return PlaceInQueue(number, less, len(before) - less)


def turn_ends_at(state: State) -> int | None:
    """When the speaker's turn has used its time (epoch milliseconds).

    None without a limit or a speaker, in a break or silence, and where the client alone speaks: no story is cut short.
    """
    current = state.floor
    if state.turn_limit_ms is None or current.since is None or current.mode in CLOSED_TO_HANDS:
        return None
    return current.since + state.turn_limit_ms


def word_of(state: State, participant: str) -> str:
    """ "unheard", "little" (less than half an equal share) or "": for facilitators alone, while the session runs."""
    total = sum(state.heard.values())
    if not state.is_running or total < ENOUGH_MS:
        return ""
    # A turn under way is not counted yet, so its speaker would be « unheard »; an observer is not to speak.
    if state.floor.speaker == participant or state.role_of(participant) == "observer":
        return ""
    mine = state.heard.get(participant, 0)
    if mine == 0:
        return "unheard"
    return "little" if 2 * mine * len(state.present) < total else ""
