"""The JSON document of a state: ids, enumerations, instants and numbers only. The protocol is kept beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from ..protocol.protocol import Protocol
from .agenda import Item
from .floor import Floor, Hand
from .parts import Absence, Broken, Grant, Moment, Prompt, Rest, SeatedPerson
from .state import Past, State

VERSION = 2
# Version 1 has no people who left, no broken rounds and no exceptions: `load` takes none for those. What came after 2
# has a default in State and needed no new version.
READABLE = (1, VERSION)
PLAIN = frozenset({str, int, bool, type(None)})
IN_EVERY_VERSION = frozenset({"agenda", "seats", "clients", "floor"})
KEPT_APART = {(State, "protocol"), (State, "past")}


def dump(state: State) -> dict[str, Any]:
    """The JSON document of a state (`Session.state`), without its protocol, which ProtocolCopy keeps."""
    return {"version": VERSION, **plain(state), "past": _dump_past(state.past)}


def _dump_past(past: Past | None) -> dict[str, Any] | None:
    if past is None:
        return None
    return {"at": past.at, "revision": past.revision, "state": past.state and dump(past.state)}


def plain(value: Any) -> Any:
    """A value as JSON holds it, as `asdict` makes it but without copying deeply; tuples stay tuples."""
    kind: Any = type(value)
    if kind is tuple:
        return tuple([one if type(one) in PLAIN else plain(one) for one in value])
    if kind is dict:
        return dict(value)
    if names := _names(kind):
        return {name: one if type(one := getattr(value, name)) in PLAIN else plain(one) for name in names}
    return value


@cache
def _names(kind: type) -> tuple[str, ...]:
    """What is written of a dataclass, nothing of any other type."""
    if not is_dataclass(kind):
        return ()
    return tuple(one.name for one in fields(kind) if (kind, one.name) not in KEPT_APART)


def _load_past(document: Mapping[str, Any] | None, protocol: Protocol) -> Past | None:
    if document is None:
        return None
    state = document["state"]
    return Past(document["at"], document["revision"], None if state is None else load(state, protocol))


def load(document: Mapping[str, Any], protocol: Protocol) -> State:
    """The state that was dumped.

    Raises ValueError for a version it does not know, KeyError for a field that is missing though every version has it,
    TypeError for one that no version has.
    """
    # A copy, so that `pop` does not empty the document of the session's row.
    fields = dict(document)
    if (version := fields.pop("version")) not in READABLE:
        raise ValueError(f"unknown state version {version}")
    if "settled_ms" in fields:  # its name until it was told apart from the clock's stop
        fields["overtime_paid_ms"] = fields.pop("settled_ms")
    if missing := IN_EVERY_VERSION - fields.keys():
        raise KeyError(*sorted(missing))
    past = _load_past(fields.pop("past", None), protocol)
    read = {name: reader(fields.pop(name)) for name, reader in READERS.items() if name in fields}
    # The rest are plain values. What is missing takes the default of State.
    return State(protocol=protocol, past=past, **read, **fields)


def _each(kind: Any) -> Callable[[Any], Any]:
    return lambda rows: tuple([kind(**row) for row in rows])


def _if_any(kind: Any) -> Callable[[Any], Any]:
    return lambda row: None if row is None else kind(**row)


def _floor(document: Mapping[str, Any]) -> Floor:
    hands = tuple(Hand(**hand) for hand in document["queue"])
    return Floor(
        **{**document, "queue": hands, "pending": tuple(document["pending"]), "passed": tuple(document["passed"])}
    )


# JSON has lists where the state has tuples, and dictionaries where it has values.
READERS: Mapping[str, Callable[[Any], Any]] = {
    "agenda": _each(Item),
    "seats": _each(SeatedPerson),
    "left": tuple,
    "absences": _each(Absence),
    "remote": tuple,
    "turned_away": tuple,
    "clients": tuple,
    "broken": _each(Broken),
    "grants": _each(Grant),
    "rests": _each(Rest),
    "prompt": _if_any(Prompt),
    "moment": _if_any(Moment),
    "floor": _floor,
}
