"""Every refusal of the rulebook is answered by its code, and each code has its refusal."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from groups.errors import CodevError, Invalid, Refused, Stale
from sessions.rulebook import machine
from sessions.rulebook.events import Event
from sessions.rulebook.machine import apply
from sessions.rulebook.moves.clients import ChooseClients
from sessions.rulebook.moves.clock import Extend, TakeBreak
from sessions.rulebook.moves.floor import (
    SetFloorMode,
)
from sessions.rulebook.moves.guiding import ShowPrompt
from sessions.rulebook.moves.people import AssignRole
from sessions.rulebook.moves.steps import Jump
from sessions.rulebook.moves.writing import AllowWriting
from sessions.rulebook.rules import guards
from tests.sessions.cast import states
from tests.sessions.cast.states import BRUNO, ELSA
from tests.sessions.rulebook.refusals import REFUSALS, Moment

MODULES = tuple(Path(str(module.__file__)) for module in (guards, *machine.TOPICS))


def _name(case: object) -> str:
    return getattr(case, "__name__", str(case))


@pytest.mark.parametrize(("moment", "move", "code"), REFUSALS, ids=_name)
def test_a_move_out_of_place_is_refused_by_its_code(moment: Moment, move: object, code: str) -> None:
    state = moment()

    with pytest.raises(CodevError) as refusal:
        apply(state, move, state.last_at)

    assert refusal.value.code == code
    assert state == moment()


@pytest.mark.parametrize(
    ("move", "field"),
    [
        (AssignRole(ELSA, "client"), "role"),
        (ChooseClients(()), "participants"),
        (Jump(16), "to_step"),
        (Extend(0), "seconds"),
        (SetFloorMode("shouting"), "mode"),
        (TakeBreak(0), "minutes"),
        (AllowWriting(BRUNO, "contract"), "kind"),
        (ShowPrompt(40), "index"),
    ],
    ids=str,
)
def test_what_cannot_be_understood_names_its_field(move: object, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        apply(states.amina_presents(), move, 0)

    assert refusal.value.field == field


def test_every_code_of_the_rulebook_has_its_refusal() -> None:
    written = {code for source in MODULES for code in _codes(source)}

    assert {code for _, _, code in REFUSALS} == written


def test_every_move_is_decided_and_has_its_refusal() -> None:
    here = ((topic, each) for topic in machine.TOPICS for each in vars(topic).values() if isinstance(each, type))
    declared = {each for topic, each in here if each.__module__ == topic.__name__ and not issubclass(each, Event)}

    assert set(machine.DECISIONS) == declared
    assert {type(move) for _, move, _ in REFUSALS} == declared


def _codes(source: Path) -> Iterator[str]:
    """The code of each error that a module raises; an error of our own that is raised bare has its own code."""
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        if not isinstance(node, ast.Raise):
            continue
        if isinstance(node.exc, ast.Name) and node.exc.id == Stale.__name__:
            yield Stale().code
            continue
        assert isinstance(node.exc, ast.Call)
        assert isinstance(node.exc.func, ast.Name)
        assert node.exc.func.id in (Refused.__name__, Invalid.__name__)
        values = (each.value for each in ast.walk(node.exc.args[0]) if isinstance(each, ast.Constant))
        yield from (value for value in values if isinstance(value, str))
