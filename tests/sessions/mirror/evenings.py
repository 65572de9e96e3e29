"""Long evenings at random: what a group may do in an hour or four, by a number from which it follows."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from groups.errors import CodevError
from sessions.rulebook.events import Event
from sessions.rulebook.machine import apply, planned, replay
from sessions.rulebook.moves.clients import ChooseClients
from sessions.rulebook.moves.clock import EndBreak, Extend, Pause, Resume, TakeBreak
from sessions.rulebook.moves.delivery import Reveal, WriteInSilence
from sessions.rulebook.moves.floor import (
    GiveFloor,
    LowerHand,
    NextSpeaker,
    PassTurn,
    RaiseHand,
    SetFloorMode,
    YieldFloor,
)
from sessions.rulebook.moves.guiding import MOMENTS, ShowMoment
from sessions.rulebook.moves.life import Close, CorrectEnd, Open, Start, TakeUp
from sessions.rulebook.moves.people import Admit, MarkBack, MarkLeft
from sessions.rulebook.moves.steps import Back, InterruptRound, Jump, Next, ResumeRound
from sessions.rulebook.moves.turns import MoveHand, SetFloorOrder
from sessions.rulebook.moves.undo import TRANSITIONS, Undo
from sessions.rulebook.moves.writing import ChangeWriting, KeepIdea, Write
from sessions.rulebook.protocol.vocabulary import FLOORS
from sessions.rulebook.state.state import State
from tests.sessions.cast.states import SECOND, SIX_PM, protocol

PEOPLE = tuple(f"person-{number}" for number in range(8))
CLIENTS = PEOPLE[:2]
PROTOCOLS = ("codev-classique", "codev-flash", "intervision-incident", "codev-classique")


@dataclass
class Evening:
    """A session, and what happened in it."""

    first: State
    state: State
    now: int
    events: list[Event] = field(default_factory=list)

    def attempt(self, move: object, *, later: int = 1) -> bool:
        """Whether that may be, so many seconds later."""
        self.now += later * SECOND
        try:
            happened = apply(self.state, move, self.now)
        except CodevError:
            return False
        self.state = replay(self.state, happened)
        self.events += happened
        return True


def over_by_now(seed: int, *, tries: int = 300) -> Evening:
    """The same evening, just over by the clock of this process."""
    whole = evening(seed, tries=tries)
    began = int(time.time()) * SECOND - (whole.now - SIX_PM) - 60 * SECOND
    return evening(seed, tries=tries, began=began)


@cache
def evening(seed: int, *, tries: int = 300, began: int = SIX_PM) -> Evening:
    """The evening of that number: closed, two of five by estimate, one of those with its end corrected since."""
    rolls = random.Random(seed)
    first = planned(protocol(PROTOCOLS[seed % len(PROTOCOLS)]), minutes=120, rounds=2, modality=_modality(seed))
    it = Evening(first, first, began)
    it.attempt(Open())
    for place, one in enumerate(PEOPLE):
        it.attempt(Admit(one, place))
    it.attempt(ChooseClients(CLIENTS))
    it.attempt(Start())
    for _ in range(tries):
        move = rolls.choice(_usual(rolls))(rolls)
        happened = it.attempt(move, later=rolls.choice((1, 1, 2, 5, 11, 40)))
        if happened and isinstance(move, TRANSITIONS) and rolls.random() < 0.4:
            _take_back(it, rolls)
        if it.state.is_on_break and rolls.random() < 0.5:
            it.attempt(EndBreak(), later=rolls.randint(1, 700))
    _end(it, rolls, seed)
    return it


def _modality(seed: int) -> str:
    return ("in_room", "remote")[seed % 2]


def _take_back(it: Evening, rolls: random.Random) -> None:
    """Somebody goes on meanwhile, and then the transition is undone, if it is not too late."""
    for _ in range(rolls.randint(0, 3)):
        it.attempt(rolls.choice(_usual(rolls)[:9])(rolls), later=rolls.randint(1, 3))
    it.attempt(Undo(0), later=rolls.randint(1, 4))


def _end(it: Evening, rolls: random.Random, seed: int) -> None:
    """Left open for some hours and taken up again, or not; closed at once, or by estimate."""
    if seed % 5 in (1, 3):
        left_at = it.now + 60 * SECOND
        it.now += 5 * 3600 * SECOND
        assert it.attempt(TakeUp(left_at))
        it.attempt(RaiseHand(PEOPLE[5]), later=20)
        it.attempt(Next(), later=200)
    if seed % 5 in (2, 3):
        entered = it.now
        assert it.attempt(Close(it.now + 600 * SECOND), later=4 * 3600)
        if seed % 5 == 3:
            assert it.attempt(CorrectEnd(entered + rolls.choice((1, 900)) * SECOND), later=60)
        return
    it.attempt(EndBreak())
    it.attempt(Close(), later=30)
    if seed % 2 and it.attempt(Undo(0), later=3):
        it.attempt(ShowMoment("reframe"), later=30)
        it.attempt(Close(), later=90)
    assert it.state.status == "closed"


def _usual(rolls: random.Random) -> list[Callable[[random.Random], object]]:
    """What is tried, the likely ones more than once; the first nine are of the floor and of guiding."""
    one = PEOPLE[rolls.randrange(8)]
    guest = PEOPLE[rolls.randrange(6, 8)]
    floor: list[Callable[[random.Random], object]] = [
        *([lambda _: RaiseHand(one)] * 3),
        lambda _: LowerHand(one),
        lambda _: NextSpeaker(),
        lambda _: GiveFloor(one),
        lambda _: MoveHand(one, is_later=bool(rolls.randrange(2))),
        lambda _: ShowMoment(rolls.choice(list(MOMENTS))),
        lambda _: rolls.choice((WriteInSilence(), Reveal())),
    ]
    return [
        *floor,
        *floor,
        *([lambda _: NextSpeaker()] * 3),
        lambda _: GiveFloor(one, is_exception=True),
        lambda _: YieldFloor(),
        lambda _: PassTurn(None, is_for_later=bool(rolls.randrange(2))),
        lambda _: SetFloorMode(rolls.choice(FLOORS)),
        lambda _: SetFloorOrder(rolls.choice(("arrival", "least_heard"))),
        lambda _: KeepIdea(one, "option"),
        lambda _: ChangeWriting("handed_back"),
        lambda _: Write(one, "question"),
        lambda _: rolls.choice((Pause(), Resume())),
        lambda _: Resume(),
        lambda _: Extend(rolls.choice((60, -60)) * SECOND),
        lambda _: TakeBreak(rolls.randint(1, 20)),
        lambda _: rolls.choice((MarkLeft(guest), MarkBack(guest), MarkBack(guest))),
        lambda _: Next(),
        lambda _: rolls.choice((Next(), Back(), Jump(rolls.randrange(12)))),
        lambda _: rolls.choice((InterruptRound(), ResumeRound(0), ResumeRound(1), Next())),
    ]
