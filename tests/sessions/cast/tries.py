"""What people may try in a session, sensible or not, for tests that try at random."""

from __future__ import annotations

from functools import cache, partial

from hypothesis import strategies as st

from sessions.rulebook.moves.clients import ChooseClients
from sessions.rulebook.moves.clock import EndBreak, Extend, Pause, Resume, TakeBreak
from sessions.rulebook.moves.delivery import ChooseDelivery, Hide, Reveal, WriteInSilence
from sessions.rulebook.moves.floor import (
    GiveFloor,
    LowerHand,
    NextSpeaker,
    PassTurn,
    RaiseHand,
    SetFloorMode,
    YieldFloor,
)
from sessions.rulebook.moves.life import Cancel, Close, Open, Start
from sessions.rulebook.moves.people import Admit, AssignRole, MarkBack, MarkLeft, SayWhere
from sessions.rulebook.moves.projecting import AskAccord, ProjectDemand, WithdrawDemand
from sessions.rulebook.moves.sharing import FinishEarly, ShareTime
from sessions.rulebook.moves.steps import Back, InterruptRound, Jump, Next, ResumeRound
from sessions.rulebook.moves.subjects import (
    CastVote,
    ChangeSubject,
    EndVote,
    ProposeSubject,
    Report,
    WeighSubject,
    WordHeadline,
)
from sessions.rulebook.moves.turns import MoveHand, SetFloorOrder, SetTurnLimit
from sessions.rulebook.moves.undo import Undo
from sessions.rulebook.moves.writing import AcceptContract, AllowWriting, ChangeWriting, KeepIdea, Write
from sessions.rulebook.protocol.vocabulary import FLOORS, KINDS, ROLES, WRITABLE
from sessions.rulebook.rules.airtime import ORDERS
from tests.sessions.cast.states import MINUTE

CHANGES = ("withdrawn", "reworded", "answered")
THIRTEEN = tuple(f"person-{number}" for number in range(13))
Moves = st.SearchStrategy[object]

waits = st.one_of(st.just(0), st.integers(0, 20 * MINUTE), st.integers(-MINUTE, 0))
to_steps = st.sampled_from(range(-1, 22))
from_steps = st.none() | st.none() | to_steps
spans = st.integers(-70, 70).map(MINUTE.__mul__)

STEPS = st.one_of(
    st.just(Next()),
    st.builds(Next, from_steps),
    st.just(Back()),
    st.builds(Back, from_steps),
    st.builds(Jump, to_steps, from_steps),
    st.just(Undo(0)),
    st.builds(Undo, st.integers(0, 1)),
)
CLOCK = st.one_of(st.sampled_from((Pause(), Resume(), ShareTime(), FinishEarly())), st.builds(Extend, spans))
ROUNDS = st.one_of(
    st.just(InterruptRound()),
    st.builds(InterruptRound, from_steps),
    st.builds(ResumeRound, st.integers(0, 3)),
    st.builds(ResumeRound, st.integers(0, 1)),
)
A_BROKEN_ROUND = st.tuples(
    st.just(InterruptRound()),
    st.sampled_from((Jump(0), Jump(2), Next())),
    st.sampled_from((ResumeRound(0), ResumeRound(1), Next())),
)
EXCEPT = partial(GiveFloor, is_exception=True)
LIFE = st.sampled_from([Start(), Start(), Open(), Cancel()])


def _people(anybody: st.SearchStrategy[str]) -> Moves:
    return st.one_of(
        st.builds(Admit, anybody, st.integers(0, 12)),
        st.builds(AssignRole, anybody, st.sampled_from(ROLES)),
        st.builds(ChooseClients, st.lists(anybody, max_size=4, unique=True).map(tuple)),
        st.builds(ChooseClients, st.lists(anybody, max_size=3).map(tuple)),
        st.builds(MarkLeft, anybody),
        st.builds(MarkLeft, anybody),
        st.builds(MarkBack, anybody),
        st.builds(MarkBack, anybody),
        st.builds(SayWhere, anybody, st.booleans()),
    )


def _floor(anybody: st.SearchStrategy[str]) -> Moves:
    beliefs = st.none() | st.none() | st.just("") | anybody
    return st.one_of(
        st.builds(RaiseHand, anybody),
        st.builds(RaiseHand, anybody),
        st.builds(LowerHand, anybody),
        st.builds(GiveFloor, anybody, beliefs),
        st.builds(GiveFloor, anybody, is_exception=st.just(True)),
        st.builds(YieldFloor, st.none() | anybody),
        st.builds(NextSpeaker, beliefs),
        st.builds(SetFloorMode, st.sampled_from((*FLOORS, "shouting"))),
        st.builds(SetFloorOrder, st.sampled_from((*ORDERS, "loudest"))),
        st.builds(SetTurnLimit, st.none() | spans),
        st.builds(MoveHand, anybody, st.booleans()),
        st.builds(PassTurn, st.none() | anybody, st.booleans()),
    )


def _writing(anybody: st.SearchStrategy[str]) -> Moves:
    return st.one_of(
        st.builds(Write, st.none() | anybody, st.sampled_from(WRITABLE)),
        st.builds(AllowWriting, anybody, st.sampled_from((*KINDS, "contract"))),
        st.builds(AcceptContract, anybody),
        st.builds(KeepIdea, anybody, st.sampled_from(WRITABLE)),
        st.builds(ChooseDelivery, anybody, st.booleans()),
        st.sampled_from((WriteInSilence(), Reveal(), Hide(), AskAccord())),
        st.builds(ProjectDemand, st.none() | anybody),
        st.builds(WithdrawDemand, st.none() | anybody),
        st.builds(ChangeWriting, st.sampled_from(CHANGES)),
    )


def _opening(anybody: st.SearchStrategy[str]) -> Moves:
    return st.one_of(
        st.builds(Report, anybody),
        st.builds(ProposeSubject, anybody),
        st.builds(ChangeSubject, st.sampled_from(CHANGES)),
        st.just(WeighSubject()),
        st.builds(CastVote, anybody),
        st.just(EndVote()),
        st.builds(WordHeadline, st.none() | anybody),
    )


@cache
def tries(people: int) -> st.SearchStrategy[tuple[object, ...]]:
    """Anything that so many people, one who is not here yet and a facilitator may try, and two words of talk."""
    anybody = st.sampled_from(THIRTEEN[: people + 1])
    talk = _floor(anybody)
    coming = _people(anybody)
    anything = st.one_of(
        STEPS, STEPS, CLOCK, ROUNDS, ROUNDS, coming, coming, _writing(anybody), _opening(anybody), LIFE
    )
    return st.one_of(
        st.tuples(anything, talk, talk),
        st.tuples(anything, talk, talk),
        st.tuples(st.just(Pause()), talk, st.just(Resume())),
        st.tuples(st.builds(TakeBreak, st.integers(0, 61)), anything, st.just(EndBreak())),
        _exception(anybody),
        _absence(anybody, talk),
        _second_thoughts(anybody, talk),
        A_BROKEN_ROUND,
    )


def _second_thoughts(anybody: st.SearchStrategy[str], talk: Moves) -> st.SearchStrategy[tuple[object, ...]]:
    """A transition, something in between, and the transition taken back; the session may have been closed."""
    transitions = st.one_of(STEPS, ROUNDS, st.sampled_from((TakeBreak(5), EndBreak(), Close())))
    between = st.one_of(talk, talk, _people(anybody), CLOCK, _writing(anybody))
    return st.tuples(transitions, between, st.just(Undo(0)))


def _absence(anybody: st.SearchStrategy[str], talk: Moves) -> st.SearchStrategy[tuple[object, ...]]:
    return st.tuples(anybody, talk).map(lambda one: (MarkLeft(one[0]), one[1], MarkBack(one[0])))


def _exception(anybody: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[object, ...]]:
    """Somebody is allowed to write one thing, and tries twice, or too late; or speaks by exception, then by right."""
    wish = st.tuples(anybody, st.sampled_from(KINDS))
    return st.one_of(
        wish.map(lambda one: (AllowWriting(*one), Write(*one), Write(*one))),
        wish.map(lambda one: (AllowWriting(*one), Next(), Write(*one))),
        anybody.map(lambda one: (AssignRole(one, "observer"), EXCEPT(one), AssignRole(one, "peer"))),
        anybody.map(lambda one: (EXCEPT(one), SetFloorMode("queue"), SetFloorMode("go_round"))),
    )
