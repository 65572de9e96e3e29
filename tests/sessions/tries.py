"""What people may try in a session, sensible or not, for tests that try at random."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from sessions import moves
from sessions.protocol import FLOORS, ROLES, WRITABLE

from .people import MINUTE

CHANGES = ("withdrawn", "answered")
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
)
CLOCK = st.one_of(st.just(moves.Pause()), st.just(moves.Resume()), st.builds(moves.Extend, spans))
LIFE = st.sampled_from([moves.Start(), moves.Start(), moves.Open(), moves.Cancel()])


def _people(anybody: st.SearchStrategy[str]) -> Moves:
    return st.one_of(
        st.builds(moves.Admit, anybody, st.integers(0, 12)),
        st.builds(moves.AssignRole, anybody, st.sampled_from(ROLES)),
        st.builds(moves.ChooseClients, st.lists(anybody, max_size=4, unique=True).map(tuple)),
        st.builds(moves.ChooseClients, st.lists(anybody, max_size=3).map(tuple)),
    )


def _floor(anybody: st.SearchStrategy[str]) -> Moves:
    beliefs = st.none() | st.none() | st.just("") | anybody
    return st.one_of(
        st.builds(moves.RaiseHand, anybody),
        st.builds(moves.RaiseHand, anybody),
        st.builds(moves.LowerHand, anybody),
        st.builds(moves.GiveFloor, anybody, beliefs),
        st.builds(moves.YieldFloor, st.none() | anybody),
        st.builds(moves.NextSpeaker, beliefs),
        st.builds(moves.SetFloorMode, st.sampled_from((*FLOORS, "shouting"))),
        st.builds(moves.PassTurn, st.none() | anybody),
    )


def _writing(anybody: st.SearchStrategy[str]) -> Moves:
    return st.one_of(
        st.builds(moves.Write, st.none() | anybody, st.sampled_from(WRITABLE)),
        st.builds(moves.AcceptContract, anybody),
        st.builds(moves.ChangeWriting, st.sampled_from(CHANGES)),
    )


@cache
def tries(people: int) -> st.SearchStrategy[tuple[object, ...]]:
    """Anything that so many people, one who is not here yet and a facilitator may try, and two words of talk."""
    anybody = st.sampled_from(THIRTEEN[: people + 1])
    talk = _floor(anybody)
    anything = st.one_of(STEPS, STEPS, CLOCK, _people(anybody), _people(anybody), _writing(anybody), LIFE)
    a_break = st.tuples(st.just(moves.Pause()), talk, st.just(moves.Resume()))
    return st.tuples(anything, talk, talk) | st.tuples(anything, talk, talk) | a_break
