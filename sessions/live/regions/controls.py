"""What the facilitator may do now, what the main button says, and what the step has not brought yet."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.functional import Promise

from ...rulebook.rules import airtime, offers, rights, showing
from ...rulebook.rules.navigation import is_break_next
from .. import labels
from ..snapshot.snapshot import Snapshot
from ..snapshot.viewer import Context, Viewer
from . import step, subjects
from .inputs import AT_WORK, reads

FEWEST_COUNTED = 5


@reads(
    "opening.subjects people",
    state=(
        f"{AT_WORK} agenda break_before broken clients floor floor_order grants hands_out heard in_silence index left "
        "modality present_roles protocol since vote_began_at vote_ended_at"
    ),
    viewer="drives",
)
def may(snapshot: Snapshot, viewer: Viewer) -> Context:
    """What the facilitator may do now, what the main button says, and what is still missing before leaving a step."""
    state = snapshot.state
    commands = _may(snapshot) if viewer.drives else []
    return {
        "may": " ".join(commands),
        "kinds": " ".join(offers.kinds_for_anybody(state)),
        "next": step.coming(snapshot, viewer.language),
        "next_up": snapshot.given(airtime.next_up(state)),
    }


@reads(
    "commitments contract knocks notes synthesis unseen",
    state=f"{AT_WORK} agenda broken clients index left present_roles",
    viewer="drives",
)
def missing(snapshot: Snapshot, viewer: Viewer) -> Context:
    """What the step has not brought yet, said before it is left."""
    return {"missing": what_is_missing(snapshot) if viewer.drives else []}


@reads("reach.finished reach.heard", state=f"{AT_WORK} grants in_silence present present_roles", viewer="drives")
def writers(snapshot: Snapshot, viewer: Viewer) -> Context:
    """How many have finished writing, never who: of fewer than five people a number would name somebody.

    Whoever has no device here says nothing, and is not waited for.
    """
    able = [one for one in snapshot.state.present if rights.may_say_finished(snapshot.state, one)]
    heard, finished = snapshot.reach.heard, snapshot.reach.finished
    writing = [one for one in able if heard is None or one in heard or one in finished]
    done = sum(one in snapshot.reach.finished for one in writing)
    if not (viewer.drives and done and (done == len(writing) or len(writing) >= FEWEST_COUNTED)):
        return {"is_told": False}
    return {"is_told": True, "are_all": done == len(writing), "done": done, "writing": len(writing)}


def _may(snapshot: Snapshot) -> list[str]:
    """What the phase lets the facilitator do, where there is something to do it with."""
    # « take_part » is no command: it posts to a page of its own, which the machine does not know.
    # « renew_doors » is one, of which the machine knows nothing either.
    state = snapshot.state
    extra = dict.fromkeys(("take_part", "renew_doors"), state.status in ("open", "running"))
    offered = {**offers.to_facilitator(state), **extra}
    if offered["next"] and is_break_next(snapshot.state):
        # The break that the agenda reserves is the main button when its moment comes; « next » goes on without it.
        offered |= {"next": False, "rest": True, "skip_rest": True}
    if offered["start"] and not snapshot.state.present:
        # Nobody is here: it is asked first, or the session runs before an empty room.
        offered |= {"start": False, "start_alone": True}
    helps = {"propose_subject": bool(subjects.without_subject(snapshot))}
    return [command for command, is_offered in offered.items() if is_offered and helps.get(command, True)]


def what_is_missing(snapshot: Snapshot) -> list[str | Promise]:
    """One sentence for each thing that the present step wants and has not got."""
    state, step = snapshot.state, snapshot.state.step
    knocking = [labels.KNOCKING] if snapshot.knocks else []
    if state.status == "open" and not rights.may_start(state):
        # A method without an opening begins with a round, which wants its client.
        return [*knocking, labels.MISSING["clients"]]
    if step is None or not rights.is_at_work(state):
        return [*knocking]
    return [*knocking, *(labels.MISSING[need] for need in step.needs if not _FOUND[need](snapshot))]


def _all_peers_accept(snapshot: Snapshot) -> bool:
    return snapshot.contract is not None and showing.all_peers_accept(snapshot.state, snapshot.contract.accepted)


def _has_kind(kind: str) -> Callable[[Snapshot], bool]:
    # What is written in silence counts too: it is there, though only its author sees it yet.
    return lambda snapshot: any(note.kind == kind for note in (*snapshot.notes, *snapshot.unseen))


_FOUND: dict[str, Callable[[Snapshot], bool]] = {
    "clients": lambda snapshot: bool(snapshot.state.clients),
    "question": _has_kind("question"),
    "contract": lambda snapshot: snapshot.contract is not None,
    "contract_accepted": _all_peers_accept,
    "contribution": lambda snapshot: any(
        note.kind not in ("question", "note") for note in (*snapshot.notes, *snapshot.unseen)
    ),
    # None is one that was written and cannot be read any more.
    "synthesis": lambda snapshot: snapshot.synthesis != "",
    "commitment": lambda snapshot: bool(snapshot.commitments),
    "learning": _has_kind("learning"),
}
