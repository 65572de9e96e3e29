"""What a simulated person does next: pure, and the same for the same scene, manners and dice.

Whether it may be done is the server's to say, as for anybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from ..rulebook.rules import airtime, rights
from ..rulebook.state.floor import CLOSED_TO_HANDS
from . import client, opening, writing
from .acts import TEMPERS, Act, Look, Wish
from .library import Library
from .scene import Manners, Scene

SECOND = 1_000
# In turns of the temper's length: how long a client speaks, and how long a hand stays up unheard.
CLIENT_SPEAKS_LONGER = 3
PATIENCE = 4
COMING_BACK = 0.1
ASKING = 0.2


def pause_between(manners: Manners) -> float:
    """Seconds from one act to the next, of all of them together; never less than one, since they act once a tick."""
    return max(1.0, TEMPERS[manners.temper].between / manners.pace)


def choose(scene: Scene, manners: Manners, sentences: Library, dice: Random, now: int) -> Act | None:
    """The next act, None while nobody wants anything. `now` in epoch milliseconds."""
    look = Look(scene, manners, sentences, dice, now)
    acting = [one for one in scene.cast if one != scene.lost(manners)]
    state = scene.state
    if state.status not in ("open", "running"):
        return None
    if newcomer := next((one for one in acting if one not in state.admitted), None):
        return Act(newcomer, "arrive")
    if not rights.is_at_work(state) or state.since is None:
        return None
    here = [one for one in acting if one in state.present]
    # Turns before wishes: drawn among all wishes, somebody would speak on for minutes while others write.
    return _end_of_turn(look, here) or _letting_go(look, here) or _wish(look, here)


def _wish(look: Look, here: list[str]) -> Act | None:
    found = [*_hands(look, here), *opening.wishes(look, here), *client.wishes(look, here), *writing.wishes(look, here)]
    return look.dice.choices([act for _, act in found], [weight for weight, _ in found])[0] if found else None


def _end_of_turn(look: Look, here: list[str]) -> Act | None:
    """Whoever has spoken long enough stops, except the one who keeps the floor on purpose."""
    speaker, since = look.state.floor.speaker, look.state.floor.since
    if speaker not in here or since is None or speaker == look.scene.monopoliser(look.manners):
        return None
    longer = CLIENT_SPEAKS_LONGER if speaker == look.state.client else 1
    return Act(speaker, "yield_floor") if look.now - since >= longer * _turn_ms(look) else None


def _turn_ms(look: Look) -> float:
    return look.temper.turn * SECOND / look.manners.pace


def _hands(look: Look, here: list[str]) -> Iterator[Wish]:
    """Hands go up, and down again where nobody gave the floor for long; none while all write in silence."""
    state, floor = look.state, look.state.floor
    if floor.mode == "go_round" or floor.mode in CLOSED_TO_HANDS:
        return
    for hand in floor.queue:
        if hand.participant in here and look.now - hand.raised_at > PATIENCE * _turn_ms(look):
            yield 1, Act(hand.participant, "lower_hand")
    for one in here if not state.in_silence else ():
        is_loud = one == look.scene.monopoliser(look.manners)
        wants = is_loud or (len(floor.queue) < _most_hands(look) and _has_to_ask(look, one))
        if wants and one not in floor.waiting and rights.may_raise_hand(state, one):
            yield (20 if is_loud else 2), Act(one, "raise_hand")


def _most_hands(look: Look) -> int:
    return look.temper.hands if rights.hands_are_out(look.state) else 1


def _has_to_ask(look: Look, one: str) -> bool:
    """Where people speak freely, hardly anybody asks for it."""
    return look.state.floor.mode == "queue" or look.chance(one, f"asks:{look.state.index}") < ASKING


def _letting_go(look: Look, here: list[str]) -> Act | None:
    """In a go-round, whoever comes next may pass or postpone the turn: decided once a person and step."""
    state = look.state
    one = airtime.next_up(state)
    if one is None or one not in here or state.floor.mode != "go_round" or len(state.floor.pending) < 2:
        return None
    chance = look.chance(one, state.index)
    if chance < look.temper.passing:
        return Act(one, "pass_turn")
    # Once only: the chance stays the same, so that a turn that comes round again would be put off for ever.
    is_for_later = chance < look.temper.passing + COMING_BACK and not _has_come_round(look, one)
    return Act(one, "postpone_turn") if is_for_later else None


def _has_come_round(look: Look, one: str) -> bool:
    """Whether a turn was put off before: somebody who sits earlier in the circle is still to come after this person.

    The client does not count, who comes last in every go-round.
    """
    places = {each: place for place, each in enumerate(look.state.turns) if each != look.state.client}
    return any(places.get(each, len(places)) < places.get(one, 0) for each in look.state.floor.pending)
