"""What a simulated person does next: pure, and the same for the same scene, manners and dice.

Whether it may be done is the server's to say, as for anybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID

from .. import airtime, rules
from ..floor import CLOSED_TO_HANDS
from ..state import State
from .library import Library
from .scene import Manners, Scene

SECOND = 1_000
CLIENT_SPEAKS_LONGER = 3
PATIENCE = 4
COMMITMENTS = 2
ADVICE = 3
OWN_COMMANDS = ("contract", "synthesis", "commitment")


@dataclass(frozen=True)
class Temper:
    """Seconds between acts and of a turn, hands up at a time, texts a person and step, chance that a turn is passed."""

    between: float
    turn: float
    hands: int
    texts: int
    passing: float


TEMPERS = {
    "calm": Temper(between=9, turn=40, hands=1, texts=1, passing=0.1),
    "lively": Temper(between=4, turn=25, hands=3, texts=2, passing=0.1),
    "difficult": Temper(between=4, turn=55, hands=4, texts=1, passing=0.35),
}


@dataclass(frozen=True)
class Act:
    """A command of somebody's."""

    by: str
    command: str
    fields: dict[str, Any] = field(default_factory=dict)


Wish = tuple[int, Act]


def pause_between(manners: Manners) -> float:
    """Seconds from one act to the next, of all of them together; never less than one."""
    return max(1.0, TEMPERS[manners.temper].between / manners.pace)


def choose(scene: Scene, manners: Manners, sentences: Library, dice: Random, now: int) -> Act | None:
    """The next act, None while nobody wants anything. `now` in epoch milliseconds."""
    acting = [one for one in scene.cast if one != scene.lost(manners)]
    state = scene.state
    if state.status not in ("open", "running"):
        return None
    if newcomer := next((one for one in acting if one not in state.admitted), None):
        return Act(newcomer, "arrive")
    if not rules.is_at_work(state) or state.since is None:
        return None
    if end := _end_of_turn(scene, manners, acting, now):
        return end
    here = [one for one in acting if one in state.present]
    if passing := _pass(scene, manners, here):
        return passing
    wishes = [*_hands(scene, manners, here, now), *_texts(scene, manners, sentences, dice, here)]
    return dice.choices([act for _, act in wishes], [weight for weight, _ in wishes])[0] if wishes else None


def _end_of_turn(scene: Scene, manners: Manners, acting: list[str], now: int) -> Act | None:
    """Whoever has spoken long enough stops; not so the monopoliser."""
    speaker, since = scene.state.floor.speaker, scene.state.floor.since
    if speaker not in acting or since is None or speaker == scene.monopoliser(manners):
        return None
    longer = CLIENT_SPEAKS_LONGER if speaker == scene.state.client else 1
    is_enough = now - since >= longer * _turn_ms(manners)
    return Act(speaker, "yield_floor") if is_enough else None


def _turn_ms(manners: Manners) -> float:
    return TEMPERS[manners.temper].turn * SECOND / manners.pace


def _hands(scene: Scene, manners: Manners, here: list[str], now: int) -> Iterator[Wish]:
    """Hands go up, and down again where nobody gave the floor for long."""
    state, ground = scene.state, scene.state.floor
    if ground.mode == "go_round" or ground.mode in CLOSED_TO_HANDS:
        return
    for hand in ground.queue:
        if hand.participant in here and now - hand.raised_at > PATIENCE * _turn_ms(manners):
            yield 1, Act(hand.participant, "lower_hand")
    for one in here:
        is_loud = one == scene.monopoliser(manners)
        has_room = is_loud or len(ground.queue) < TEMPERS[manners.temper].hands
        if has_room and one not in ground.waiting and rules.may_raise_hand(state, one):
            yield (20 if is_loud else 4), Act(one, "raise_hand")


def _pass(scene: Scene, manners: Manners, here: list[str]) -> Act | None:
    """In a go-round, whoever comes next may let the turn go: decided once a person and step, not at every look."""
    state = scene.state
    one = airtime.next_up(state)
    if one is None or one not in here or state.floor.mode != "go_round" or len(state.floor.pending) < 2:
        return None
    chance = Random(f"{scene.seed}:{state.index}:{scene.cast.index(one)}").random()  # noqa: S311
    return Act(one, "pass_turn") if chance < TEMPERS[manners.temper].passing else None


def _texts(scene: Scene, manners: Manners, sentences: Library, dice: Random, here: list[str]) -> Iterator[Wish]:
    for one in here:
        yield from _accepting(scene, manners, one)
        yield from _answering(scene, one)
        for kind in _kinds(scene.state, one):
            if kind in OWN_COMMANDS:
                yield from _for_the_client(scene, sentences, one, kind)
            else:
                yield from _contributing(scene, manners, sentences, dice, one, kind)


def _kinds(state: State, one: str) -> tuple[str, ...]:
    role = state.role_of(one)
    written = state.step.writes.get(role, ()) if state.step and role else ()
    granted = tuple(grant.kind for grant in state.grants if grant.participant == one)
    return tuple(dict.fromkeys((*written, *granted)))


def _contributing(
    scene: Scene, manners: Manners, sentences: Library, dice: Random, one: str, kind: str
) -> Iterator[Wish]:
    is_advice = kind == "question" and one == scene.adviser(manners)
    limit = ADVICE if is_advice else TEMPERS[manners.temper].texts
    if scene.written.get((one, kind), 0) >= limit:
        return
    text = _sentence(sentences, "advice" if is_advice else kind, scene.said.get(kind, 0))
    id_ = UUID(int=dice.getrandbits(128), version=4)
    yield (12 if is_advice else 3), Act(one, "contribute", {"id": id_, "kind": kind, "text": text})


def _for_the_client(scene: Scene, sentences: Library, one: str, kind: str) -> Iterator[Wish]:
    """The client writes contract, synthesis and commitments; a scribe leaves that to the client."""
    if one != scene.state.client:
        return
    number = scene.state.item.round or 0 if scene.state.item else 0
    if kind == "contract" and not scene.contract:
        yield 20, Act(one, "write_contract", {"text": _sentence(sentences, kind, number)})
    elif kind == "synthesis" and not scene.has_synthesis:
        yield 10, Act(one, "write_synthesis", {"text": _sentence(sentences, kind, number)})
    elif kind == "commitment" and scene.commitments < COMMITMENTS:
        yield 5, Act(one, "add_commitment", {"text": _sentence(sentences, kind, number + scene.commitments)})


def _accepting(scene: Scene, manners: Manners, one: str) -> Iterator[Wish]:
    """Where people are difficult, one of them wants the contract worded anew."""
    hesitates = manners.temper == "difficult" and one == scene.cast[-1] and scene.contract == 1
    if scene.contract and one not in scene.accepted and rules.may_accept(scene.state, one) and not hesitates:
        yield 8, Act(one, "accept_contract")


def _answering(scene: Scene, one: str) -> Iterator[Wish]:
    if one == scene.state.client and scene.open_questions:
        yield 4, Act(one, "mark_answered", {"id": scene.open_questions[0]})


def _sentence(sentences: Library, kind: str, count: int) -> str:
    """The next one, so that none is heard twice before all were."""
    known = sentences[kind]
    return known[count % len(known)]
