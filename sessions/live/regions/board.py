"""The board: what was written in this round, as far as an audience may see it, and what may be done with it."""

from __future__ import annotations

from ...rulebook.protocol.protocol import KINDS
from ...rulebook.rules import rights
from .. import labels
from ..snapshot.contributions import Agreement, Note
from ..snapshot.snapshot import Snapshot
from ..snapshot.viewer import Context, Viewer
from .inputs import AT_WORK, reads


@reads(
    "commitments contract notes opening.commitments opening.headline opening.subjects people unseen",
    state=f"{AT_WORK} as_they_come client here in_silence present_roles",
    viewer="audience drives",
)
def board(snapshot: Snapshot, viewer: Viewer) -> Context:
    """What was shared in this round, by kind, and the contract and commitments."""
    state, step = snapshot.state, snapshot.state.step
    # What peers write in this step stands on top, above the contract. Not their wordings: the contract is above these.
    given = set(step.writes.get("peer", ())) - {"reformulation"} if step else set()
    kinds = [_kind(snapshot, viewer, kind) for kind in KINDS]
    shown = [kind for kind in kinds if kind["notes"]]
    return {
        "status": state.status,
        "audience": viewer.audience,
        "given": [kind for kind in shown if kind["key"] in given],
        "others": [kind for kind in shown if kind["key"] not in given],
        "written": sum(len(kind["notes"]) for kind in shown),
        "is_empty": viewer.audience == "facilitator"
        and state.is_running
        and not (snapshot.notes or snapshot.contract or snapshot.commitments)
        and snapshot.opening.is_empty,
        "in_silence": state.in_silence,
        # How many, and not who: nobody is to be blamed for writing nothing.
        "have_written": len({note.author for note in snapshot.unseen}) if viewer.audience == "facilitator" else 0,
        "is_listening": viewer.audience == "client" and rights.is_listening(state),
        **_rights(snapshot, viewer),
        "contract": _contract(snapshot, viewer),
        "actions": [{"id": one.id, "text": one.text, "due_on": one.due_on} for one in snapshot.commitments],
        "client": snapshot.given(state.client),
    }


def _rights(snapshot: Snapshot, viewer: Viewer) -> Context:
    """What this audience may do with a note."""
    state, is_client = snapshot.state, viewer.audience == "client"
    is_at_work = rights.is_at_work(state)
    return {
        "may_answer": is_at_work and (viewer.drives or viewer.audience in ("client", "scribe")),
        # Hiding may not wait for a break's end, unlike giving back.
        "may_guide": viewer.drives and state.is_running,
        "may_hand_back": viewer.drives and is_at_work,
        "may_mark": is_client and state.is_running,
        "marks": [{"key": key, "label": label} for key, label in labels.MARKS.items()] if is_client else [],
        "may_adopt": _may_adopt(snapshot, viewer),
    }


def _may_adopt(snapshot: Snapshot, viewer: Viewer) -> bool:
    step = snapshot.state.step
    writes = step.writes.get(viewer.audience, ()) if step and rights.is_at_work(snapshot.state) else ()
    return "contract" in writes and (viewer.audience != "facilitator" or viewer.drives)


def _kind(snapshot: Snapshot, viewer: Viewer, kind: str) -> Context:
    """What of a kind this audience may see: while the client listens, what others write waits for the step's end."""
    is_client = viewer.audience == "client"
    notes = [note for note in snapshot.notes if note.kind == kind and not (is_client and note.is_withheld)]
    return {
        "key": kind,
        "label": labels.KINDS_TOGETHER[kind],
        "is_question": kind == "question",
        "is_wording": kind == "reformulation",
        "answered": sum(note.is_answered for note in notes),
        "notes": [_note(snapshot, viewer, note) for note in notes],
    }


def _note(snapshot: Snapshot, viewer: Viewer, note: Note) -> Context:
    state = snapshot.state
    # Neither words nor author: hiding is not to expose somebody.
    if note.is_hidden:
        return {"id": note.id, "is_hidden": True}
    is_now = rights.is_at_work(state) and state.item is not None and note.step == state.item.key
    is_client = viewer.audience == "client"
    return {
        "id": note.id,
        "text": note.text,
        "author": snapshot.name(note.author),
        # All of an audience share this region: by this id the page shows the author the buttons to reword or withdraw.
        "own": note.author if is_now and viewer.audience != "facilitator" else None,
        "is_answered": note.is_answered,
        "is_edited": note.is_edited,
        "is_noted": note.is_noted,
        # Adopted again it would be a version more, which nobody has accepted.
        "is_in_force": snapshot.contract is not None and snapshot.contract.text == note.text,
        "mark": note.mark if is_client and note.author != state.client else None,
    }


def _contract(snapshot: Snapshot, viewer: Viewer) -> Context | None:
    """The contract and who accepted it. Who has not yet is told to those alone who may put down what is said aloud."""
    contract, state = snapshot.contract, snapshot.state
    if contract is None:
        return None
    names = [snapshot.name(one) for one in state.present if one in contract.accepted]
    asked = [one for one in state.present if rights.may_accept(state, one) and one not in contract.accepted]
    pending = [{"id": one, "name": snapshot.name(one)} for one in asked] if viewer.speaks_for_others else []
    return {
        "number": contract.number,
        "text": contract.text,
        "accepted": names,
        "pending": pending,
        "proposed_by": snapshot.name(contract.proposed_by),
        "before": _before(snapshot, contract),
    }


def _before(snapshot: Snapshot, contract: Agreement) -> list[Context]:
    return [
        {"number": one.number, "text": one.text, "proposed_by": snapshot.name(one.proposed_by)}
        for one in contract.before
    ]


@reads("notes", viewer="audience")
def marked(snapshot: Snapshot, viewer: Viewer) -> Context:
    """What the client marked, to be taken into the synthesis: the client's alone."""
    # A mark may be older than the wish to receive at the step's end: the note is then on its way again.
    mine = [note for note in snapshot.notes if note.mark and not note.is_hidden and not note.is_withheld]
    if viewer.audience != "client":
        return {"notes": []}
    return {"notes": [{"id": one.id, "text": one.text, "mark": labels.MARKS[one.mark]} for one in mine]}


@reads("synthesis", viewer="audience")
def keepsake(snapshot: Snapshot, viewer: Viewer) -> Context:
    """The synthesis, for the client and the scribe; empty for others, the facilitator too."""
    synthesis = snapshot.synthesis if viewer.audience in ("client", "scribe") else ""
    return {"synthesis": synthesis, "is_mine": viewer.audience == "client"}
