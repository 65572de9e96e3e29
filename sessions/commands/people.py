"""Who is present, in what role, and who will be client."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from django.conf import settings

from groups.commands import accept_charter_aloud, add_participants, admit_guests, forget_newcomer, turn_away_guests
from groups.errors import Invalid, NotAllowed, NotFound, Refused
from groups.models import Participant, Seat
from groups.pasting import Person, first_fault, tidy

from ..access import Visit, is_doubtful
from ..models import Attendance
from ..rulebook.moves.clients import ChooseClients
from ..rulebook.moves.people import Admit, AssignRole, MarkBack, MarkLeft, SayWhere
from ..rulebook.rules import guards
from .turn import Turn, by_driver, by_either, check_may_speak_for, verb


def by_member(visit: Visit) -> bool:
    """Somebody who came by a personal link, which admits by itself."""
    return visit.actor.seat is not None and visit.actor.seat.is_member


def by_guest(visit: Visit) -> bool:
    """Somebody who came by the room code."""
    return visit.actor.seat is not None and not visit.actor.seat.is_member


@verb(by_driver)
def admit(turn: Turn, *, participant: UUID) -> None:
    """Let somebody in, with the devices that knock in that name."""
    person = _person(turn, participant)
    admit_guests(participants=[person], session_id=turn.session.pk)
    _check_charter(turn, person)
    _let_in(turn, person)


def _let_in(turn: Turn, person: Participant) -> None:
    """However many there are, letting one more in asks the database nothing."""
    if str(person.pk) in turn.state.left:
        _make_present(turn, MarkBack(str(person.pk)))
    _make_present(turn, Admit(str(person.pk), person.position))


def _make_present(turn: Turn, move: Admit | MarkBack) -> None:
    """Who left has made room for somebody else."""
    before = len(turn.state.present)
    turn.move(move)
    if before < len(turn.state.present) > settings.CODEV_PARTICIPANTS_MAX:
        raise Refused("session_full")


@verb(by_driver)
def admit_all(turn: Turn) -> None:
    """Let in everybody who knocks and whose name gives no doubt."""
    guards.gathered(turn.state)
    ready = Seat.objects.ready(turn.session.pk, turn.visit.session.cycle.group.charter)
    devices = Counter(seat.participant for seat in ready.select_related("participant"))
    welcome = [one for one, count in devices.items() if not is_doubtful(str(one.pk), count, turn.state)]
    admit_guests(participants=welcome, session_id=turn.session.pk)
    for person in welcome:
        _let_in(turn, person)


@verb(by_driver)
def turn_away(turn: Turn, *, participant: UUID) -> None:
    """Close the devices that knock in a name; a name that they brought, and nobody let in, goes with them."""
    guards.gathered(turn.state)
    person = _person(turn, participant)
    has_come = str(participant) in turn.state.admitted or Attendance.objects.filter(participant=person).exists()
    if turn_away_guests(participant=person, session_id=turn.session.pk) and not has_come:
        forget_newcomer(participant=person)


@verb(by_guest)
def knock(turn: Turn) -> None:
    """Stand at the door: nothing happens but a new revision, so that whoever facilitates sees who is there."""
    guards.gathered(turn.state)


@verb(by_member)
def arrive(turn: Turn) -> None:
    """Come in by one's own personal link; who was said to have gone is said to be back by whoever guides."""
    if turn.participant_id in turn.state.left:
        raise Refused("not_present")
    person = _person(turn, UUID(turn.participant_id))
    _check_charter(turn, person)
    _let_in(turn, person)


def _check_charter(turn: Turn, person: Participant) -> None:
    if str(person.pk) not in turn.state.admitted and not person.has_accepted(person.group.charter):
        raise Refused("charter_missing")


def _person(turn: Turn, participant: UUID) -> Participant:
    group = turn.visit.session.cycle.group
    person = Participant.objects.current().filter(group=group, pk=participant).first()
    if person is None:
        raise NotFound("no_participant")
    person.group = group
    return person


@verb(by_driver)
def seat(turn: Turn, *, participant: UUID) -> None:
    """Let in somebody who has no device; the charter, accepted aloud, is recorded as oral."""
    person = _person(turn, participant)
    _hear_charter(turn, person)
    _let_in(turn, person)


@verb(by_either)
def hear_charter(turn: Turn, *, participant: UUID) -> None:
    """Record that somebody of the group accepts the charter aloud, and who heard it. Nobody comes in by that."""
    check_may_speak_for(turn)
    guards.gathered(turn.state)
    _hear_charter(turn, _person(turn, participant))


def _hear_charter(turn: Turn, person: Participant) -> None:
    """What was accepted on a device stays so."""
    charter = person.group.charter
    if not person.has_accepted(charter):
        accept_charter_aloud(participant=person, charter=charter, heard_by=turn.visit.actor)


@verb(by_driver)
def seat_newcomer(turn: Turn, *, name: str) -> None:
    """Let in somebody without a device whom the group does not know yet, the charter accepted aloud."""
    guards.gathered(turn.state)
    group, guide = turn.visit.session.cycle.group, turn.visit.actor.user
    names = list(group.participants.current().values_list("name", flat=True))
    if first_fault([Person(tidy(name))], names, ()) or guide is None:
        raise Invalid("name_chosen", "name")
    if len(names) >= settings.CODEV_PARTICIPANTS_MAX:
        raise Refused("session_full")
    (person,) = add_participants(group=group, people=[Person(tidy(name))], by=guide)
    seat(turn, participant=person.pk)


@verb(by_driver)
def mark_left(turn: Turn, *, participant: UUID) -> None:
    """Say that somebody has gone: a fact about the person, whatever the device does."""
    turn.move(MarkLeft(str(participant)))


@verb(by_driver)
def mark_back(turn: Turn, *, participant: UUID) -> None:
    """Say that somebody is back."""
    _make_present(turn, MarkBack(str(participant)))


@verb(by_either)
def say_where(turn: Turn, *, where: str, participant: UUID | None = None) -> None:
    """Say that one takes part from a distance, or in the room; who drives says it of anybody."""
    whose = str(participant) if participant else turn.participant_id
    if turn.participant_id not in (None, whose):
        raise NotAllowed("not_yours_to_do")
    turn.move(SayWhere(str(whose), where == "remote"))


@verb(by_driver)
def choose_clients(turn: Turn, *, participants: list[UUID]) -> None:
    """Name the clients in order, which sets the number of rounds."""
    turn.move(ChooseClients(tuple(str(one) for one in participants)))


@verb(by_driver)
def assign_role(turn: Turn, *, participant: UUID, role: str) -> None:
    """Make somebody peer, observer or scribe."""
    turn.move(AssignRole(str(participant), role))
