"""A snapshot that notes what is read of it, by dotted names: fields, and what a state works out once."""

from __future__ import annotations

from types import FunctionType
from typing import Any

from sessions.live.snapshot.reach import Reach
from sessions.live.snapshot.snapshot import Snapshot
from sessions.live.snapshot.subjects import Opening
from sessions.live.snapshot.viewer import Viewer
from sessions.rulebook.state.agenda import Item
from sessions.rulebook.state.floor import Floor
from sessions.rulebook.state.state import State

INSIDE = (State, Floor, Item, Opening, Reach)


class Traced:
    """Stands for a value; `noted` gets the name of whatever is read of it."""

    def __init__(self, real: object, noted: set[str], before: str = "") -> None:
        self.__dict__.update(_real=real, _noted=noted, _before=before)

    def __getattr__(self, name: str) -> Any:
        real = self.__dict__["_real"]
        what = getattr(type(real), name, None)
        # A method and a plain property are what they read; what is worked out once is an input of its own.
        if isinstance(what, FunctionType):
            return what.__get__(self)
        if isinstance(what, property) and what.fget:
            return what.fget(self)
        value, path = getattr(real, name), self.__dict__["_before"] + name
        if isinstance(value, INSIDE):
            return Traced(value, self.__dict__["_noted"], path + ".")
        self.__dict__["_noted"].add(path)
        return value

    def __eq__(self, other: object) -> bool:
        # Compared as a whole, all of it is read.
        self.__dict__["_noted"].add(self.__dict__["_before"].rstrip("."))
        return bool(self.__dict__["_real"] == (other.__dict__["_real"] if isinstance(other, Traced) else other))

    __hash__ = None  # type: ignore[assignment]


def read_by(context: Any, snapshot: Snapshot, viewer: Viewer) -> set[str]:
    """The names of what a region reads; of its viewer, `viewer.…`."""
    noted: set[str] = set()
    context(Traced(snapshot, noted), Traced(viewer, noted, "viewer."))
    return noted
