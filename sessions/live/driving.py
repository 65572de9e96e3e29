"""What whoever drives may do now, and what the main button says."""

from __future__ import annotations

from typing import Any

from ..rulebook.protocol.protocol import KINDS
from ..rulebook.rules import airtime, rights
from ..rulebook.rules.navigation import following, preceding
from . import opening, shared
from .missing import missing as what_is_missing
from .outline import has_client
from .snapshot import Snapshot
from .viewer import Viewer

Context = dict[str, Any]
IN_ANY_STEP = (
    *("jump", "extend", "set_floor_mode", "set_floor_order", "set_turn_limit", "give_floor", "admit", "assign_role"),
    *("take_break", "allow_writing", "show_prompt", "reframe", "reformulate", "summarise", "close", "take_part"),
    "seat_newcomer",
)


def may(snapshot: Snapshot, viewer: Viewer) -> Context:
    """What the facilitator may do now, what the main button says, and what is still missing before leaving a step."""
    state = snapshot.state
    commands = _driving(snapshot) if viewer.drives else []
    return {
        "may": " ".join(commands),
        "kinds": _kinds(snapshot),
        "next": shared.coming(snapshot, viewer.language),
        "next_up": snapshot.given(airtime.next_up(state)),
    }


def missing(snapshot: Snapshot, viewer: Viewer) -> Context:
    """What the step has not brought yet, said before it is left."""
    return {"missing": what_is_missing(snapshot) if viewer.drives else []}


def _driving(snapshot: Snapshot) -> list[str]:
    state = snapshot.state
    if state.status == "planned":
        return ["open", "cancel"]
    if state.status == "open":
        return ["start", "cancel", "admit", "choose_clients", "assign_role", "take_part", "seat_newcomer"]
    return _running(snapshot) if state.is_running else []


def _running(snapshot: Snapshot) -> list[str]:
    state, ground = snapshot.state, snapshot.state.floor
    if state.is_on_break:
        return ["end_break", "admit", "close", "take_part", "seat_newcomer"]
    coming = following(state)
    possible = {
        "next": coming is not None and has_client(snapshot, state.agenda[coming]),
        "finish": coming is None,
        "back": preceding(state) is not None,
        "interrupt_round": state.client is not None,
        "reframe_client": state.client is not None,
        "pause": state.since is not None,
        "resume": state.since is None,
        "next_speaker": ground.mode not in ("client_only", "silence") and airtime.next_up(state) is not None,
        "yield_floor": ground.speaker is not None,
        "pass_turn": ground.mode == "go_round" and bool(ground.speaker or ground.pending),
        "contribute": bool(_kinds(snapshot)),
        **opening.may_drive(snapshot),
        "write_in_silence": not state.in_silence and bool(_kinds(snapshot)),
        "reveal": state.in_silence,
    }
    return [*IN_ANY_STEP, *(command for command, is_possible in possible.items() if is_possible)]


def behalf(snapshot: Snapshot, viewer: Viewer) -> Context:
    """For whom the facilitator, or the scribe, may hold the pen."""
    holds = viewer.drives or viewer.audience == "scribe"
    return {"people": [{"id": one, "name": snapshot.name(one)} for one in snapshot.state.present] if holds else []}


def charter(snapshot: Snapshot, viewer: Viewer) -> Context:
    """Who of the group has not accepted the charter yet: the scribe puts down who does so aloud."""
    hears = viewer.audience == "scribe" and snapshot.state.status in ("open", "running")
    return {"people": [{"id": one.id, "name": one.name} for one in snapshot.members if hears and not one.has_accepted]}


def someone(snapshot: Snapshot, viewer: Viewer) -> Context:
    """Whom an exception may be made for."""
    return {"people": [{"id": one, "name": snapshot.name(one)} for one in snapshot.state.present]}


def _kinds(snapshot: Snapshot) -> str:
    """What may be written now by the facilitator, or noted for somebody present."""
    state = snapshot.state
    authors = (None, *state.present)
    return " ".join(kind for kind in KINDS if any(rights.may_write(state, author, kind) for author in authors))
