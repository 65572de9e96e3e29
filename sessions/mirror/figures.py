"""Times and counts a step, made of a session's intervals. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from typing import Any

from ..rulebook.moves.floor import FloorGiven, HandLowered
from ..rulebook.moves.guiding import MomentShown
from ..rulebook.moves.writing import WritingChanged
from ..rulebook.rules.airtime import ENOUGH_MS
from ..rulebook.state.state import State
from .shapes import SHARES, Figures, Step
from .walk import Interval

Place = tuple[str, int | None]
Hand = tuple[str, int]
# Advice comes too soon while questions are asked.
QUESTIONS = "clarification"
HELD = {"kept": "held", "handed_back": "handed_back"}
REFRAMING = ("reframe", "reframe_client")
# Of fewer people a word about the group would be one about persons.
SPEAKERS = 6
# The part of the time that would have to go to others for everybody to have had the same: in percent, below which
# sharing is the first of SHARES, then the second.
EVEN, UNEVEN = 20, 40


def figures(ran: Sequence[Interval], final: State, *, shows_airtime: bool) -> Figures:
    """Of a closed session: `ran` and `final` as walk.running gives them."""
    counts, longest_ms = _counts(ran), None
    hands = _hands(ran, counts)
    if hands:
        longest_ms = max(hands.values())
    steps = tuple(replace(step, **dict[str, Any](counts[step.place])) for step in _steps(ran, final))
    return Figures(steps, longest_ms, share=share(ran) if shows_airtime else "")


def _steps(ran: Sequence[Interval], final: State) -> list[Step]:
    """All that the agenda has, those that were never entered too."""
    stays = [list(stay) for _, stay in groupby(ran, key=lambda one: one.state.index)]
    found: dict[Place, Step] = {}
    for item in (*final.agenda, *(stay[0].item for stay in stays)):
        found.setdefault((item.key, item.round), Step(item.key, item.round, item.planned_ms))
    for stay in stays:
        # As the clock does: it stands while it is paused and in a break.
        spent_ms = sum(one.span_ms for one in stay if one.state.since is not None)
        place = _place(stay[0])
        found[place] = replace(found[place], stays=found[place].stays + 1, spent_ms=found[place].spent_ms + spent_ms)
    return list(found.values())


def _place(one: Interval) -> Place:
    return one.item.key, one.item.round


def _counts(ran: Sequence[Interval]) -> dict[Place, Counter[str]]:
    """How often what was done in which step, hands apart."""
    counts: dict[Place, Counter[str]] = defaultdict(Counter)
    for one in ran:
        match one.event:
            case WritingChanged(change=change) if change in HELD and one.item.key == QUESTIONS:
                counts[_place(one)][HELD[change]] += 1
            case MomentShown(kind=kind) if kind in REFRAMING:
                counts[_place(one)]["reframed"] += 1
    return counts


def _hands(ran: Sequence[Interval], counts: dict[Place, Counter[str]]) -> Counter[Hand]:
    """How long each hand was up, breaks apart; `counts` gets how many were raised, and left waiting, in which step.

    Where one person alone may speak a hand waits for nobody, and a count would be that person's: it is none.
    """
    waited: Counter[Hand] = Counter()
    raised_in: dict[Hand, Place] = {}
    for one, after in pairwise((*ran, None)):
        assert one is not None  # noqa: S101  only the last is
        for hand in _up(one):
            if hand not in raised_in and len(one.state.speakers) > 1:
                raised_in[hand] = _place(one)
                counts[_place(one)]["hands"] += 1
            if hand in raised_in:
                waited[hand] += 0 if one.state.is_on_break else one.span_ms
        for hand in _left(one, after):
            if hand in raised_in:
                counts[raised_in[hand]]["left"] += 1
    return waited


def _up(one: Interval) -> set[Hand]:
    return {(hand.participant, hand.raised_at) for hand in one.state.floor.queue}


def _left(one: Interval, after: Interval | None) -> Iterator[Hand]:
    """The hands that nobody called and nobody took down: the step, the round or the session went on without them."""
    if after is None:
        yield from _up(one)
        return
    if isinstance(after.event, HandLowered):
        return
    called = after.state.floor.speaker if isinstance(after.event, FloorGiven) else None
    yield from (hand for hand in _up(one) - _up(after) if hand[0] != called)


def share(ran: Sequence[Interval]) -> str:
    """How the floor was shared where it was given in turns: a key of SHARES; "" below six speakers or two minutes.

    The client of a round is no part of it: a round is that one's, who answers whatever is asked. Who might have spoken
    and did not counts with nothing.
    """
    heard: Counter[str] = Counter()
    due: dict[str, float] = defaultdict(float)
    for one in ran:
        floor = one.state.floor
        speakers = [somebody for somebody in one.state.speakers if somebody != one.state.client]
        # In a break nobody's turn runs (`since`); an exception is a turn that no equal share foresees.
        if floor.since is None or floor.speaker not in speakers or not one.span_ms:
            continue
        heard[str(floor.speaker)] += one.span_ms
        for somebody in speakers:
            due[somebody] += one.span_ms / len(speakers)
    total = sum(heard.values())
    if len(heard) < SPEAKERS or total < ENOUGH_MS:
        return ""
    # Half, because what some had too much others had too little.
    amiss = 100 * sum(abs(heard[one] - due[one]) for one in due) / 2 / total
    return SHARES[(amiss >= EVEN) + (amiss >= UNEVEN)]
