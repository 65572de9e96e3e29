"""The JSON document of a state: ids, enumerations, instants and numbers only. The protocol is kept beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from ..protocol.protocol import Protocol
from .agenda import Item
from .floor import Floor, Hand
from .state import Broken, Grant, Moment, Past, Prompt, SeatedPerson, State

VERSION = 2
READABLE = (1, VERSION)  # version 1 knew of nobody who left, no broken round, no exception


def dump(state: State) -> dict[str, Any]:
    """The JSON document of a state, without its protocol."""
    document = asdict(replace(state, protocol=None, past=None))  # type: ignore[arg-type]
    del document["protocol"]
    return {"version": VERSION, **document, "past": _dump_past(state.past)}


def _dump_past(past: Past | None) -> dict[str, Any] | None:
    if past is None:
        return None
    return {"at": past.at, "revision": past.revision, "state": past.state and dump(past.state)}


def _load_past(document: Mapping[str, Any] | None, protocol: Protocol) -> Past | None:
    if document is None:
        return None
    state = document["state"]
    return Past(document["at"], document["revision"], None if state is None else load(state, protocol))


def load(document: Mapping[str, Any], protocol: Protocol) -> State:
    """The state that was dumped. Raises ValueError for a version it does not know."""
    fields = dict(document)
    if (version := fields.pop("version")) not in READABLE:
        raise ValueError(f"unknown state version {version}")
    floor = fields.pop("floor")
    past = _load_past(fields.pop("past", None), protocol)
    return State(
        protocol=protocol,
        past=past,
        agenda=tuple(Item(**item) for item in fields.pop("agenda")),
        seats=tuple(SeatedPerson(**seat) for seat in fields.pop("seats")),
        left=tuple(fields.pop("left", ())),
        remote=tuple(fields.pop("remote", ())),
        clients=tuple(fields.pop("clients")),
        broken=tuple(Broken(**broken) for broken in fields.pop("broken", ())),
        grants=tuple(Grant(**grant) for grant in fields.pop("grants", ())),
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
        **fields,
    )
