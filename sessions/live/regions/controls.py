"""What whoever drives may do now, what the main button says, and what the step has not brought yet."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.functional import Promise

from ...rulebook.protocol.protocol import KINDS
from ...rulebook.rules import airtime, rights
from ...rulebook.rules.navigation import following, preceding
from .. import labels
from ..snapshot.snapshot import Snapshot
from ..snapshot.viewer import Context, Viewer
from . import step, subjects
from .agenda import has_client

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
        "next": step.coming(snapshot, viewer.language),
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
    state, floor = snapshot.state, snapshot.state.floor
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
        "next_speaker": floor.mode not in ("client_only", "silence") and airtime.next_up(state) is not None,
        "yield_floor": floor.speaker is not None,
        "pass_turn": floor.mode == "go_round" and bool(floor.speaker or floor.pending),
        "contribute": bool(_kinds(snapshot)),
        **subjects.may_drive(snapshot),
        "write_in_silence": not state.in_silence and bool(_kinds(snapshot)),
        "reveal": state.in_silence,
    }
    return [*IN_ANY_STEP, *(command for command, is_possible in possible.items() if is_possible)]


def _kinds(snapshot: Snapshot) -> str:
    """What may be written now by the facilitator, or noted for somebody present."""
    state = snapshot.state
    authors = (None, *state.present)
    return " ".join(kind for kind in KINDS if any(rights.may_write(state, author, kind) for author in authors))


def what_is_missing(snapshot: Snapshot) -> list[str | Promise]:
    """One sentence for each thing that the present step wants and has not got."""
    state, step = snapshot.state, snapshot.state.step
    knocking = [labels.KNOCKING] if snapshot.knocks else []
    if step is None or not rights.is_at_work(state):
        return [*knocking]
    planned = (
        [labels.BREAK_PLANNED] if state.break_before is not None and following(state) == state.break_before else []
    )
    return [*knocking, *(labels.MISSING[need] for need in step.needs if not _FOUND[need](snapshot)), *planned]


def _all_peers_accept(snapshot: Snapshot) -> bool:
    state = snapshot.state
    peers = {one for one in state.present if state.role_of(one) == "peer"}
    return snapshot.contract is not None and peers <= snapshot.contract.accepted


def _has_kind(kind: str) -> Callable[[Snapshot], bool]:
    return lambda snapshot: any(note.kind == kind for note in (*snapshot.notes, *snapshot.unseen))


_FOUND: dict[str, Callable[[Snapshot], bool]] = {
    "clients": lambda snapshot: bool(snapshot.state.clients),
    "question": _has_kind("question"),
    "contract": lambda snapshot: snapshot.contract is not None,
    "contract_accepted": _all_peers_accept,
    "contribution": lambda snapshot: any(
        note.kind not in ("question", "note") for note in (*snapshot.notes, *snapshot.unseen)
    ),
    "synthesis": lambda snapshot: snapshot.synthesis != "",
    "commitment": lambda snapshot: bool(snapshot.commitments),
    "learning": _has_kind("learning"),
}
