"""What is said as the group turns to something else: who does what, and which subjects wait."""

from __future__ import annotations

from typing import Any

from groups.models import Part

from . import words
from .snapshot import Snapshot
from .viewer import Viewer

Context = dict[str, Any]
DUTIES = ("client", "peer", "observer", "scribe")


def roles(snapshot: Snapshot, viewer: Viewer) -> Context:
    """Who does what: said as the session begins, and at each change of client."""
    state = snapshot.state
    first = state.item is not None and state.index is not None and _begins(snapshot)
    if not first:
        return {"lines": [], "put_aside": _put_aside(snapshot)}
    people = [(role, [snapshot.given(one) for one in state.present if state.role_of(one) == role]) for role in DUTIES]
    client = snapshot.given(state.client)
    lines = [
        {"role": words.ROLES[role], "names": names, "duty": str(words.DUTIES[role]) % {"client": client}}
        for role, names in people
        if names and (client or role != "peer")
    ]
    return {
        "lines": lines,
        "guides": [guide.name for guide in snapshot.guides.values() if guide.part == Part.FACILITATOR],
        "put_aside": _put_aside(snapshot),
    }


def _put_aside(snapshot: Snapshot) -> list[str]:
    """The subjects that wait, said where the group turns to something else."""
    state = snapshot.state
    before = state.agenda[state.index - 1] if state.index else None
    if state.item is None or (before is not None and before.round == state.item.round):
        return []
    return [words.subject_of(snapshot.given(state.client_of(one.round))) for one in state.broken]


def _begins(snapshot: Snapshot) -> bool:
    """In the first step of the opening, or of a round."""
    state = snapshot.state
    before = state.agenda[state.index - 1] if state.index else None
    here = state.item
    return here is not None and here.part != "closing" and (before is None or before.round != here.round)
