"""What a step should have brought before it is left. A warning before the click, never a refusal."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.functional import Promise

from ..rulebook.rules import rights
from ..rulebook.rules.navigation import following
from . import words
from .snapshot import Snapshot


def missing(snapshot: Snapshot) -> list[str | Promise]:
    """One sentence for each thing that the present step wants and has not got."""
    state, step = snapshot.state, snapshot.state.step
    knocking = [words.KNOCKING] if snapshot.knocks else []
    if step is None or not rights.is_at_work(state):
        return [*knocking]
    planned = [words.BREAK_PLANNED] if state.break_before is not None and following(state) == state.break_before else []
    return [*knocking, *(words.MISSING[need] for need in step.needs if not _FOUND[need](snapshot)), *planned]


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
    "commitment": lambda snapshot: bool(snapshot.actions),
    "learning": _has_kind("learning"),
}
