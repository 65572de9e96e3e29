"""A room that catches up has what a room that reads the whole would have, whatever was done since."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Any

import pytest
from django.db.transaction import atomic, set_rollback

from sessions.commands.registry import COMMANDS, by_driver, command
from sessions.live.snapshot.catching_up import catch_up
from sessions.live.snapshot.reading import load
from sessions.live.snapshot.snapshot import Snapshot
from tests.sessions.cast import moments
from tests.sessions.cast.acting import act, everything, is_done
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.script import script

Moment = Callable[[Evening], None]
NO_MOMENTS = {"by_votes", "plan", "promise"}
MOMENTS = {
    name: one
    for name, one in vars(moments).items()
    if inspect.isfunction(one) and not name.startswith("_") and name not in NO_MOMENTS
}


def whole(evening: Evening) -> Snapshot:
    snapshot = load(evening.session_id)
    assert snapshot
    return snapshot


def caught_up(known: Snapshot, evening: Evening, after: object = "") -> Snapshot:
    """The snapshot that follows, which is the one that is loaded, field by field."""
    snapshot, loaded = catch_up(known), whole(evening)
    assert snapshot
    for field in fields(Snapshot):
        assert getattr(snapshot, field.name) == getattr(loaded, field.name), (field.name, after)
    assert [*snapshot.people] == [*loaded.people]
    assert [*snapshot.guides] == [*loaded.guides]
    return snapshot


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


def test_a_command_must_say_what_it_touches() -> None:
    with pytest.raises(TypeError, match="touches"):
        command(by_driver)  # type: ignore[call-arg]
    assert all(isinstance(one.touches, frozenset) for one in COMMANDS.values())
