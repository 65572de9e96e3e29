"""A room that catches up has what a room that reads the whole would have, whatever was done since."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Any
from uuid import UUID

import pytest
from django.db.transaction import atomic, set_rollback
from hypothesis import given, settings
from hypothesis import strategies as st

from sessions.commands.registry import COMMANDS, by_driver, command
from sessions.live.snapshot.catching_up import catch_up
from sessions.live.snapshot.reading import load
from sessions.live.snapshot.snapshot import Snapshot
from sessions.rulebook.state.state import State
from tests.sessions.cast import moments
from tests.sessions.cast.acting import act, everything, is_done
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.moments import QUESTION
from tests.sessions.cast.script import Act, script
from tests.sessions.cast.snapshots import caught_up, whole

OTHER = UUID(int=9)
MANY = 100  # examples
Moment = Callable[[Evening], None]
NO_MOMENTS = {"by_votes", "promise"}
MOMENTS = {
    name: one
    for name, one in vars(moments).items()
    if getattr(one, "__module__", "") == moments.__name__ and not name.startswith("_") and name not in NO_MOMENTS
}


def acts(evening: Evening) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for chapter in script(evening).values():
        yield from chapter


def test_after_every_command_of_an_evening(evening: Evening) -> None:
    """Also by who is three commands behind."""
    known = [whole(evening)]
    for one in acts(evening):
        act(evening, *one)
        known.append(caught_up(known[-1], evening, one))
        caught_up(known[-4:][0], evening, one)


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
def test_after_every_command_in_every_moment(evening: Evening, moment: Moment) -> None:
    moment(evening)
    known = whole(evening)
    done = set()
    for one in everything(evening):
        with atomic():
            if is_done(evening, one):
                done.add(one[1])
                caught_up(known, evening, one)
            set_rollback(True)
    assert done


def test_after_a_wording_that_was_adopted_and_undone_is_thrown_away(evening: Evening) -> None:
    """The contract that took it over then names nobody any more."""
    moments.moved_on(evening)
    acts: list[Act] = [
        ("bruno", "contribute", {"id": str(QUESTION), "kind": "reformulation", "text": "Un premier pas."}),
        ("amina", "adopt_wording", {"id": str(QUESTION)}),
        ("claire", "undo", {"of_revision": evening.session.revision}),
        ("claire", "jump", {"to_step": evening.index("contract")}),
    ]
    for one in acts:
        act(evening, *one)
    known = whole(evening)
    assert known.contract
    assert known.contract.proposed_by == evening.id("bruno")
    evening.do("bruno", "drop_kept", id=QUESTION)
    contract = caught_up(known, evening).contract
    assert contract
    assert contract.proposed_by is None


@pytest.mark.parametrize("twice", [("mark_left", "mark_back"), ("mark_back", "mark_left")])
def test_after_somebody_came_back_and_left_again(evening: Evening, twice: tuple[str, str]) -> None:
    """To a room that missed both, the state looks as before; the hours do not."""
    moments.clarification(evening)
    bruno = {"participant": evening.id("bruno")}
    if twice[0] == "mark_back":
        act(evening, "claire", "mark_left", bruno)
    known = whole(evening)
    for command_ in twice:
        act(evening, "claire", command_, bruno)
    caught_up(known, evening)


@pytest.mark.long
def test_after_commands_in_any_order(evening: Evening) -> None:
    """In sequences that nobody thought of, and by who is some commands behind."""
    moments.lobby(evening)
    start = whole(evening)
    tries = everything(evening)
    steps = st.lists(st.tuples(st.sampled_from(tries), st.integers(1, 4)), min_size=5, max_size=40)

    @settings(max_examples=MANY, deadline=None)
    @given(steps)
    def check(steps: list[tuple[Act, int]]) -> None:
        with atomic():
            known = [start]
            for one, behind in steps:
                if is_done(evening, one):
                    known.append(caught_up(known[-behind:][0], evening, one))
            set_rollback(True)

    check()


def test_a_command_must_say_what_it_touches() -> None:
    with pytest.raises(TypeError, match="touches"):
        command(by_driver)  # type: ignore[call-arg]
    assert all(isinstance(one.touches, frozenset) for one in COMMANDS.values())


# What keeps its object


def changed(known: Snapshot, snapshot: Snapshot) -> set[str]:
    """The fields of snapshot and state that are other objects than before."""
    found = {one.name for one in fields(Snapshot) if getattr(snapshot, one.name) is not getattr(known, one.name)}
    of_state = {
        one.name for one in fields(State) if getattr(snapshot.state, one.name) is not getattr(known.state, one.name)
    }
    return found - {"rows"} | of_state


@pytest.mark.parametrize(
    ("moment", "one", "expected"),
    [
        (moments.clarification, ("bruno", "raise_hand", {}), {"revision", "state", "floor", "past", "last_at"}),
        (moments.questioned, ("bruno", "withdraw", {"id": str(QUESTION)}), {"revision", "state", "notes", "last_at"}),
        (
            moments.lobby,
            ("claire", "admit_all", {}),
            {"revision", "state", "knocks", "attendance", "seats", "last_at"},
        ),
        (moments.contracted, ("bruno", "accept_contract", {}), {"revision", "state", "contract", "last_at"}),
    ],
)
def test_what_is_equal_keeps_its_object(evening: Evening, moment: Moment, one: Act, expected: set[str]) -> None:
    moment(evening)
    known = whole(evening)
    act(evening, *one)
    snapshot = caught_up(known, evening)
    assert changed(known, snapshot) == expected
    again = load(evening.session_id, snapshot)
    assert again is snapshot
    assert catch_up(snapshot) is snapshot


def test_one_note_more_leaves_the_others_as_they_are(evening: Evening) -> None:
    moments.questioned(evening)
    known = whole(evening)
    evening.do("chloe", "contribute", id=OTHER, kind="question", text="Avec qui ?")
    snapshot = caught_up(known, evening)
    assert len(snapshot.notes) == 2
    assert snapshot.notes[0] is known.notes[0]
