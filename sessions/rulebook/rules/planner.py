"""How the minutes that are left are shared among the rounds to come. Pure.

A round's learnings, the closing and a planned break keep their own; every coming client has an equal share. Where time
is short every coming round has as much less, none below its floor; time saved goes to nobody by itself. What nobody
pays moves the session's end (outlook.py), unless the facilitator shares out what is left.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from fractions import Fraction

from ..protocol.protocol import Protocol
from ..state.agenda import MINUTE_MS, Item, whole_shares
from ..state.state import State

LEARNING = "learning"
# The part of what it was planned that no delay of others takes from a round, by the protocol's setting.
FLOORS = {"two_thirds": Fraction(2, 3), "half": Fraction(1, 2), "none": Fraction(0)}


def shared_out(
    items: Sequence[Item], protocol: Protocol, indexes: Collection[int], available_ms: int
) -> tuple[Item, ...]:
    """The agenda in which these steps share the whole minutes of what is available, on top of what they have used.

    Every round of which all steps are among them gets as much; within a round steps share by weight.
    """
    rounds = _by_round(items, indexes)
    weights = [_part_of_its_round(items, round_) for round_ in rounds]
    totals = list(whole_shares(max(0, available_ms) // MINUTE_MS, weights))
    totals = _raised(totals, [len(round_) for round_ in rounds])
    shares: dict[int, int] = {}
    for round_, total in zip(rounds, totals, strict=True):
        shares |= dict(zip(round_, _within([items[i] for i in round_], protocol, total), strict=True))
    # `planned_ms` stays, as the agenda shows it beside the actual time; `extra_ms` is what differs, below zero too.
    return tuple(
        replace(item, extra_ms=item.spent_ms + shares[i] * MINUTE_MS - item.planned_ms) if i in shares else item
        for i, item in enumerate(items)
    )


def _by_round(items: Sequence[Item], indexes: Collection[int]) -> list[list[int]]:
    numbers = dict.fromkeys(items[i].round for i in sorted(indexes))
    return [[i for i in sorted(indexes) if items[i].round == number] for number in numbers]


def _part_of_its_round(items: Sequence[Item], chosen: Sequence[int]) -> int:
    """In thousandths: a round that is taken up again, of which only the rest is to come, gets a part of a share."""
    whole = [i for i, item in enumerate(items) if item.round == items[chosen[0]].round]
    planned = sum(items[i].planned_ms for i in whole)
    if not planned:
        return 1000 * len(chosen) // len(whole)
    return max(1, 1000 * sum(items[i].planned_ms for i in chosen) // planned)


def _within(steps: Sequence[Item], protocol: Protocol, total: int) -> list[int]:
    """Whole minutes of one round: a minute for learning first, then for every step, then what learning was planned.

    Facilitators who are late leave learning out, which the method calls error number 1: so it is served first.
    """
    planned = [item.planned_ms // MINUTE_MS for item in steps]
    # In a very short session, or a round that was added late, no step may have a minute to weigh by.
    weights = planned if any(planned) else [protocol.step(item.key).weight for item in steps]
    shares = list(whole_shares(total, weights))
    is_learning = [item.key == LEARNING for item in steps]
    shares = _raised(shares, [int(one) for one in is_learning])
    shares = _raised(shares, [1] * len(steps))
    least = [max(1, minutes) if one else 1 for minutes, one in zip(planned, is_learning, strict=True)]
    return _raised(shares, least)


def _raised(shares: list[int], least: Sequence[int]) -> list[int]:
    """Take a minute from whoever has most to spare and give it to who lacks most, as long as there are both."""
    shares, places = [*shares], range(len(shares))
    while places:
        poor = max(places, key=lambda i: (least[i] - shares[i], -i))
        rich = max(places, key=lambda i: (shares[i] - least[i], i))
        if shares[poor] >= least[poor] or shares[rich] <= least[rich]:
            break
        shares[poor] += 1
        shares[rich] -= 1
    return shares


def at_rounds_begin(state: State, number: int, at: int, *, is_held: bool) -> State:
    """A round begins at `at` (epoch milliseconds): what is left is shared anew among it and those to come.

    Not where it goes by the plan to a minute and alike for all: some seconds must not move every step by a minute.
    `is_held`: no round falls below its floor, or swells (`held`).
    """
    ahead = [i for i, item in enumerate(state.agenda) if is_to_come(state, item, number)]
    available = left_for_rounds(state, at)
    if is_held:
        available = held(state, ahead, available)
    expected = sum(left_ms(state.agenda[i]) for i in ahead)
    lengths = [sum(state.agenda[i].allotted_ms for i in round_) for round_ in _by_round(state.agenda, ahead)]
    is_as_planned = abs(available - expected) < MINUTE_MS
    if is_as_planned and max(lengths) - min(lengths) <= MINUTE_MS:
        return state
    return replace(state, agenda=shared_out(state.agenda, state.protocol, ahead, available))


def held(state: State, indexes: Collection[int], available_ms: int) -> int:
    """What these steps share of what is available: not more than they have, and not less than their rounds' floors."""
    return max(floor_ms(state, indexes), min(available_ms, full_ms(state, indexes)))


def full_ms(state: State, indexes: Collection[int]) -> int:
    """What these steps have in all, in milliseconds; in a very short session a minute each, if there is as much."""
    return max(sum(left_ms(state.agenda[i]) for i in indexes), len(indexes) * MINUTE_MS)


def floor_ms(state: State, indexes: Collection[int]) -> int:
    """What the rounds of these steps keep in all, in milliseconds, whoever is late: a part of what they were planned.

    Where the facilitator has shared out less already, that is their floor.
    """
    return sum(floor_of_ms(state, round_) for round_ in _by_round(state.agenda, indexes))


def floor_of_ms(state: State, round_: Sequence[int]) -> int:
    """The same of one round."""
    planned = sum(state.agenda[i].planned_ms for i in round_)
    kept = int(planned * FLOORS[state.protocol.settings["round_floor"]]) // MINUTE_MS * MINUTE_MS
    return min(kept, sum(left_ms(state.agenda[i]) for i in round_))


def left_ms(item: Item) -> int:
    """What a step has not used yet of what it was given, in milliseconds; negative in overtime."""
    return item.allotted_ms - item.spent_ms


def is_to_come(state: State, item: Item, number: int) -> bool:
    """Whether a step is of that round or a later one, and its round is neither over nor broken off."""
    return item.round is not None and item.round >= number and not state.is_done(item.round)


def left_for_rounds(state: State, at: int) -> int:
    """Milliseconds left until the planned end, less closing and reserved break; negative when it is late."""
    assert state.ends_at is not None  # noqa: S101  a running session has started
    return state.ends_at - state.reserved_ms - at - closing_ms(state)


def sharing(state: State) -> tuple[int, ...]:
    """The indexes of the steps that share what is left: the present round's that are to come, and later rounds'."""
    return tuple(i for i in ahead_of(state) if state.agenda[i].round is not None)


def coming_part(state: State) -> tuple[int, int]:
    """Of what `sharing` shares out, the thousandths that rounds after the present one get, and their least minutes."""
    here = state.item.round if state.item else None
    weights, least = {True: 0, False: 0}, 0
    for round_ in _by_round(state.agenda, sharing(state)):
        is_coming = state.agenda[round_[0]].round != here
        weights[is_coming] += _part_of_its_round(state.agenda, round_)
        least += len(round_) if is_coming else 0
    return 1000 * weights[True] // max(1, sum(weights.values())), least


def left_after_step(state: State, at: int) -> int:
    """What `left_for_rounds` leaves at `at` once the present step is over, and the opening, in milliseconds."""
    # Overtime takes nothing more away, as it has been spent.
    used = max(0, state.clock.remaining_ms(at)) if state.clock else 0
    opening = [state.agenda[i] for i in ahead_of(state) if state.agenda[i].part == "opening"]
    return left_for_rounds(state, at) - used - sum(max(0, left_ms(item)) for item in opening)


def closing_ms(state: State) -> int:
    """What the closing was given in all, used or not."""
    return sum(item.allotted_ms for item in state.agenda if item.part == "closing")


def is_passed_by(state: State, number: int | None) -> bool:
    """Whether going on leads past a round: it is over, broken off, or its client has left."""
    # Who goes back from a round's last step has spent time there: the round is behind, yet its other steps still come.
    if number is None or (state.item is not None and state.item.round == number):
        return False
    return state.is_done(number) or state.client_of(number) in state.left


def ahead_of(state: State) -> tuple[int, ...]:
    """The indexes of the steps that are still to come after the present one."""
    if state.index is None:
        return ()
    rest = range(state.index + 1, len(state.agenda))
    return tuple(i for i in rest if not is_passed_by(state, state.agenda[i].round))


def with_rounds(state: State, rounds: int) -> tuple[Item, ...]:
    """The agenda with so many rounds in all: those that have begun stay, the others share what they were planned."""
    # Unlike agenda.replan, which would plan rounds anew in which time was spent already.
    begun = state.rounds_begun
    kept = [item for item in state.agenda if item.round is None or item.round < begun]
    dropped = [item for item in state.agenda if item.round is not None and item.round >= begun]
    minutes = sum(item.planned_ms for item in dropped) // MINUTE_MS
    added: list[Item] = []
    for number, total in enumerate(whole_shares(minutes, [1] * (rounds - begun)), start=begun):
        steps = [Item(step.key, step.part, number, 0) for step in state.protocol.part("round")]
        shares = _within(steps, state.protocol, total)
        added += [replace(one, planned_ms=share * MINUTE_MS) for one, share in zip(steps, shares, strict=True)]
    closing = next((i for i, item in enumerate(kept) if item.part == "closing"), len(kept))
    return (*kept[:closing], *added, *kept[closing:])


def settled(state: State, at: int) -> State:
    """The clock stopped at `at` (epoch milliseconds): what ran until then is added to the step, or to the pauses.

    To be called before step or clock change, or time would be booked to the wrong step, or to none.
    """
    if state.index is None:
        return state
    if state.since is None:
        paused = 0 if state.paused_at is None else at - state.paused_at
        return replace(state, paused_ms=state.paused_ms + paused, paused_at=None)
    item = state.agenda[state.index]
    spent = replace(item, spent_ms=item.spent_ms + at - state.since)
    return replace(state, agenda=with_item(state, state.index, spent), since=None)


def with_item(state: State, index: int, item: Item) -> tuple[Item, ...]:
    """The agenda with another step in that place."""
    return (*state.agenda[:index], item, *state.agenda[index + 1 :])
