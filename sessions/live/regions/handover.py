"""Being several: who facilitates now, who may hand facilitation over or take it, and whose devices follow."""

from __future__ import annotations

from groups.models import Part

from ..snapshot.snapshot import Snapshot
from ..snapshot.viewer import Context, Viewer
from .inputs import reads

# So many are named whose screens do not follow, the others counted: in a room phones sleep, and the line stays one.
NAMED = 2


@reads("guides reach.unled_since", state="driver is_stood_in status")
def driving(snapshot: Snapshot, viewer: Viewer) -> Context:
    """Told to all: who facilitates since it was handed over or taken, and since when no facilitator is in reach."""
    state, reach = snapshot.state, snapshot.reach
    is_live = state.status in ("open", "running")
    guide = snapshot.guides.get(state.driver or 0)
    return {
        "guide": guide.name if guide and state.is_under_way else "",
        "is_stood_in": state.is_stood_in,
        # None where no facilitator was ever seen here, as before the session: then nobody can be missing.
        "since": reach.unled_since if is_live and reach.unled_since is not None else "",
        "is_running": state.is_running,
    }


@reads("people reach.away reach.behind", state="present status")
def devices(snapshot: Snapshot, viewer: Viewer) -> Context:
    """Which screens do not follow: out of reach since when, or showing an older revision. For facilitators alone."""
    state, reach = snapshot.state, snapshot.reach
    here = [one for one in state.present if snapshot.is_member(one)] if state.status in ("open", "running") else []
    away = [{"name": snapshot.given(one), "since": reach.away[one]} for one in here if one in reach.away]
    behind = [snapshot.given(one) for one in here if one in reach.behind]
    return {
        "has_people": bool(here),
        "away": away[:NAMED],
        "more_away": len(away[NAMED:]),
        "behind": behind[:NAMED],
        "more_behind": len(behind[NAMED:]),
    }


@reads("guides reach.is_unled", state="driver status", viewer="drives user")
def wheel(snapshot: Snapshot, viewer: Viewer) -> Context:
    """Whether this facilitator or deputy may hand facilitation over, take it or take it back, and to whom it may go."""
    state = snapshot.state
    mine = snapshot.guides.get(viewer.user or 0)
    leads = mine is not None and mine.part == Part.FACILITATOR
    possible = {
        "hand_over": viewer.drives,
        "take_back": leads and state.driver is not None and state.driver != viewer.user,
        # Offered by what the last pulse saw; the command reads the devices again, under its lock.
        "take_over": not viewer.drives and snapshot.reach.is_unled,
    }
    others = {pk: guide for pk, guide in snapshot.guides.items() if pk not in (viewer.user, state.driver)}
    return {
        "may": " ".join(name for name, is_possible in possible.items() if is_possible and state.is_under_way),
        "others": [{"id": pk, "name": guide.name, "part": guide.part} for pk, guide in others.items()]
        if viewer.drives and state.is_under_way
        else [],
    }
