"""Commitments of earlier sessions: what their owners see, and what former clients told the group."""

from __future__ import annotations

from ...rulebook.rules import rights
from .. import labels
from ..snapshot.snapshot import Snapshot
from ..snapshot.subjects import Promise, Said
from ..snapshot.viewer import Context, Viewer
from .subjects import as_values


def promises(snapshot: Snapshot, viewer: Viewer) -> Context:
    """My own commitments of earlier sessions, in the step in which one reports on them."""
    mine = [one for one in snapshot.opening.promises if one.owner == viewer.participant]
    follows_up = rights.may_report(snapshot.state, viewer.participant or "")
    return {"promises": [_promise(one) for one in mine] if follows_up else []}


def _promise(one: Promise) -> Context:
    return {
        "id": one.id,
        "text": one.text,
        "due_on": one.due_on,
        "word": labels.COMMITMENT_STATES[one.state],
        "has_spoken": one.said is not None,
        "is_not_today": one.said is not None and not one.said.state,
        "values": as_values(
            id=one.id,
            state=(one.said.state if one.said else "") or "trying",
            text=(one.said.text if one.said else "") or "",
            is_shared=one.said is not None and one.said.is_shared,
        ),
    }


def reports(snapshot: Snapshot, viewer: Viewer) -> Context:
    """What former clients told the group; for who facilitates, who may still have something to tell."""
    told = [one for one in snapshot.opening.promises if one.said and one.said.state]
    follows_up = rights.follows_up(snapshot.state)
    is_guide = viewer.audience == "facilitator"
    return {
        "reports": [_report(snapshot, one) for one in told],
        "may_note": follows_up and is_guide and viewer.drives,
        "to_come": _still_to_tell(snapshot) if follows_up and is_guide else [],
        "is_empty": follows_up and is_guide and not snapshot.opening.promises,
    }


def _report(snapshot: Snapshot, one: Promise) -> Context:
    assert one.said is not None  # noqa: S101  for the type checker
    return {
        "name": snapshot.name(one.owner),
        "word": labels.COMMITMENT_STATES[one.said.state],
        "is_silent": one.said.text == "",
        "text": one.said.text,
        "is_shared": one.said.is_shared,
        "promise": one.text if one.said.is_shared else "",
        "is_noted": one.said.is_noted,
        "id": one.id,
        "values": _telling(snapshot, one.owner, one.said) if one.said.is_noted else "",
    }


def _telling(snapshot: Snapshot, who: str, said: Said | None = None) -> str:
    """What the dialog opens with in which somebody's report is noted."""
    text = (said.text if said else "") or ""
    return as_values(behalf=who, who=snapshot.name(who), state=(said.state if said else "") or "trying", text=text)


def _still_to_tell(snapshot: Snapshot) -> list[Context]:
    waiting = {one.owner for one in snapshot.opening.promises if one.said is None}
    to_come = [one for one in snapshot.state.present if one in waiting]
    return [{"id": one, "name": snapshot.name(one), "values": _telling(snapshot, one)} for one in to_come]
