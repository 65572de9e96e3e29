"""The people of the dashboard: who is here, at the door, gone; and for whom one may write or accept."""

from __future__ import annotations

from django.urls import reverse

from groups.clocks import hour_in_place
from groups.naming import is_taken_for

from ...access import is_doubtful
from ...rulebook.moves.people import ASSIGNABLE
from ...rulebook.rules import rights
from .. import labels
from ..elements import Piece
from ..snapshot.people import Knock, Person
from ..snapshot.snapshot import Snapshot
from ..snapshot.viewer import Context, Viewer
from .floor import airtime_of
from .inputs import AT_WORK, reads
from .subjects import as_values

IN_SIGHT = 8  # of those who knock


@reads("people", state="present", viewer="audience drives")
def behalf(snapshot: Snapshot, viewer: Viewer) -> Context:
    """For whom the facilitator or the scribe may write: somebody may have no phone."""
    holds = viewer.drives or viewer.audience == "scribe"
    return {"people": [{"id": one, "name": snapshot.name(one)} for one in snapshot.state.present] if holds else []}


@reads("people", state="status", viewer="audience")
def charter(snapshot: Snapshot, viewer: Viewer) -> Context:
    """Who of the group has not accepted the charter yet: the scribe puts down who does so aloud."""
    hears = viewer.audience == "scribe" and snapshot.state.status in ("open", "running")
    known = [one for one in snapshot.members if hears and not one.has_accepted]
    return {"people": [{"id": one.id, "name": one.name} for one in known]}


@reads("doors session_id", viewer="audience")
def code(snapshot: Snapshot, viewer: Viewer) -> Context:
    """The room code, and the address of its QR code, which changes with it."""
    # The picture is of the page's own host, which no region knows: it is asked for by itself.
    qr = f"{reverse('sessions:qr', args=[snapshot.session_id])}?v={snapshot.doors.code_hash[:8]}"
    return {"code": snapshot.doors.code, "qr": qr, "is_screen": viewer.audience == "screen"}


@reads("doors")
def wall(snapshot: Snapshot, viewer: Viewer) -> Context:
    """The link of the room screen: a secret, as whoever has it sees the circle, names included."""
    secret = snapshot.doors.screen
    return {"url": reverse("sessions:enter_screen", args=[secret]) if secret else ""}


@reads("people", state="present")
def someone(snapshot: Snapshot, viewer: Viewer) -> Context:
    """For whom the facilitator may make an exception: one turn, or one writing, out of step."""
    return {"people": [{"id": one, "name": snapshot.name(one)} for one in snapshot.state.present]}


@reads(
    "attendance knocks people reading shows_airtime zone",
    state=(
        f"{AT_WORK} client clients floor.mode floor.speaker heard left modality present_roles protocol "
        "remote roles rounds_begun turned_away"
    ),
    viewer="drives",
)
def people(snapshot: Snapshot, viewer: Viewer) -> Context:
    """Who is here, in what role, who knocks, and who is not here: the facilitator's list."""
    state = snapshot.state
    here = [one for one in state.present if snapshot.is_member(one)]
    # Until the first round begins; then the region `clients` changes them, and `replaceable` is the next one.
    may_choose = viewer.drives and state.status in ("open", "running") and not state.rounds_begun
    may: Context = {
        "may_choose": may_choose,
        "may_admit": viewer.drives and state.status in ("open", "running"),
        "may_drive": viewer.drives,
        "is_hybrid": state.modality == "hybrid",
        "duties": [{"key": duty, "word": labels.ROLES[duty]} for duty in ASSIGNABLE if _is_wanted(snapshot, duty)],
        "replaceable": snapshot.given(state.client_of(state.rounds_begun))
        if viewer.drives and state.rounds_begun
        else "",
    }
    present = (_piece(f"person-{one}", "person", {"one": _present(snapshot, one, may), **may}) for one in here)
    door = (*_fewest(snapshot, here), *_knocking(snapshot, may["may_admit"]))
    return {"lists": {"list-door": door, "list-people": (*present, *_absent(snapshot, may["may_admit"]))}}


def _piece(id_: str, template: str, context: Context, **lists: tuple[Piece, ...]) -> Piece:
    return Piece(id_, f"sessions/live/people/_{template}.jinja", context, lists)


def _fewest(snapshot: Snapshot, here: list[str]) -> tuple[Piece, ...]:
    """That the method wants more people."""
    state, fewest = snapshot.state, snapshot.state.protocol.smallest
    is_short = state.status == "open" and len(here) < fewest
    return (_piece("people-fewest", "fewest", {"fewest": fewest}),) if is_short else ()


def _knocking(snapshot: Snapshot, may_admit: bool) -> tuple[Piece, ...]:
    """Who is at the door: the first in sight, the others folded away, so that a flood leaves the circle in sight."""
    knocks, turned_away = [_knock(snapshot, one) for one in snapshot.knocks], len(snapshot.state.turned_away)
    if not (knocks or snapshot.reading or turned_away):
        return ()
    door: Context = {
        "is_anybody_there": bool(knocks),
        "others": len(knocks[IN_SIGHT:]),
        "reading": snapshot.reading,
        "turned_away": turned_away,
        "may_welcome_all": may_admit and sum(not one["is_doubtful"] for one in knocks) > 1,
        "may_turn_all_away": may_admit and len(knocks) + snapshot.reading > 1,
        "may_admit": may_admit,
    }
    pieces = tuple(_piece(f"knock-{one['id']}", "knock", {"one": one, "may_admit": may_admit}) for one in knocks)
    return (_piece("people-door", "door", door, **{"knocks": pieces[:IN_SIGHT], "more-knocks": pieces[IN_SIGHT:]}),)


def _absent(snapshot: Snapshot, may_admit: bool) -> tuple[Piece, ...]:
    """Who is not here. Listed once: who knocks is not also absent."""
    state, at_the_door = snapshot.state, {one.participant for one in snapshot.knocks}
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
    return tuple(_piece(f"absent-{one['id']}", "absent", {"one": one, "may_admit": may_admit}) for one in absent)


def _is_wanted(snapshot: Snapshot, duty: str) -> bool:
    return duty != "observer" or snapshot.state.protocol.settings["observer"] == "yes"


def _knock(snapshot: Snapshot, knock: Knock) -> Context:
    """A name at the door, and whether to look twice: it is in the circle, asked for twice, or looks like another."""
    state, alike = snapshot.state, _alike(snapshot, knock.participant)
    return {
        "id": knock.participant,
        "name": snapshot.name(knock.participant),
        "is_inside": knock.participant in state.present,
        "devices": knock.devices,
        "alike": alike.name if alike else "",
        "alike_is": _where(snapshot, alike) if alike else "",
        "is_doubtful": is_doubtful(knock.participant, knock.devices, state, is_alike=alike is not None),
    }


def _alike(snapshot: Snapshot, who: str) -> Person | None:
    """Another of the group, or at this door, for whom this one is easily taken."""
    one, knocking = snapshot.people.get(who), (snapshot.people.get(knock.participant) for knock in snapshot.knocks)
    others = (other for other in (*snapshot.members, *knocking) if one and other and other.id != one.id)
    return next((other for other in others if one and is_taken_for(one.name, one.called, other.name)), None)


def _where(snapshot: Snapshot, person: Person) -> str:
    if person.id in snapshot.state.present:
        return "here"
    return "at_the_door" if person.is_knocking else "member"


def _present(snapshot: Snapshot, one: str, may: Context) -> Context:
    state, chosen = snapshot.state, snapshot.state.clients
    role = state.role_of(one) or "peer"
    # Whoever only looks on is not sent everybody again as a step lets others speak.
    is_asked = may["may_drive"] and state.floor.speaker != one
    return {
        "id": one,
        "name": snapshot.name(one),
        "role": role,
        "role_word": labels.ROLES[role],
        "duty": state.roles.get(one, "peer"),
        "turn": chosen.index(one) + 1 if one in chosen else None,
        "clients": _clients(snapshot, one, may),
        "may_speak": is_asked and rights.may_take_floor(state, one),
        "may_except": is_asked and rights.is_at_work(state) and not rights.may_take_floor(state, one),
        "is_client_now": one == state.client,
        "is_remote": one in state.remote,
        "airtime": airtime_of(snapshot, one),
        "has_accepted": snapshot.people[one].has_accepted,
        "calling": as_values(participant=one, name=snapshot.name(one), called=snapshot.called(one)),
        **_stay(snapshot, one),
    }


def _clients(snapshot: Snapshot, one: str, may: Context) -> list[str]:
    """The clients as they would be with this one, or without; once a round has begun, with this one for the next.

    Whole lists, as `choose_clients` takes them: a late press still asks for what its button said.
    """
    chosen, begun = snapshot.state.clients, snapshot.state.rounds_begun
    if may["may_choose"]:
        return [other for other in chosen if other != one] if one in chosen else [*chosen, one]
    # The client of the round to come is replaced, as when that one has not come.
    return [*chosen[:begun], one, *chosen[begun + 1 :]] if may["replaceable"] and one not in chosen else []


def _stay(snapshot: Snapshot, one: str) -> Context:
    """Since what hour somebody is here, or was until what hour; "" for who never was."""
    attended = snapshot.attendance.get(one)
    if attended is None:
        return {"since": "", "until": ""}
    since, until = attended.since, attended.until
    return {"since": hour_in_place(since, snapshot.zone), "until": hour_in_place(until, snapshot.zone) if until else ""}
