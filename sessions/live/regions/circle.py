"""The people around the ring, who has the floor, whose device has gone quiet."""

from __future__ import annotations

from groups.models import Part

from ...rulebook.rules import airtime, rights
from .. import labels
from ..snapshot.snapshot import Snapshot
from ..snapshot.viewer import Context, Viewer
from . import drawing
from .inputs import AT_WORK, reads


@reads("people guides", state="break_until driver floor.queue floor.speaker floor_order heard present_roles")
def circle(snapshot: Snapshot, viewer: Viewer) -> Context:
    """The people around the ring, in the group's order, after those who facilitate."""
    return {"circle": drawing.arrange([*_guides(snapshot), *_seated(snapshot)])}


def _guides(snapshot: Snapshot) -> list[drawing.PersonToDraw]:
    state = snapshot.state
    leading = (
        (pk, guide)
        for pk, guide in snapshot.guides.items()
        # A deputy is drawn while facilitating. Who takes part as well sits among the participants, once.
        if (guide.part == Part.FACILITATOR or pk == state.driver) and guide.participant not in state.present
    )
    return [drawing.PersonToDraw(id=f"guide-{pk}", name=guide.name, role="guide") for pk, guide in leading]


def _seated(snapshot: Snapshot) -> list[drawing.PersonToDraw]:
    state = snapshot.state
    return [
        drawing.PersonToDraw(
            id=one,
            name=snapshot.name(one),
            called=snapshot.called(one),
            role=state.role_of(one) or "peer",
            # The floor keeps its speaker over a break, in which nobody speaks.
            speaks=state.floor.speaker == one and not state.is_on_break,
            hand=airtime.number_of(state, one),
        )
        for one in state.present
        # Removing somebody from the group is no command of the session: the state still has the seat.
        if snapshot.is_member(one)
    ]


@reads("people", state=f"{AT_WORK} floor.mode floor.speaker present")
def said(snapshot: Snapshot, viewer: Viewer) -> Context:
    """One line in the middle of the circle: who has the floor."""
    state = snapshot.state
    return {
        "status": state.status,
        "speaker": "" if state.is_on_break else snapshot.given(state.floor.speaker),
        "is_silent": rights.is_at_work(state) and state.floor.mode == "silence",
        "present": len(state.present),
    }


@reads("people modality", state="present", viewer="drives")
def summary(snapshot: Snapshot, viewer: Viewer) -> Context:
    """How many are here and how they meet, for the dashboard's head."""
    present = sum(snapshot.is_member(one) for one in snapshot.state.present)
    return {
        "present": present,
        "members": len(snapshot.members),
        "drives": viewer.drives,
        "modality": labels.MODALITIES.get(snapshot.modality, ""),
    }


@reads("people reach.away", state="present")
def presence(snapshot: Snapshot, viewer: Viewer) -> Context:
    """Whose device has gone quiet, by ids, for the drawing. Names and instants are for facilitators (`devices`)."""
    away = [one for one in snapshot.state.present if one in snapshot.reach.away and snapshot.is_member(one)]
    return {"away": " ".join(away)}
