"""What simulated people would do at a moment: nothing is carried out, and no database is asked."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from sessions.rehearsal.acts import Act
from sessions.rehearsal.choices import choose
from sessions.rehearsal.library import library
from sessions.rehearsal.scene import Manners, Scene
from sessions.rulebook.state.state import State
from tests.sessions.cast.states import CIRCLE

LIVELY = Manners("lively", 1)
FRENCH = library("fr")


def acts(state: State, manners: Manners = LIVELY, *, count: int = 40, later: int = 0, **more: object) -> list[Act]:
    """What is chosen at this moment with one throw of the dice after another."""
    scene = replace(Scene(state, CIRCLE), **more)
    chosen = (choose(scene, manners, FRENCH, Random(throw), state.last_at + later) for throw in range(count))
    return [act for act in chosen if act]


def commands(found: list[Act]) -> set[str]:
    return {act.command for act in found}


def those(found: list[Act], command: str) -> list[Act]:
    return [act for act in found if act.command == command]
