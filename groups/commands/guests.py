"""Guest seats: who comes by a session's code takes a name, and waits for the facilitator.

No `by` here: who comes in is nobody yet, and admitting is a command of sessions, which asks who facilitates.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from django.utils import timezone

from ..errors import Invalid, NotFound, Refused, Stale
from ..models import Charter, CharterAcceptance, Group, Participant, Seat
from ..pasting import PastedPerson, first_fault, tidy
from .bells import ring_group, ring_person
from .names import kept_called

if TYPE_CHECKING:
    from uuid import UUID


@transaction.atomic
def take_guest_seat(*, group: Group, session_id: UUID, participant: UUID, label: str) -> Seat:
    """A seat at the door of one session, in the name of somebody of the group; NotFound if there is no such member."""
    # The group's row orders this after a removal that is under way.
    Group.objects.select_for_update().get(pk=group.pk)
    person = group.participants.current().filter(pk=participant).first()
    if person is None:
        raise NotFound("no_participant")
    # Who accepted the charter before stands at the door at once.
    ring_group(group.pk)
    return person.seats.create(session_id=session_id, label=label[:60])


@transaction.atomic
def come_as_newcomer(*, group: Group, session_id: UUID, name: str, label: str, called: str = "") -> Seat:
    """A seat at the door of one session, in a name that is new to the group; `called`, "" for what it proposes.

    Raises Invalid for a name that is taken or none, Refused where the group has CODEV_PARTICIPANTS_MAX members. Under
    the name of somebody else who still waits it is one more device, which the facilitator sees: nobody is told of whom
    nobody has let in.
    """
    # Locked: of two people who take the same name at once, the second is told so.
    group = Group.objects.select_for_update().get(pk=group.pk)
    if waiting := _waiting(group, tidy(name)):
        ring_group(group.pk)
        return waiting.seats.create(session_id=session_id, label=label[:60], is_newcomer=True)
    there = list(group.participants.current())
    if fault := first_fault([PastedPerson(tidy(name))], [one.name for one in there], ()):
        # Another code than for a pasted list: here the answer is to choose the name from the list.
        raise Invalid("name_chosen" if fault.code == "name_taken" else fault.code, "name")
    if len(there) >= settings.CODEV_PARTICIPANTS_MAX:
        raise Refused("too_many_participants")
    # After everybody who ever was: places of people who were removed stay theirs in past sessions.
    last = group.participants.aggregate(last=Max("position"))["last"] or 0
    called = kept_called(called, tidy(name)) if called.strip() else ""
    person = group.participants.create(name=tidy(name), called=called, position=last + 1)
    ring_group(group.pk)
    return person.seats.create(session_id=session_id, label=label[:60], is_newcomer=True)


def _waiting(group: Group, name: str) -> Participant | None:
    """Somebody of this name who came into the group by this door, and whom nobody has let in."""
    newcomers = Seat.objects.of_newcomers().filter(participant=OuterRef("pk"))
    let_in = Seat.objects.filter(participant=OuterRef("pk"), admitted_at__isnull=False)
    waiting = group.participants.current().filter(Exists(newcomers), ~Exists(let_in), links=None)
    return next((one for one in waiting if one.name.casefold() == name.casefold()), None)


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


def admit_guests(*, participants: Collection[Participant], session_id: UUID) -> None:
    """Let in the devices that knock in these names. Their charter is accepted with them. Within a transaction."""
    # Read once: a device that knocks while this goes on is not let in unseen.
    knocking = list(Seat.objects.knocking(session_id).filter(participant__in=participants))
    accepted = {(seat.participant_id, seat.accepted_id) for seat in knocking if seat.accepted_id is not None}
    CharterAcceptance.objects.bulk_create(
        [CharterAcceptance(participant_id=person, charter_id=charter) for person, charter in accepted],
        ignore_conflicts=True,  # the person may have accepted by a personal link
    )
    Seat.objects.filter(pk__in=[seat.pk for seat in knocking]).update(admitted_at=timezone.now())
    for person in {seat.participant_id for seat in knocking}:
        ring_person(person)


def turn_away_guests(*, participant: Participant, session_id: UUID) -> bool:
    """Close the devices that knock in this name, and say whether it came with one of them. Within a transaction."""
    knocking = list(Seat.objects.knocking(session_id).filter(participant=participant))
    Seat.objects.filter(pk__in=[seat.pk for seat in knocking]).update(revoked_at=timezone.now())
    ring_person(participant.pk)
    return any(seat.is_newcomer for seat in knocking)


def forget_newcomer(*, participant: Participant) -> None:
    """Nothing is kept of whom nobody let in, unless that person has a link or another device by now.

    The caller has asked whether the person was ever in a session, which groups do not know.
    """
    if not participant.links.exists() and not participant.seats.live().exists():
        participant.delete()
        ring_group(participant.group_id)
