"""What is one person's own: my place, what I may do, what I wrote. From the snapshot of all, without a query."""

from __future__ import annotations

from collections.abc import Hashable

from ...rulebook.rules import airtime, offers, rights
from ...rulebook.state.parts import Grant
from .. import labels
from ..snapshot.contributions import Note
from ..snapshot.snapshot import Snapshot
from ..snapshot.subjects import Ballot
from ..snapshot.viewer import Context, Proof, Viewer
from . import subjects
from .inputs import AT_WORK, reads


def _my_role(snapshot: Snapshot, who: str) -> Hashable:
    return snapshot.state.role_of(who), snapshot.state.client is not None


@reads(own=_my_role, own_parts=".client .present_roles")
def role(snapshot: Snapshot, viewer: Viewer) -> Context:
    """My role now, in a word."""
    mine = snapshot.state.role_of(viewer.participant or "") or ""
    return {"role": mine, "word": labels.ROLES.get(mine, ""), "is_in_round": snapshot.state.client is not None}


def _my_turn(snapshot: Snapshot, who: str) -> Hashable:
    state, current = snapshot.state, snapshot.state.floor
    return (
        state.role_of(who),
        _grants(snapshot, who),
        airtime.place_of(state, who),
        current.pending.index(who) if who in current.pending else None,
        airtime.turn_ends_at(state) if current.speaker == who else None,
        current.speaker == who,
    )


@reads(
    state=f"{AT_WORK} hands_out modality protocol vote_ended_at",
    own=_my_turn,
    own_parts=".floor .floor_order .grants .heard .present_roles .turn_limit_ms",
)
def place(snapshot: Snapshot, viewer: Viewer) -> Context:
    """Whether I speak, until when (epoch milliseconds), else how many come before me and why: no names, no spans."""
    floor, who = snapshot.state.floor, viewer.participant or ""
    # Turns and hands are kept over a break, but not shown: everybody rests.
    if snapshot.state.is_on_break:
        return {"speaks": False, "hand": None, "turn": None, "why": "", "may_rest": False}
    turn = floor.pending.index(who) + 1 if who in floor.pending else None
    stands = airtime.place_of(snapshot.state, who)
    return {
        "speaks": floor.speaker == who,
        "hand": stands.number if stands else None,
        "turn": turn,
        "why": labels.where_a_hand_stands(stands) if stands else "",
        "may_rest": _may_put_the_phone_down(snapshot, who),
        "ends_at": airtime.turn_ends_at(snapshot.state) if floor.speaker == who else None,
    }


def _my_rights(snapshot: Snapshot, who: str) -> Hashable:
    state, current, opening = snapshot.state, snapshot.state.floor, snapshot.opening
    return (
        state.role_of(who),
        _grants(snapshot, who),
        who in state.remote,
        current.speaker == who and (current.is_exception,),
        who in current.waiting,
        who in current.pending,
        who in (current.speaker, *current.pending) and any(one != who for one in current.pending),
        snapshot.contract is not None and who not in snapshot.contract.accepted,
        subjects.may_propose(snapshot, who),
        bool(opening.subjects) and opening.ballot(who) == Ballot(),
        snapshot.given(state.client) if state.role_of(who) == "scribe" else "",
    )


@reads(
    state=f"{AT_WORK} as_they_come client floor.mode hands_out here later_in_round modality protocol vote_ended_at",
    own=_my_rights,
    own_parts="contract opening.ballots opening.subjects people .client .floor .grants .present_roles .remote",
)
def me(snapshot: Snapshot, viewer: Viewer) -> Context:
    """The commands that the server would accept from me now, and whether I may evaluate the session."""
    who = viewer.participant or ""
    writes_for = snapshot.given(snapshot.state.client) if snapshot.state.role_of(who) == "scribe" else ""
    return {
        "may": " ".join(_may(snapshot, who)),
        "kinds": " ".join(offers.kinds_for(snapshot.state, who)),
        "keeps": " ".join(offers.kinds_to_keep(snapshot.state, who)),
        "writes_for": writes_for,
    }


def _my_end(snapshot: Snapshot, who: str) -> Hashable:
    return rights.may_say_finished(snapshot.state, who) and ("write_on" if who in snapshot.reach.finished else "finish")


@reads(own=_my_end, own_parts="reach.finished .break_until .grants .in_silence .present .present_roles .status .step")
def finished(snapshot: Snapshot, viewer: Viewer) -> Context:
    """Whether I may say that I have finished writing, or that I write on: no command, kept nowhere."""
    return {"may": _my_end(snapshot, viewer.participant or "") or ""}


def _shows(snapshot: Snapshot, proof: Proof, note: Note) -> bool:
    """Whether a device shows its participant's own words; where others held the pen, all of that one's do."""
    return note.seat is None or proof.shows(note.seat, snapshot.state.opened_at)


def _ideas(snapshot: Snapshot, who: str, proof: Proof) -> list[Note]:
    mine = (idea for idea in snapshot.kept if who and who in (idea.author, idea.noted_by))
    return [idea for idea in mine if _shows(snapshot, proof, idea)]


def _my_ideas(snapshot: Snapshot, who: str, proof: Proof) -> Hashable:
    mine = _ideas(snapshot, who, proof)
    return tuple((idea, rights.may_write(snapshot.state, idea.author, idea.kind)) for idea in mine)


@reads(state=AT_WORK, own=_my_ideas, own_parts="kept .grants .opened_at .present_roles", private=True)
def kept(snapshot: Snapshot, viewer: Viewer) -> Context:
    """What I kept for later, or noted for its author: nobody else sees it. It may be shared once a step asks for it."""
    state = snapshot.state
    return {
        "ideas": [
            {
                "id": idea.id,
                "text": idea.text,
                "label": labels.KINDS[idea.kind],
                "is_handed_back": idea.is_handed_back,
                "may_share": idea.is_of_here and rights.may_write(state, idea.author, idea.kind),
            }
            for idea in _ideas(snapshot, viewer.participant or "", viewer.proof)
        ],
        "may_change": rights.is_at_work(state),
    }


def _my_notes(snapshot: Snapshot, who: str, proof: Proof) -> Hashable:
    unshown = (tuple(_own(snapshot, some, who, proof)) for some in (snapshot.unseen, snapshot.hidden))
    return *unshown, who in snapshot.state.clients


def _own(snapshot: Snapshot, notes: tuple[Note, ...], who: str, proof: Proof) -> list[Note]:
    return [note for note in notes if note.author == who and _shows(snapshot, proof, note)]


@reads(
    "session_id", state=AT_WORK, own=_my_notes, own_parts="hidden unseen .clients .closed_at .opened_at", private=True
)
def mine(snapshot: Snapshot, viewer: Viewer) -> Context:
    """What of mine the board does not show, and afterwards the way to what I keep as client."""
    return {
        "unseen": _mine(snapshot, snapshot.unseen, viewer),
        "hidden": _mine(snapshot, snapshot.hidden, viewer),
        "may_change": rights.is_at_work(snapshot.state),
        "keepsake": viewer.participant in snapshot.state.clients and viewer.proof.was_before(snapshot.state),
        "session": str(snapshot.session_id),
    }


def _may_put_the_phone_down(snapshot: Snapshot, who: str) -> bool:
    """Whether this step asks nothing of this person that is done on the phone: in a room it may then lie down."""
    state = snapshot.state
    is_wanted = state.role_of(who) == "scribe" or any(
        rights.may_write(state, who, kind) for kind in offers.NOT_CONTRIBUTED
    )
    is_free = rights.is_at_work(state) and not rights.hands_are_out(state) and who in state.present
    return is_free and not is_wanted and not rights.may_accept(state, who) and not rights.is_voting(state)


def _grants(snapshot: Snapshot, who: str) -> tuple[Grant, ...]:
    return tuple(grant for grant in snapshot.state.grants if grant.participant == who)


def _mine(snapshot: Snapshot, notes: tuple[Note, ...], viewer: Viewer) -> list[Context]:
    own = _own(snapshot, notes, viewer.participant or "", viewer.proof)
    return [{"id": one.id, "text": one.text, "label": labels.KINDS[one.kind]} for one in own]


def _may(snapshot: Snapshot, who: str) -> list[str]:
    """What the phase lets this person do, where there is something to do it with."""
    offered = offers.to_participant(snapshot.state, who)
    contract, opening = snapshot.contract, snapshot.opening
    helps = {
        "accept_contract": contract is not None and who not in contract.accepted,
        "propose_subject": subjects.may_propose(snapshot, who),
        # Offered on an untouched ballot only: skipping would throw away the votes that were given.
        "skip_vote": bool(opening.subjects) and opening.ballot(who) == Ballot(),
    }
    may = [command for command, is_offered in offered.items() if is_offered and helps.get(command, True)]
    return [*may, *(["evaluate"] if _may_evaluate(snapshot, who) else [])]


def _may_evaluate(snapshot: Snapshot, who: str) -> bool:
    """Whether the page leads to the evaluation, which is no command: from the closing step on."""
    state = snapshot.state
    is_late = state.status == "closed" or (state.here is not None and state.here[0] == "closing")
    return is_late and state.role_of(who) is not None
