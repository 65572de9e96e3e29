"""Commitments of earlier sessions: what their owners see, and what former clients told the group."""

from __future__ import annotations

from collections.abc import Hashable

from ...rulebook.rules import rights
from .. import labels
from ..snapshot.commitments import Commitment, Report
from ..snapshot.snapshot import Snapshot
from ..snapshot.viewer import Context, Proof, Viewer
from .inputs import AT_WORK, reads
from .subjects import as_values


def _my_commitments(snapshot: Snapshot, who: str, proof: Proof) -> Hashable:
    shown, hidden = _mine(snapshot, who, proof)
    # The link to prove this device by names who asks.
    return shown, who in snapshot.state.present, who if hidden else None


def _mine(snapshot: Snapshot, who: str, proof: Proof) -> tuple[tuple[Commitment, ...], bool]:
    """My own commitments that this device shows, and whether it would show more once it is proven."""
    mine = tuple(one for one in snapshot.opening.commitments if one.owner == who)
    shown = tuple(one for one in mine if proof.shows(one.seat, one.taken_at))
    return shown, proof.may_prove and len(shown) < len(mine)


@reads(state=f"{AT_WORK} here", own=_my_commitments, own_parts="opening.commitments .present", private=True)
def promises(snapshot: Snapshot, viewer: Viewer) -> Context:
    """My own commitments of earlier sessions, in the step in which one reports on them."""
    who = viewer.participant or ""
    if not rights.may_report(snapshot.state, who):
        return {"promises": [], "unproven": ""}
    shown, hidden = _mine(snapshot, who, viewer.proof)
    return {"promises": [_commitment(one) for one in shown], "unproven": who if hidden else ""}


def _commitment(one: Commitment) -> Context:
    return {
        "id": one.id,
        "text": one.text,
        "due_on": one.due_on,
        "word": labels.COMMITMENT_STATES[one.state],
        "has_spoken": one.report is not None,
        "is_not_today": one.report is not None and not one.report.state,
        "values": as_values(
            id=one.id,
            # « Not today » has no state; the dialog still opens with a choice.
            state=(one.report.state if one.report else "") or "trying",
            text=(one.report.text if one.report else "") or "",
            is_shared=one.report is not None and one.report.is_shared,
        ),
    }


@reads("opening.commitments people", state=f"{AT_WORK} here present", viewer="audience drives")
def reports(snapshot: Snapshot, viewer: Viewer) -> Context:
    """What former clients told the group; for the facilitator, who may still have something to tell."""
    reported = [one for one in snapshot.opening.commitments if one.report and one.report.state]
    follows_up = rights.follows_up(snapshot.state)
    is_guide = viewer.audience == "facilitator"
    return {
        "reports": [_report(snapshot, one) for one in reported],
        "may_note": follows_up and is_guide and viewer.drives,
        "to_come": _still_to_tell(snapshot) if follows_up and is_guide else [],
        "is_empty": follows_up and is_guide and not snapshot.opening.commitments,
    }


def _report(snapshot: Snapshot, one: Commitment) -> Context:
    assert one.report is not None  # noqa: S101  for the type checker
    return {
        "name": snapshot.name(one.owner),
        "word": labels.COMMITMENT_STATES[one.report.state],
        "is_silent": one.report.text == "",
        "text": one.report.text,
        "is_shared": one.report.is_shared,
        # The commitment's own words are its owner's alone, unless shared with the report.
        "promise": one.text if one.report.is_shared else "",
        "is_noted": one.report.is_noted,
        "id": one.id,
        "values": _telling(snapshot, one.owner, one.report) if one.report.is_noted else "",
    }


def _telling(snapshot: Snapshot, who: str, report: Report | None = None) -> str:
    """What the dialog opens with in which somebody's report is noted."""
    text = (report.text if report else "") or ""
    return as_values(behalf=who, who=snapshot.name(who), state=(report.state if report else "") or "trying", text=text)


def _still_to_tell(snapshot: Snapshot) -> list[Context]:
    waiting = {one.owner for one in snapshot.opening.commitments if one.report is None}
    to_come = [one for one in snapshot.state.present if one in waiting]
    return [{"id": one, "name": snapshot.name(one), "values": _telling(snapshot, one)} for one in to_come]
