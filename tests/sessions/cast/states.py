"""The people of the rulebook's tests and the moments they live: states reached by moves alone, without a database."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from groups.errors import CodevError
from sessions.rulebook.machine import apply, planned, replay
from sessions.rulebook.moves.clients import ChooseClients
from sessions.rulebook.moves.clock import Pause, TakeBreak
from sessions.rulebook.moves.floor import GiveFloor, NextSpeaker, RaiseHand, SetFloorMode
from sessions.rulebook.moves.handover import HandOver, TakeOver
from sessions.rulebook.moves.life import Cancel, Close, Open, Start
from sessions.rulebook.moves.people import Admit, AssignRole, MarkLeft, SayWhere
from sessions.rulebook.moves.steps import InterruptRound, Jump, Next
from sessions.rulebook.moves.writing import AllowWriting
from sessions.rulebook.protocol.protocol import Protocol, catalogue, load
from sessions.rulebook.state.state import State

AMINA, BRUNO, CHLOE, DRISS, ELSA, FARID = "amina", "bruno", "chloe", "driss", "elsa", "farid"
CIRCLE = (AMINA, BRUNO, CHLOE, DRISS, ELSA, FARID)
GINA = "gina"
STRANGER = "a-stranger"
DAVID = 4  # a deputy

SECOND = 1_000
MINUTE = 60_000
SIX_PM = 1_800_000_000_000


@cache
def protocol(key: str) -> Protocol:
    return load(catalogue()[key])


def classique() -> Protocol:
    return protocol("codev-classique")


def troika() -> Protocol:
    return protocol("troika")


def after(state: State, *steps: object, later: int = 0) -> State:
    """The state after those moves, `later` milliseconds after the last that happened."""
    for step in steps:
        state = replay(state, apply(state, step, state.last_at + later))
    return state


def tried(state: State, *moves: object) -> State:
    """The state after those of the moves that the machine carries out."""
    for move in moves:
        try:
            state = replay(state, apply(state, move, state.last_at + SECOND))
        except CodevError:
            continue
    return state


def planned_evening(of: Protocol | None = None, *, minutes: int = 120, rounds: int = 2) -> State:
    return planned(of or classique(), minutes=minutes, rounds=rounds)


def lobby(of: Protocol | None = None) -> State:
    """Open, everybody is here: Elsa observes, if anybody may, Farid writes; nobody was chosen as client yet."""
    opened = replay(planned_evening(of), apply(planned_evening(of), Open(), SIX_PM))
    everybody = [Admit(one, place) for place, one in enumerate(CIRCLE)]
    observing = [AssignRole(ELSA, "observer")] if has_observer(opened.protocol) else []
    return after(opened, *everybody, *observing, AssignRole(FARID, "scribe"))


def has_observer(of: Protocol) -> bool:
    return of.settings["observer"] == "yes"


def at_distance_and_in_the_room() -> State:
    """The lobby of a hybrid session: Chloé and Farid are at a distance."""
    return after(
        replace(lobby(), modality="hybrid"),
        SayWhere(CHLOE, is_remote=True),
        SayWhere(FARID, is_remote=True),
    )


def opening_begins(of: Protocol | None = None) -> State:
    """The first step runs, Amina then Bruno will be client."""
    return after(lobby(of), ChooseClients((AMINA, BRUNO)), Start())


def index_of(state: State, key: str, number: int = 0) -> int:
    """Where a step stands in the agenda; `number` is the round, for a step that is in one."""
    return next(index for index, item in enumerate(state.agenda) if item.key == key and item.round in (None, number))


def at_step(key: str, number: int = 0, *, of: Protocol | None = None) -> State:
    """The session of `opening_begins`, in another of its steps, with the minutes of the plan: not those of haste."""
    begun = opening_begins(of)
    to = index_of(begun, key, number)
    return begun if to == begun.index else replace(after(begun, Jump(to)), agenda=begun.agenda)


def amina_presents() -> State:
    return at_step("presentation")


def amina_is_questioned() -> State:
    return at_step("clarification")


def two_hands_wait() -> State:
    """Bruno asks his question, Chloe then Driss wish to."""
    return after(amina_is_questioned(), GiveFloor(BRUNO), RaiseHand(CHLOE), RaiseHand(DRISS), later=SECOND)


def amina_listens() -> State:
    return at_step("consultation")


def all_learn() -> State:
    return at_step("learning")


def learning_began() -> State:
    """The go-round of learnings, Bruno speaks first."""
    return after(all_learn(), NextSpeaker())


def pause() -> State:
    return after(amina_presents(), Pause(), later=2 * MINUTE)


def last_step() -> State:
    return at_step("closing")


def closed() -> State:
    return after(last_step(), Close())


def cancelled() -> State:
    return after(lobby(), Cancel())


def last_step_of_all() -> State:
    """The closing, after both rounds began."""
    return after(at_step("learning", 1), Next())


def silent_questions() -> State:
    return after(amina_is_questioned(), SetFloorMode("silence"))


def everybody_learned() -> State:
    """The go-round of learnings is over and nobody speaks."""
    return after(all_learn(), *[NextSpeaker()] * (len(CIRCLE) + 1))


def bruno_left() -> State:
    """Bruno, client of the second round, has gone while Amina was questioned."""
    return after(amina_is_questioned(), MarkLeft(BRUNO), later=SECOND)


def amina_broke_off() -> State:
    """Amina's consultation stopped after four minutes; Bruno presents."""
    return after(amina_listens(), InterruptRound(), later=4 * MINUTE)


def on_break() -> State:
    """Amina presented for two minutes; now everybody rests for ten."""
    return after(amina_presents(), TakeBreak(10), later=2 * MINUTE)


def elsa_speaks() -> State:
    """In the consultation's go-round the observer has an exceptional turn."""
    return after(amina_listens(), GiveFloor(ELSA, is_exception=True), later=SECOND)


def bruno_may_suggest() -> State:
    """While questions are asked, Bruno may write one option."""
    return after(amina_is_questioned(), AllowWriting(BRUNO, "option"))


def david_guides() -> State:
    """The facilitator let the deputy guide."""
    return after(amina_presents(), HandOver(DAVID), later=SECOND)


def david_stands_in() -> State:
    """The facilitator is out of reach; the deputy took over."""
    return after(amina_presents(), TakeOver(DAVID), later=SECOND)
