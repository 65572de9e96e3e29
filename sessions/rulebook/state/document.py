"""The JSON document of a state: ids, enumerations, instants and numbers only. The protocol is kept beside it."""

from __future__ import annotations

from collections.abc import Mapping
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
    floor = fields.pop("floor")
    past = _load_past(fields.pop("past", None), protocol)
    return State(
        protocol=protocol,
        past=past,
        agenda=tuple(Item(**item) for item in fields.pop("agenda")),
        seats=tuple(SeatedPerson(**seat) for seat in fields.pop("seats")),
        # What is popped with a default is lacking in older documents. JSON has lists where the state has tuples.
        left=tuple(fields.pop("left", ())),
        absences=tuple(Absence(**one) for one in fields.pop("absences", ())),
        remote=tuple(fields.pop("remote", ())),
        turned_away=tuple(fields.pop("turned_away", ())),
        clients=tuple(fields.pop("clients")),
        broken=tuple(Broken(**broken) for broken in fields.pop("broken", ())),
        grants=tuple(Grant(**grant) for grant in fields.pop("grants", ())),
        rests=tuple(Rest(**rest) for rest in fields.pop("rests", ())),
        prompt=Prompt(**prompt) if (prompt := fields.pop("prompt", None)) else None,
        moment=Moment(**moment) if (moment := fields.pop("moment", None)) else None,
        floor=Floor(
            mode=floor["mode"],
            speaker=floor["speaker"],
            since=floor["since"],
            queue=tuple(Hand(**hand) for hand in floor["queue"]),
            pending=tuple(floor["pending"]),
            passed=tuple(floor["passed"]),
            is_exception=floor.get("is_exception", False),
        ),
        # The rest are plain values. What is missing takes the default of State.
        **fields,
    )
