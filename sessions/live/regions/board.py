"""The board: what was written in this round, as far as an audience may see it, and what may be done with it."""

from __future__ import annotations

from collections.abc import Mapping, Set

from ...rulebook.protocol.vocabulary import KINDS
from ...rulebook.rules import rights, showing
from .. import labels
from ..elements import Piece
from ..snapshot.contributions import Agreement, Note
from ..snapshot.snapshot import Snapshot
from ..snapshot.viewer import Context, Viewer
from .inputs import AT_WORK, reads
from .subjects import as_values

HELPS = frozenset(KINDS) - {"question", "reformulation", "note"}
NEWEST = 30  # of a kind: more than a board shows without being scrolled for long


@reads(
    "commitments contract notes opening.commitments opening.headline opening.subjects people unseen",
    state=f"{AT_WORK} as_they_come client here in_silence present_roles",
    viewer="audience drives older",
)
def board(snapshot: Snapshot, viewer: Viewer) -> Context:
    """What was shared in this round, by kind, and the contract and commitments: all of it in pieces."""
    given, may = _given(snapshot, viewer), _rights(snapshot, viewer)
    seen = _seen(snapshot, viewer)
    kinds = [_kind(snapshot, viewer, may, kind, seen[kind]) for kind in KINDS if kind in seen]
    above = [one for one in kinds if one.context["key"] in given]
    below = [one for one in kinds if one.context["key"] not in given]
    count = _piece("written", {"written": sum(map(len, seen.values()))})
    return {"lists": {"list-board": (count, *_hint(snapshot, viewer), *above, *_agreed(snapshot, viewer), *below)}}


def _given(snapshot: Snapshot, viewer: Viewer) -> Set[str]:
    """The kinds that stand on top, above the contract: what peers write in this step, and what helps who sums up."""
    if _sums_up(snapshot, viewer):
        return HELPS
    step = snapshot.state.step
    # Not their wordings: the contract is above these.
    return set(step.writes.get("peer", ())) - {"reformulation"} if step else set()


def _sums_up(snapshot: Snapshot, viewer: Viewer) -> bool:
    step = snapshot.state.step
    return viewer.audience == "client" and step is not None and "synthesis" in step.writes.get("client", ())


def _piece(name: str, context: Context, key: str = "", **lists: tuple[Piece, ...]) -> Piece:
    named = {f"{list_}-{key}": pieces for list_, pieces in lists.items()}
    return Piece(f"{name}-{key}" if key else f"board-{name}", f"sessions/live/board/_{name}.jinja", context, named)


def _hint(snapshot: Snapshot, viewer: Viewer) -> tuple[Piece, ...]:
    """Why something is not to be seen yet."""
    state = snapshot.state
    is_guide = viewer.audience == "facilitator"
    hint = {
        "is_guide": is_guide,
        "is_listening": viewer.audience == "client" and showing.is_listening(state),
        "in_silence": state.in_silence,
        # How many, and not who: nobody is to be blamed for writing nothing.
        "have_written": len({note.author for note in snapshot.unseen}) if is_guide else 0,
        "is_empty": is_guide
        and state.is_running
        and not (snapshot.notes or snapshot.contract or snapshot.commitments)
        and snapshot.opening.is_empty,
    }
    return (_piece("hint", hint),) if hint["is_listening"] or hint["in_silence"] or hint["is_empty"] else ()


def _agreed(snapshot: Snapshot, viewer: Viewer) -> tuple[Piece, ...]:
    """The contract and the commitments."""
    agreed = {
        "contract": _contract(snapshot, viewer),
        "actions": [{"id": one.id, "text": one.text, "due_on": one.due_on} for one in snapshot.commitments],
        "client": snapshot.given(snapshot.state.client),
    }
    return (_piece("agreed", agreed),) if agreed["contract"] or agreed["actions"] else ()


def _rights(snapshot: Snapshot, viewer: Viewer) -> Context:
    """What this audience may do with a note."""
    state, is_client = snapshot.state, viewer.audience == "client"
    is_at_work = rights.is_at_work(state)
    return {
        "may_answer": is_at_work and (viewer.drives or viewer.audience in ("client", "scribe")),
        # Hiding may not wait for a break's end, unlike giving back.
        "may_guide": viewer.drives and state.is_running,
        "may_hand_back": viewer.drives and is_at_work,
        "marks": tuple(labels.MARKS.items()) if is_client and state.is_running else (),
        "may_adopt": _may_adopt(snapshot, viewer),
    }


def _may_adopt(snapshot: Snapshot, viewer: Viewer) -> bool:
    step = snapshot.state.step
    writes = step.writes.get(viewer.audience, ()) if step and rights.is_at_work(snapshot.state) else ()
    return "contract" in writes and (viewer.audience != "facilitator" or viewer.drives)


def _seen(snapshot: Snapshot, viewer: Viewer) -> Mapping[str, tuple[Note, ...]]:
    """What this audience may see, by kind: while the client listens, what others write waits for the step's end."""
    if viewer.audience != "client":
        return snapshot.notes_by_kind
    given = {
        kind: tuple(note for note in notes if not note.is_withheld) for kind, notes in snapshot.notes_by_kind.items()
    }
    return {kind: notes for kind, notes in given.items() if notes}


def _kind(snapshot: Snapshot, viewer: Viewer, may: Context, kind: str, notes: tuple[Note, ...]) -> Piece:
    """The contributions of a kind: the newest, unless somebody asked for the older ones too."""
    newest = notes if viewer.older else notes[-NEWEST:]
    head = {
        "label": labels.KINDS_TOGETHER[kind],
        "is_question": kind == "question",
        "all": len(notes),
        "answered": sum(note.is_answered for note in notes) if kind == "question" else 0,
        "older": len(notes) - len(newest),
    }
    pieces = tuple(_note(snapshot, viewer, may, note) for note in _in_order(newest))
    # Those that wait for an answer stay in sight.
    is_folded = kind == "question" and head["answered"] == head["all"] and _sums_up(snapshot, viewer)
    context = {"key": kind, "label": head["label"], "is_folded": is_folded}
    return _piece("kind", context, kind, head=(_piece("head", head, f"of-{kind}"),), notes=pieces)


def _in_order(notes: tuple[Note, ...]) -> list[Note]:
    """As every board shows them: what waits for an answer on top, and of that the newest."""
    newest_first = notes[::-1]
    return sorted(newest_first, key=lambda note: note.is_answered)


def _note(snapshot: Snapshot, viewer: Viewer, may: Context, note: Note) -> Piece:
    # Neither words nor author: hiding is not to expose somebody.
    context = {"is_hidden": True} if note.is_hidden else _shown(snapshot, viewer, may, note)
    return _piece("note", {"note": {"id": note.id, **context}}, note.id)


def _shown(snapshot: Snapshot, viewer: Viewer, may: Context, note: Note) -> Context:
    state = snapshot.state
    is_now = rights.is_at_work(state) and state.item is not None and note.step == state.item.key
    is_question, is_mine = note.kind == "question", note.author == state.client
    # Adopted again it would be a version more, which nobody has accepted.
    is_in_force = snapshot.contract is not None and snapshot.contract.text == note.text
    return {
        "text": note.text,
        "author": snapshot.name(note.author),
        # All of an audience share this region: by this id the page shows the author the buttons to reword or withdraw.
        "own": note.author if is_now and viewer.audience != "facilitator" else None,
        "is_answered": note.is_answered,
        "is_edited": note.is_edited,
        "is_noted": note.is_noted,
        "mark": note.mark,
        "marks": may["marks"] if note.kind in HELPS and not is_mine else (),
        "may_adopt": may["may_adopt"] and note.kind == "reformulation" and not is_in_force,
        "may_guide": may["may_guide"],
        "may_hand_back": may["may_hand_back"] and is_question and note.author is not None,
        "may_answer": may["may_answer"] and is_question and not note.is_answered,
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
        "help": contract.help,
        # Whoever words it begins with what stands.
        "values": as_values(text=contract.text or "", help=contract.help or "") if _words_it(viewer) else "",
        "accepted": names,
        "pending": pending,
        "proposed_by": snapshot.name(contract.proposed_by),
        "before": _before(snapshot, contract),
    }


def _words_it(viewer: Viewer) -> bool:
    return viewer.audience in ("client", "scribe")


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
