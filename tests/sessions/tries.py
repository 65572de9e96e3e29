"""What people may try in a session, sensible or not, for tests that try at random."""

from __future__ import annotations

from functools import cache, partial

from hypothesis import strategies as st

from sessions import moves
from sessions.airtime import ORDERS
from sessions.protocol import FLOORS, KINDS, ROLES, WRITABLE

from .people import MINUTE

CHANGES = ("withdrawn", "reworded", "answered")
THIRTEEN = tuple(f"person-{number}" for number in range(13))
Moves = st.SearchStrategy[object]

waits = st.one_of(st.just(0), st.integers(0, 20 * MINUTE), st.integers(-MINUTE, 0))
to_steps = st.sampled_from(range(-1, 22))
from_steps = st.none() | st.none() | to_steps
spans = st.integers(-70, 70).map(MINUTE.__mul__)

STEPS = st.one_of(
    st.just(moves.Next()),
    st.builds(moves.Next, from_steps),
    st.just(moves.Back()),
    st.builds(moves.Back, from_steps),
    st.builds(moves.Jump, to_steps, from_steps),
    st.just(moves.Undo(0)),
    st.builds(moves.Undo, st.integers(0, 1)),
)
CLOCK = st.one_of(st.just(moves.Pause()), st.just(moves.Resume()), st.builds(moves.Extend, spans))
ROUNDS = st.one_of(
    st.just(moves.InterruptRound()),
    st.builds(moves.InterruptRound, from_steps),
    st.builds(moves.ResumeRound, st.integers(0, 3)),
    st.builds(moves.ResumeRound, st.integers(0, 1)),
)
A_BROKEN_ROUND = st.tuples(
    st.just(moves.InterruptRound()),
    st.sampled_from((moves.Jump(0), moves.Jump(2), moves.Next())),
    st.sampled_from((moves.ResumeRound(0), moves.ResumeRound(1), moves.Next())),
)
EXCEPT = partial(moves.GiveFloor, is_exception=True)
LIFE = st.sampled_from([moves.Start(), moves.Start(), moves.Open(), moves.Cancel()])


def _people(anybody: st.SearchStrategy[str]) -> Moves:
    return st.one_of(
        st.builds(moves.Admit, anybody, st.integers(0, 12)),
        st.builds(moves.AssignRole, anybody, st.sampled_from(ROLES)),
        st.builds(moves.ChooseClients, st.lists(anybody, max_size=4, unique=True).map(tuple)),
        st.builds(moves.ChooseClients, st.lists(anybody, max_size=3).map(tuple)),
        st.builds(moves.MarkLeft, anybody),
        st.builds(moves.MarkLeft, anybody),
        st.builds(moves.MarkBack, anybody),
        st.builds(moves.MarkBack, anybody),
        st.builds(moves.SayWhere, anybody, st.booleans()),
    )


def _floor(anybody: st.SearchStrategy[str]) -> Moves:
    beliefs = st.none() | st.none() | st.just("") | anybody
    return st.one_of(
        st.builds(moves.RaiseHand, anybody),
        st.builds(moves.RaiseHand, anybody),
        st.builds(moves.LowerHand, anybody),
        st.builds(moves.GiveFloor, anybody, beliefs),
        st.builds(moves.GiveFloor, anybody, is_exception=st.just(True)),
        st.builds(moves.YieldFloor, st.none() | anybody),
        st.builds(moves.NextSpeaker, beliefs),
        st.builds(moves.SetFloorMode, st.sampled_from((*FLOORS, "shouting"))),
        st.builds(moves.SetFloorOrder, st.sampled_from((*ORDERS, "loudest"))),
        st.builds(moves.SetTurnLimit, st.none() | spans),
        st.builds(moves.PassTurn, st.none() | anybody, st.booleans()),
    )


def _writing(anybody: st.SearchStrategy[str]) -> Moves:
    return st.one_of(
        st.builds(moves.Write, st.none() | anybody, st.sampled_from(WRITABLE)),
        st.builds(moves.AllowWriting, anybody, st.sampled_from((*KINDS, "contract"))),
        st.builds(moves.AcceptContract, anybody),
        st.builds(moves.KeepIdea, anybody, st.sampled_from(WRITABLE)),
        st.builds(moves.ChooseDelivery, anybody, st.booleans()),
        st.sampled_from((moves.WriteInSilence(), moves.Reveal(), moves.Hide())),
        st.builds(moves.ChangeWriting, st.sampled_from(CHANGES)),
    )


def _opening(anybody: st.SearchStrategy[str]) -> Moves:
    return st.one_of(
        st.builds(moves.Report, anybody),
        st.builds(moves.ProposeSubject, anybody),
        st.builds(moves.ChangeSubject, st.sampled_from(CHANGES)),
        st.just(moves.WeighSubject()),
        st.builds(moves.CastVote, anybody),
        st.just(moves.EndVote()),
        st.builds(moves.WordHeadline, st.none() | anybody),
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
        st.tuples(st.just(moves.Pause()), talk, st.just(moves.Resume())),
        st.tuples(st.builds(moves.TakeBreak, st.integers(0, 61)), anything, st.just(moves.EndBreak())),
        _exception(anybody),
        _absence(anybody, talk),
        _second_thoughts(anybody, talk),
        A_BROKEN_ROUND,
    )


def _second_thoughts(anybody: st.SearchStrategy[str], talk: Moves) -> st.SearchStrategy[tuple[object, ...]]:
    """A transition, something in between, and the transition taken back; the session may have been closed."""
    transitions = st.one_of(STEPS, ROUNDS, st.sampled_from((moves.TakeBreak(5), moves.EndBreak(), moves.Close())))
    between = st.one_of(talk, talk, _people(anybody), CLOCK, _writing(anybody))
    return st.tuples(transitions, between, st.just(moves.Undo(0)))


def _absence(anybody: st.SearchStrategy[str], talk: Moves) -> st.SearchStrategy[tuple[object, ...]]:
    return st.tuples(anybody, talk).map(lambda one: (moves.MarkLeft(one[0]), one[1], moves.MarkBack(one[0])))


def _exception(anybody: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[object, ...]]:
    """Somebody is allowed to write one thing, and tries twice, or too late; or speaks by exception, then by right."""
    wish = st.tuples(anybody, st.sampled_from(KINDS))
    return st.one_of(
        wish.map(lambda one: (moves.AllowWriting(*one), moves.Write(*one), moves.Write(*one))),
        wish.map(lambda one: (moves.AllowWriting(*one), moves.Next(), moves.Write(*one))),
        anybody.map(lambda one: (moves.AssignRole(one, "observer"), EXCEPT(one), moves.AssignRole(one, "peer"))),
        anybody.map(lambda one: (EXCEPT(one), moves.SetFloorMode("queue"), moves.SetFloorMode("go_round"))),
    )
