"""The people of the dashboard: who is here, at the door, gone; and for whom one may write or accept."""

from __future__ import annotations

from ...access import is_doubtful
from ...rulebook.moves.people import ASSIGNABLE
from ...rulebook.rules import rights
from .. import labels
from ..snapshot.people import Knock
from ..snapshot.snapshot import Snapshot
from ..snapshot.viewer import Context, Viewer
from .floor import airtime_of
from .inputs import AT_WORK, reads


@reads("people", state="present", viewer="audience drives")
def behalf(snapshot: Snapshot, viewer: Viewer) -> Context:
    """For whom the facilitator or the scribe may write: somebody may have no phone."""
    holds = viewer.drives or viewer.audience == "scribe"
    return {"people": [{"id": one, "name": snapshot.name(one)} for one in snapshot.state.present] if holds else []}


@reads("people", state="status", viewer="audience")
def charter(snapshot: Snapshot, viewer: Viewer) -> Context:
    """Who of the group has not accepted the charter yet: the scribe puts down who does so aloud."""
    hears = viewer.audience == "scribe" and snapshot.state.status in ("open", "running")
    return {"people": [{"id": one.id, "name": one.name} for one in snapshot.members if hears and not one.has_accepted]}


@reads("people", state="present")
def someone(snapshot: Snapshot, viewer: Viewer) -> Context:
    """For whom the facilitator may make an exception: one turn, or one writing, out of step."""
    return {"people": [{"id": one, "name": snapshot.name(one)} for one in snapshot.state.present]}


@reads(
    "attendance knocks people shows_airtime",
    state=(
        f"{AT_WORK} client clients floor.mode floor.speaker heard left modality present_roles protocol "
        "remote roles rounds_begun"
    ),
    viewer="drives",
)
def people(snapshot: Snapshot, viewer: Viewer) -> Context:
    """Who is here, in what role, who knocks, and who is not here: the facilitator's list."""
    state = snapshot.state
    here = [_present(snapshot, one) for one in state.present if snapshot.is_member(one)]
    knocks = [_knock(snapshot, one) for one in snapshot.knocks]
    # Listed once: who knocks is not also absent.
    at_the_door = {one.participant for one in snapshot.knocks}
    absent = [
        {
            "id": one.id,
            "name": one.name,
            "has_accepted": one.has_accepted,
            "has_left": one.id in state.left,
            **_stay(snapshot, one.id),
        }
        for one in snapshot.members
        if one.id not in state.present and one.id not in at_the_door
    ]
    return {
        "status": state.status,
        "knocks": knocks,
        "may_welcome_all": sum(not one["is_doubtful"] for one in knocks) > 1,
        "here": here,
        "absent": absent,
        "fewest": state.protocol.smallest if state.status == "open" and len(here) < state.protocol.smallest else 0,
        # Until the first round begins; then the region `clients` changes them, and `replaceable` is the next one.
        "may_choose": viewer.drives and state.status in ("open", "running") and not state.rounds_begun,
        "replaceable": snapshot.given(state.client_of(state.rounds_begun))
        if viewer.drives and state.rounds_begun
        else "",
        "may_admit": viewer.drives and state.status in ("open", "running"),
        "may_drive": viewer.drives,
        "is_hybrid": state.modality == "hybrid",
        "duties": [{"key": duty, "word": labels.ROLES[duty]} for duty in ASSIGNABLE if _is_wanted(snapshot, duty)],
    }


def _is_wanted(snapshot: Snapshot, duty: str) -> bool:
    return duty != "observer" or snapshot.state.protocol.settings["observer"] == "yes"


def _knock(snapshot: Snapshot, knock: Knock) -> Context:
    """A name at the door, and whether to look twice: it is in the circle already, or several devices ask for it."""
    return {
        "id": knock.participant,
        "name": snapshot.name(knock.participant),
        "is_inside": knock.participant in snapshot.state.present,
        "devices": knock.devices,
        "is_doubtful": is_doubtful(knock.participant, knock.devices, snapshot.state),
    }


def _present(snapshot: Snapshot, one: str) -> Context:
    state = snapshot.state
    role = state.role_of(one) or "peer"
    chosen = state.clients
    return {
        "id": one,
        "name": snapshot.name(one),
        "role": role,
        "role_word": labels.ROLES[role],
        "duty": state.roles.get(one, "peer"),
        "turn": chosen.index(one) + 1 if one in chosen else None,
        # Whole lists, as `choose_clients` takes them: a late press still asks for what its button said.
        "without": [other for other in chosen if other != one],
        "with_it": [*chosen, one] if one not in chosen else list(chosen),
        # The client of the round to come is replaced, as when that one has not come.
        "instead": [*chosen[: state.rounds_begun], one, *chosen[state.rounds_begun + 1 :]],
        "may_speak": rights.may_take_floor(state, one) and state.floor.speaker != one,
        "may_except": rights.is_at_work(state) and not rights.may_take_floor(state, one) and state.floor.speaker != one,
        "is_client_now": one == state.client,
        "is_remote": one in state.remote,
        "airtime": airtime_of(snapshot, one),
        "has_accepted": snapshot.people[one].has_accepted,
        **_stay(snapshot, one),
    }


def _stay(snapshot: Snapshot, one: str) -> Context:
    """Since what hour somebody is here, or was until what hour; "" for who never was."""
    attended = snapshot.attendance.get(one)
    if attended is None:
        return {"since": "", "until": ""}
    return {"since": labels.hour(attended.since), "until": labels.hour(attended.until) if attended.until else ""}
