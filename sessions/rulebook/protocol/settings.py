"""What a school may decide otherwise than the protocol's file: which settings a protocol has, and its document with
other choices. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from .protocol import Protocol, parse
from .reading import ProtocolError
from .vocabulary import SETTINGS

ABOUT_CONTRACT = ("contract", "contract_accepted")


def applicable(protocol: Protocol) -> dict[str, tuple[str, ...]]:
    """The settings that this protocol's steps give a meaning to, each with its possible values."""
    # A choice without effect would be asked for in vain: troika writes no contract, whatever a school wishes.
    listens = any(step.is_listening for step in protocol.steps)
    chooses = any("clients" in step.needs for step in protocol.part("opening"))
    contract = _steps_from_contract(protocol)
    applies = {
        "client_in_consultation": listens,
        "subject_choice": chooses,
        "contract_written": bool(contract),
        "observer": True,
        "client_turned_away": listens,
        "round_floor": True,
    }
    found = {name: values for name, values in SETTINGS.items() if applies[name]}
    return {**found, "contract_until": contract} if contract else found


def _steps_from_contract(protocol: Protocol) -> tuple[str, ...]:
    """The steps of a round from the first in which a contract is written; none where there is no such step."""
    steps = protocol.part("round")
    written = [
        number for number, step in enumerate(steps) if any("contract" in kinds for kinds in step.writes.values())
    ]
    return tuple(step.key for step in steps[written[0] :]) if written else ()


def configured(document: Mapping[str, Any], overrides: Mapping[str, str]) -> dict[str, Any]:
    """A copy of a protocol's document with a school's choices carried out; ProtocolError for one that it cannot have.

    ProtocolCopy freezes the result, so that a session goes by it whatever becomes of file and choices.
    """
    known = applicable(parse(dict(document), str(document["key"])))
    for name, value in overrides.items():
        if value not in known.get(name, ()):
            raise ProtocolError(str(document["key"]), f"settings.{name}", f"cannot be {value!r} here")
    chosen = deepcopy(dict(document))
    chosen["settings"].update(overrides)
    # A document that says « no » and lets a step write a contract is refused (consistency.py): both have to change.
    if known.get("contract_written") and chosen["settings"]["contract_written"] == "no":
        chosen["round"] = [_without_contract(step) for step in chosen["round"]]
    # As a whole once more: choices were looked at one by one.
    parse(chosen, str(document["key"]))
    return chosen


def _without_contract(step: dict[str, Any]) -> dict[str, Any]:
    """A step in which the request is said and not written."""
    writes = {role: [kind for kind in kinds if kind != "contract"] for role, kinds in step.get("writes", {}).items()}
    needs = [need for need in step.get("needs", ()) if need not in ABOUT_CONTRACT]
    return {**step, "writes": writes, "needs": needs, "accepts": []}
