"""Who is present, in what role, and who will be client."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q

from groups.commands import accept_charter_aloud, add_participants, admit_guests
from groups.errors import Invalid, NotAllowed, NotFound, Refused
from groups.models import Participant, Seat
from groups.naming import is_taken_for
from groups.pasting import PastedPerson, first_fault, tidy

from ...access import Visit, is_doubtful
from ...models import doors
from ...rulebook.moves.clients import ChooseClients
from ...rulebook.moves.people import Admit, AssignRole, LetKnockAgain, MarkBack, MarkLeft, SayWhere, TurnAway
from ...rulebook.rules import guards
from ...rulebook.state.state import State
from .. import at_the_door
from ..registry import by_driver, by_either, command
from ..touches import EVERYTHING, NOTHING, Part, parts
from ..transaction import Transaction, check_may_speak_for


def by_member(visit: Visit) -> bool:
    """Somebody who came by a personal link, which admits by itself."""
    return visit.actor.seat is not None and visit.actor.seat.is_member


def by_guest(visit: Visit) -> bool:
    """Somebody who came by the room code."""
    return visit.actor.seat is not None and not visit.actor.seat.is_member


@command(by_driver, touches=parts(Part.PEOPLE, Part.KNOCKS))
def admit(transaction: Transaction, *, participant: UUID) -> None:
    """Let somebody in, with the devices that knock in that name."""
    person = _person(transaction, participant, or_knocking=True)
    # Before the charter is asked for: what a guest accepted at the door counts only from this welcome on.
    _admit_guests(transaction, [person])
    _check_charter(transaction, person)
    _let_in(transaction, person)


def _admit_guests(transaction: Transaction, people: list[Participant]) -> None:
    """Let in the devices; new names become members. Raises Refused for a full group, and a name that is a member's."""
    group = transaction.visit.session.cycle.group
    try:
        admit_guests(group=group, participants=people, session_id=transaction.session.pk)
    except Refused:
        raise Refused("group_full") from None
    except Invalid:
        raise Refused("name_of_member") from None


def _let_in(transaction: Transaction, person: Participant) -> None:
    """Admit, or bring back. Asks the database nothing, so that `admit_all` costs the same for any number."""
    # Somebody marked gone was admitted before, so that Admit alone would change nothing.
    if str(person.pk) in transaction.state.left:
        _make_present(transaction, MarkBack(str(person.pk)))
    _make_present(transaction, Admit(str(person.pk), person.position))


def _make_present(transaction: Transaction, move: Admit | MarkBack) -> None:
    """Raises Refused("session_full") beyond CODEV_PARTICIPANTS_MAX; whoever left has made room for somebody else."""
    before = len(transaction.state.present)
    transaction.move(move)
    # Only where one more is present: admitting somebody who is here already changes nothing, and is no fault.
    if before < len(transaction.state.present) > settings.CODEV_PARTICIPANTS_MAX:
        raise Refused("session_full")


@command(by_driver, touches=parts(Part.PEOPLE, Part.KNOCKS))
def admit_all(transaction: Transaction) -> None:
    """Let in everybody who knocks; names that want a second look are left to `admit`."""
    guards.gathered(transaction.state)
    group = transaction.visit.session.cycle.group
    ready = Seat.objects.ready(transaction.session.pk, group.charter)
    # With all of the group: each name at the door is compared with the others'.
    counted = group.participants.or_knocking().annotate(knocks=Count("seats", filter=Q(seats__in=ready)))
    devices = {member: getattr(member, "knocks", 0) for member in counted}
    welcome = [one for one, count in devices.items() if count and not _is_doubtful(transaction.state, one, devices)]
    _admit_guests(transaction, welcome)
    for person in welcome:
        _let_in(transaction, person)


def _is_doubtful(state: State, one: Participant, devices: Mapping[Participant, int]) -> bool:
    is_alike = any(is_taken_for(one.name, one.known_as, other.name) for other in devices if other != one)
    return is_doubtful(str(one.pk), devices[one], state, is_alike=is_alike)


@command(by_driver, touches=parts(Part.PEOPLE, Part.KNOCKS))
def turn_away(transaction: Transaction, *, participant: UUID) -> None:
    """Close the devices that knock in a name, whose browsers may not knock again; a name that they brought goes too."""
    guards.gathered(transaction.state)
    person = _person(transaction, participant, or_knocking=True)
    transaction.move(TurnAway(at_the_door.clear(transaction.session, person.group_id, [person.pk])))


@command(by_driver, touches=parts(Part.PEOPLE, Part.KNOCKS))
def turn_all_away(transaction: Transaction) -> None:
    """The same of everybody who stands at the door, with the charter accepted or not yet."""
    guards.gathered(transaction.state)
    transaction.move(TurnAway(at_the_door.clear(transaction.session, transaction.visit.session.cycle.group_id)))


@command(by_driver, touches=NOTHING)
def let_knock_again(transaction: Transaction) -> None:
    """Whoever was turned away may knock again; all of them, as no name is kept by which one could be chosen."""
    transaction.move(LetKnockAgain())


@command(by_driver, touches=parts(Part.PEOPLE, Part.KNOCKS))
def renew_doors(transaction: Transaction) -> None:
    """Another room code and another link for room screens, at once; no event: who is in the circle stays.

    What knocks has to bring the new code: whoever has only the old one is to stand at no door.
    """
    guards.not_over(transaction.state)
    transaction.session.new_doors()
    transaction.session.save(update_fields=doors.COLUMNS)
    at_the_door.clear(transaction.session, transaction.visit.session.cycle.group_id)


@command(by_guest, touches=parts(Part.KNOCKS))
def knock(transaction: Transaction) -> None:
    """Stand at the door: no event, only a new revision, by which the dashboard reads anew who knocks (decision 012)."""
    guards.gathered(transaction.state)


@command(by_member, touches=NOTHING)
def arrive(transaction: Transaction) -> None:
    """Come in by one's own personal link. Raises Refused for somebody marked gone, and without the charter accepted."""
    # A page that reconnects arrives by itself: it must not take back that the facilitator saw this person leave.
    if transaction.participant_id in transaction.state.left:
        raise Refused("not_present")
    person = _person(transaction, UUID(transaction.participant_id))
    _check_charter(transaction, person)
    _let_in(transaction, person)


def _check_charter(transaction: Transaction, person: Participant) -> None:
    # Once admitted, a charter that the group changed meanwhile keeps nobody out.
    if str(person.pk) not in transaction.state.admitted and not person.has_accepted(person.group.charter):
        raise Refused("charter_missing")


def _person(transaction: Transaction, participant: UUID, *, or_knocking: bool = False) -> Participant:
    group = transaction.visit.session.cycle.group
    people = Participant.objects.or_knocking() if or_knocking else Participant.objects.current()
    person = people.filter(group=group, pk=participant).first()
    if person is None:
        raise NotFound("no_participant")
    # Known already: spares each `person.group.charter` a query.
    person.group = group
    return person


@command(by_driver, touches=parts(Part.PEOPLE, Part.KNOCKS))
def seat(transaction: Transaction, *, participant: UUID) -> None:
    """Let in somebody who has no device; the charter, accepted aloud, is recorded as oral."""
    person = _person(transaction, participant)
    _hear_charter(transaction, person)
    _let_in(transaction, person)


@command(by_either, touches=parts(Part.PEOPLE, Part.KNOCKS))
def hear_charter(transaction: Transaction, *, participant: UUID) -> None:
    """Record that somebody of the group accepts the charter aloud, and who heard it. Nobody comes in by that."""
    check_may_speak_for(transaction)
    # Asked here, because no move follows by which the machine would ask it.
    guards.gathered(transaction.state)
    _hear_charter(transaction, _person(transaction, participant))


def _hear_charter(transaction: Transaction, person: Participant) -> None:
    """Record it as oral, unless the person accepted it already: what was accepted on a device stays so."""
    charter = person.group.charter
    if not person.has_accepted(charter):
        accept_charter_aloud(participant=person, charter=charter, heard_by=transaction.visit.actor)


@command(by_driver, touches=parts(Part.PEOPLE))
def seat_newcomer(transaction: Transaction, *, name: str) -> None:
    """Let in somebody without a device whom the group does not know yet, the charter accepted aloud.

    Raises Invalid for a name that is empty, too long or taken, Refused when the group has CODEV_PARTICIPANTS_MAX.
    """
    guards.gathered(transaction.state)
    group, guide = transaction.visit.session.cycle.group, transaction.visit.actor.user
    members = [PastedPerson(one) for one in group.participants.current().values_list("name", flat=True)]
    if first_fault([PastedPerson(tidy(name))], members) or guide is None:
        raise Invalid("name_chosen", "name")
    # The group's own limit, which counts members who are absent today too.
    if len(members) >= settings.CODEV_PARTICIPANTS_MAX:
        raise Refused("session_full")
    (person,) = add_participants(group=group, people=[PastedPerson(tidy(name))], by=guide)
    seat(transaction, participant=person.pk)


@command(by_driver, touches=parts(Part.ATTENDANCE))
def mark_left(transaction: Transaction, *, participant: UUID) -> None:
    """Say that somebody has gone: a fact about the person, whatever the device does."""
    transaction.move(MarkLeft(str(participant)))


@command(by_driver, touches=parts(Part.ATTENDANCE))
def mark_back(transaction: Transaction, *, participant: UUID) -> None:
    """Say that somebody is back."""
    _make_present(transaction, MarkBack(str(participant)))


@command(by_either, touches=NOTHING)
def say_where(transaction: Transaction, *, where: str, participant: UUID | None = None) -> None:
    """Say that one takes part from a distance (`remote`) or in the room; who drives says it of anybody."""
    whose = str(participant) if participant else transaction.participant_id
    if transaction.participant_id not in (None, whose):
        raise NotAllowed("not_yours_to_do")
    # An account that names nobody says it of "None", who is refused as not present.
    transaction.move(SayWhere(str(whose), where == "remote"))


@command(by_driver, touches=EVERYTHING)
def choose_clients(transaction: Transaction, *, participants: list[UUID]) -> None:
    """Name the clients in order, which sets the number of rounds."""
    transaction.move(ChooseClients(tuple(str(one) for one in participants)))


@command(by_driver, touches=NOTHING)
def assign_role(transaction: Transaction, *, participant: UUID, role: str) -> None:
    """Make somebody peer, observer or scribe."""
    transaction.move(AssignRole(str(participant), role))
