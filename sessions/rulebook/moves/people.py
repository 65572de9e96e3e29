"""Who is in the circle: admitted, gone and back, where from, in which role."""

from __future__ import annotations

from dataclasses import dataclass, replace

from groups.errors import Invalid, Refused

from ..events import Event, Events
from ..protocol.vocabulary import ROLES
from ..rules import guards
from ..state import floor
from ..state.parts import Absence, SeatedPerson
from ..state.state import State
from . import Decisions, Folds


@dataclass(frozen=True, slots=True)
class Admit:
    """Somebody is let in, to a place in the circle (`Participant.position`)."""

    participant: str
    place: int


@dataclass(frozen=True, slots=True)
class AssignRole:
    """Somebody is made peer, observer or scribe."""

    participant: str
    role: str


@dataclass(frozen=True, slots=True)
class MarkLeft:
    """The facilitator states that somebody has gone: a fact about the person, whatever the device does."""

    participant: str


@dataclass(frozen=True, slots=True)
class MarkBack:
    """The facilitator states that somebody is back."""

    participant: str


@dataclass(frozen=True, slots=True)
class SayWhere:
    """Somebody takes part from a distance, or in the room; only in hybrid sessions."""

    participant: str
    is_remote: bool


@dataclass(frozen=True, slots=True)
class TurnAway:
    """These seats, which knocked, are closed; the browsers that held them may not knock again (decision 047)."""

    seats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LetKnockAgain:
    """Whoever was turned away may knock again."""


@dataclass(frozen=True, slots=True)
class Admitted(Event):
    participant: str
    place: int


@dataclass(frozen=True, slots=True)
class PersonLeft(Event):
    participant: str


@dataclass(frozen=True, slots=True)
class PersonReturned(Event):
    participant: str


@dataclass(frozen=True, slots=True)
class WhereSaid(Event):
    """Somebody takes part from a distance, or in the room."""

    participant: str
    is_remote: bool


@dataclass(frozen=True, slots=True)
class RoleAssigned(Event):
    participant: str
    role: str


@dataclass(frozen=True, slots=True)
class TurnedAway(Event):
    seats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnocksAllowed(Event):
    """Whoever was turned away may knock again."""


# A state is read at each command: of a flood the last are remembered.
MOST_TURNED_AWAY = 100
# Who facilitates is known by account, who is client by the round.
ASSIGNABLE = tuple(role for role in ROLES if role not in ("facilitator", "client"))


def _admit(state: State, move: Admit, now: int) -> Events:
    guards.gathered(state)
    # Who was marked gone is admitted already, and comes back by MarkBack alone: a device that opens its link again must
    # not bring back a person whom the facilitator saw leave.
    if move.participant in state.admitted:
        return ()
    return (Admitted(now, move.participant, move.place),)


def _assign_role(state: State, move: AssignRole, now: int) -> Events:
    guards.gathered(state)
    guards.present(state, move.participant)
    if move.role not in ASSIGNABLE:
        raise Invalid("unknown_role", "role")
    if move.role == "observer" and state.protocol.settings["observer"] == "no":
        raise Refused("no_observer")
    return (RoleAssigned(now, move.participant, move.role),)


def _say_where(state: State, move: SayWhere, now: int) -> Events:
    guards.gathered(state)
    if state.modality != "hybrid":
        raise Refused("not_hybrid")
    guards.present(state, move.participant)
    if move.is_remote == (move.participant in state.remote):
        return ()
    return (WhereSaid(now, move.participant, move.is_remote),)


def _mark_left(state: State, move: MarkLeft, now: int) -> Events:
    guards.gathered(state)
    guards.present(state, move.participant)
    if move.participant == state.client:
        # The facilitator says first what becomes of the round: else it would go on without its client.
        raise Refused("client_under_way")
    return (PersonLeft(now, move.participant),)


def _mark_back(state: State, move: MarkBack, now: int) -> Events:
    guards.gathered(state)
    if move.participant in state.present:
        raise Refused("present_already")
    if move.participant not in state.left:
        raise Refused("not_present")
    return (PersonReturned(now, move.participant),)


def _turn_away(state: State, move: TurnAway, now: int) -> Events:
    guards.gathered(state)
    return (TurnedAway(now, move.seats),) if move.seats else ()


def _let_knock_again(state: State, move: LetKnockAgain, now: int) -> Events:
    guards.gathered(state)
    return (KnocksAllowed(now),) if state.turned_away else ()


def _admitted(state: State, event: Admitted) -> State:
    seats = sorted((*state.seats, SeatedPerson(event.participant, event.place)), key=lambda seat: seat.place)
    return _with_rights(replace(state, seats=tuple(seats)), event.participant, spoke=False)


def _person_left(state: State, event: PersonLeft) -> State:
    spoke = event.participant in state.speakers
    # `left` once more at the end: who speaks by exception is not among the speakers, and would keep the floor.
    gone = (*state.absences, Absence(event.participant, event.at))
    left = replace(state, left=(*state.left, event.participant), absences=gone)
    state = _with_rights(left, event.participant, spoke=spoke)
    return replace(state, floor=floor.left(state.floor, event.participant))


def _person_returned(state: State, event: PersonReturned) -> State:
    left = tuple(one for one in state.left if one != event.participant)
    returned = (
        replace(one, until=event.at) if (one.participant, one.until) == (event.participant, None) else one
        for one in state.absences
    )
    # Without length it is none: somebody was marked gone by a slip.
    absences = tuple(one for one in returned if one.until != one.since)
    return _with_rights(replace(state, left=left, absences=absences), event.participant, spoke=False)


def _where_said(state: State, event: WhereSaid) -> State:
    # A go-round under way keeps its order: somebody who was next would otherwise be moved.
    others = tuple(one for one in state.remote if one != event.participant)
    return replace(state, remote=(*others, event.participant) if event.is_remote else others)


def _role_assigned(state: State, event: RoleAssigned) -> State:
    roles = {who: role for who, role in state.roles.items() if who != event.participant}
    roles = roles if event.role == "peer" else {**roles, event.participant: event.role}
    spoke = event.participant in state.speakers
    return _with_rights(replace(state, roles=roles), event.participant, spoke=spoke)


def _turned_away(state: State, event: TurnedAway) -> State:
    return replace(state, turned_away=(*state.turned_away, *event.seats)[-MOST_TURNED_AWAY:])


def _knocks_allowed(state: State, event: KnocksAllowed) -> State:
    return replace(state, turned_away=())


def _with_rights(state: State, participant: str, *, spoke: bool) -> State:
    """The floor once somebody may speak who might not before (`spoke`), or the reverse.

    Who may speak before and after, in another role, keeps hand, turn and place in the go-round.
    """
    speaks = participant in state.speakers
    if speaks == spoke:
        return state
    changed = floor.joined if speaks else floor.left
    return replace(state, floor=changed(state.floor, participant))


DECISIONS: Decisions = {
    Admit: _admit,
    AssignRole: _assign_role,
    MarkLeft: _mark_left,
    MarkBack: _mark_back,
    SayWhere: _say_where,
    TurnAway: _turn_away,
    LetKnockAgain: _let_knock_again,
}
FOLDS: Folds = {
    Admitted: _admitted,
    PersonLeft: _person_left,
    PersonReturned: _person_returned,
    WhereSaid: _where_said,
    TurnedAway: _turned_away,
    KnocksAllowed: _knocks_allowed,
    RoleAssigned: _role_assigned,
}
