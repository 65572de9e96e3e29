"""Guest seats: who comes by a session's code takes a name, and waits for the facilitator.

No `by` here: who comes in is nobody yet, and admitting is a command of sessions, which asks who facilitates. Until then
a knock counts for nothing, and what it leaves goes with it (decision 047).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from ..errors import Invalid, NotFound, Refused, Stale
from ..models import Charter, CharterAcceptance, Group, Participant, SamePerson, Seat
from ..pasting import PastedPerson, first_fault, tidy
from .bells import ring_group, ring_person
from .names import kept_called

if TYPE_CHECKING:
    from uuid import UUID


@transaction.atomic
def take_guest_seat(*, group: Group, session_id: UUID, participant: UUID, label: str) -> Seat:
    """A seat at the door of one session, in the name of somebody of the group; NotFound if there is no such member.

    Raises Refused where CODEV_KNOCKS_MAX devices wait there already.
    """
    # The group's row orders this after a removal that is under way.
    Group.objects.select_for_update().get(pk=group.pk)
    person = group.participants.current().filter(pk=participant).first()
    if person is None:
        raise NotFound("no_participant")
    _check_room_at_the_door(session_id)
    # Who accepted the charter before stands at the door at once.
    ring_group(group.pk)
    return person.seats.create(session_id=session_id, label=label[:60])


@transaction.atomic
def come_as_newcomer(*, group: Group, session_id: UUID, name: str, label: str, called: str = "") -> Seat:
    """A seat at the door of one session, in a name that is new to the group; `called`, "" for what it proposes.

    Raises Invalid for a name that is taken or none, Refused where CODEV_KNOCKS_MAX devices wait there already. Under
    the name of somebody else who still waits it is one more device, which the facilitator sees: nobody is told of whom
    nobody has let in.
    """
    # Locked: of two people who take the same name at once, the second is told so.
    group = Group.objects.select_for_update().get(pk=group.pk)
    _check_room_at_the_door(session_id)
    if waiting := _waiting(group, session_id, tidy(name)):
        ring_group(group.pk)
        return waiting.seats.create(session_id=session_id, label=label[:60])
    if fault := first_fault([_by_name(tidy(name))], _members(group), same=str.casefold):
        # Another code than for a pasted list: here the answer is to choose the name from the list.
        raise Invalid("name_chosen" if fault.code == "name_taken" else fault.code, "name")
    called = kept_called(called, tidy(name)) if called.strip() else ""
    person = group.participants.create(name=tidy(name), called=called, position=0, is_knocking=True)
    ring_group(group.pk)
    return person.seats.create(session_id=session_id, label=label[:60])


def _check_room_at_the_door(session_id: UUID) -> None:
    # Those who have yet to accept the charter too: nobody sees them, and a flood must not fill memory unseen.
    if Seat.objects.knocking(session_id).count() >= settings.CODEV_KNOCKS_MAX:
        raise Refused("door_crowded")


def _waiting(group: Group, session_id: UUID, name: str) -> Participant | None:
    """Somebody of this name who came to the door of this session, and whom nobody has let in."""
    waiting = group.participants.filter(is_knocking=True, seats__in=Seat.objects.knocking(session_id)).distinct()
    return next((one for one in waiting if one.name.casefold() == name.casefold()), None)


def _members(group: Group) -> list[PastedPerson]:
    """By their names alone: whoever gives one of them at the door is to choose it from the list."""
    return [_by_name(name) for name in group.participants.current().values_list("name", flat=True)]


def _by_name(name: str) -> PastedPerson:
    # Called by the whole of it: what is proposed hangs on capitals, and two who differ in these alone are one.
    return PastedPerson(name, called=name)


@transaction.atomic
def accept_at_the_door(*, seat: Seat, charter: Charter) -> None:
    """Accept the charter before being admitted. Raises Stale for a version that is not in force.

    It is kept with the seat: anybody may have taken the name, so the person named has not accepted by it.
    """
    group = Group.objects.select_for_update().get(pk=seat.participant.group_id)
    if charter.pk != group.charter.pk:
        raise Stale
    Seat.objects.live().filter(pk=seat.pk).update(accepted=charter)
    ring_group(group.pk)


def admit_guests(*, group: Group, participants: Collection[Participant], session_id: UUID) -> None:
    """Let in the devices that knock in these names; new names become members. Within a transaction.

    Their charter is accepted with them. Raises NotFound for a new name that knocks elsewhere, Refused where the group
    has CODEV_PARTICIPANTS_MAX members, Invalid where a new name is a member's by now.
    """
    # Read once: a device that knocks while this goes on is not let in unseen.
    knocking = list(Seat.objects.knocking(session_id).filter(participant__in=participants))
    newcomers = {one.pk: one for one in participants if one.is_knocking}
    came = dict.fromkeys(seat.participant_id for seat in knocking)
    if not newcomers.keys() <= came.keys():
        raise NotFound("no_participant")
    # Their places are in the order in which they came.
    _make_members(group, [newcomers[one] for one in came if one in newcomers])
    accepted = {(seat.participant_id, seat.accepted_id) for seat in knocking if seat.accepted_id is not None}
    CharterAcceptance.objects.bulk_create(
        [CharterAcceptance(participant_id=person, charter_id=charter) for person, charter in accepted],
        ignore_conflicts=True,  # the person may have accepted by a personal link
    )
    Seat.objects.filter(pk__in=[seat.pk for seat in knocking]).update(admitted_at=timezone.now())
    for person in {seat.participant_id for seat in knocking}:
        ring_person(person)


def _make_members(group: Group, newcomers: Collection[Participant]) -> None:
    if not newcomers:
        return
    # Locked as where members are added: names, number and places are checked under it.
    Group.objects.select_for_update().get(pk=group.pk)
    members = _members(group)
    if first_fault([_by_name(one.name) for one in newcomers], members, same=str.casefold):
        raise Invalid("name_taken", "participant")
    if len(members) + len(newcomers) > settings.CODEV_PARTICIPANTS_MAX:
        raise Refused("too_many_participants")
    # After everybody who ever was: places of people who were removed stay theirs in past sessions.
    last = group.participants.aggregate(last=Max("position"))["last"] or 0
    for place, one in enumerate(newcomers, last + 1):
        one.position, one.is_knocking, one.joined_at = place, False, timezone.now()
    Participant.objects.bulk_update(newcomers, ["position", "is_knocking", "joined_at"])


def forget_knocks(*, group: UUID, session_id: UUID, participants: Iterable[UUID] | None = None) -> list[UUID]:
    """Close the devices that knock at this door, in these names or in any, and leave nothing of them.

    Returns the seats that they were. Within a transaction.
    """
    # Whoever takes a seat meanwhile waits for the lock, and then finds why this was done (sessions/views/door.py).
    Group.objects.select_for_update().get(pk=group)
    knocking = Seat.objects.knocking(session_id)
    if participants is not None:
        knocking = knocking.filter(participant__in=participants)
    found = list(knocking.values_list("pk", "participant"))
    if found:
        _forget([seat for seat, _person in found], {person for _seat, person in found})
    return [seat for seat, _person in found]


def withdraw_knock(*, seat: Seat) -> None:
    """Its own browser gives up a place at the door. Within a transaction."""
    _forget([seat.pk], {seat.participant_id})
    ring_group(seat.participant.group_id)


def _forget(seats: Collection[UUID], people: Collection[UUID]) -> None:
    Seat.objects.filter(pk__in=seats).delete()
    # Whoever else has a device at a door in the same name keeps it.
    nobody = list(Participant.objects.filter(pk__in=people, is_knocking=True, seats=None).values_list("pk", flat=True))
    if nobody:
        SamePerson.objects.filter(participant__in=nobody).delete()
        Participant.objects.filter(pk__in=nobody).delete()
    for person in people:
        ring_person(person)
