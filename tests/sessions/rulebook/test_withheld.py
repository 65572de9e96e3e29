"""Who waits for what was written: the privacy rule of silence and of the client who listens, as one table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sessions.rulebook.moves.clock import TakeBreak
from sessions.rulebook.moves.delivery import ChooseDelivery, Reveal, WriteInSilence
from sessions.rulebook.moves.life import Close
from sessions.rulebook.moves.steps import Next
from sessions.rulebook.rules.showing import is_unseen, is_withheld
from sessions.rulebook.state.state import State
from tests.sessions.cast.states import AMINA, BRUNO, after, amina_listens, amina_presents, closed, lobby

HERE = "consultation"


def listens_in_silence() -> State:
    return after(amina_listens(), WriteInSilence())


def revealed() -> State:
    return after(listens_in_silence(), Reveal())


def receives_as_they_come() -> State:
    return after(amina_listens(), ChooseDelivery(AMINA, as_they_come=True))


def rests() -> State:
    return after(amina_listens(), TakeBreak(10))


def next_step() -> State:
    return after(amina_listens(), Next())


def same_step_of_the_next_round() -> State:
    """Bruno listens in the second round, whose steps have the names of the first's."""
    state = amina_listens()
    later = next(i for i, item in enumerate(state.agenda) if (item.key, item.round) == (HERE, 1))
    return replace(state, index=later)


TABLE = [
    # moment, author, in silence, unseen, withheld from Amina
    (amina_listens, BRUNO, False, False, True),
    (amina_listens, None, False, False, True),
    (amina_listens, AMINA, False, False, False),
    (amina_listens, BRUNO, True, False, True),
    (listens_in_silence, BRUNO, True, True, True),
    (listens_in_silence, AMINA, True, True, True),
    (listens_in_silence, BRUNO, False, False, True),
    (listens_in_silence, AMINA, False, False, False),
    (revealed, BRUNO, False, False, True),
    (receives_as_they_come, BRUNO, False, False, False),
    (receives_as_they_come, BRUNO, True, False, False),
    (rests, BRUNO, False, False, True),
    (next_step, BRUNO, False, False, False),
    (next_step, BRUNO, True, False, False),
    (same_step_of_the_next_round, BRUNO, False, False, False),
    (same_step_of_the_next_round, BRUNO, True, False, False),
    (closed, BRUNO, False, False, False),
    (lobby, BRUNO, False, False, False),
]


@pytest.mark.parametrize(("moment", "author", "in_silence", "unseen", "withheld"), TABLE)
def test_what_was_written_in_consultation_for_amina_waits_as_the_table_says(
    moment: object, author: str | None, in_silence: bool, unseen: bool, withheld: bool
) -> None:
    assert callable(moment)
    state = moment()

    found = (
        is_unseen(state, step=HERE, round=0, in_silence=in_silence),
        is_withheld(state, author=author, step=HERE, round=0, in_silence=in_silence),
    )

    assert found == (unseen, withheld)


def test_what_was_written_in_an_earlier_step_is_not_withheld() -> None:
    state = amina_listens()

    assert not is_withheld(state, author=BRUNO, step="clarification", round=0, in_silence=False)


def test_nothing_is_withheld_where_the_client_does_not_listen() -> None:
    state = amina_presents()

    assert not is_withheld(state, author=BRUNO, step="presentation", round=0, in_silence=False)


def test_nothing_waits_once_the_session_is_closed() -> None:
    state = after(listens_in_silence(), Close())

    assert not is_withheld(state, author=BRUNO, step=HERE, round=0, in_silence=True)
