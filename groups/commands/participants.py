"""Who takes part in a group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from ..access import may_say_what_to_call
from ..actors import Actor
from ..errors import Invalid, NotAllowed, Refused
from ..mails import mail_address_changed
from ..models import Group, Invitation, Participant, User
from ..pasting import PastedPerson, first_fault, tidy, who
from ..queries import as_pasted
from .bells import ring_group, ring_person
from .managed import managed
from .names import kept_called
from .same_people import type_addresses


@transaction.atomic
def add_participants(*, group: Group, people: Sequence[PastedPerson], by: User) -> list[Participant]:
    """Add these people, in their order, after those who are there; all of them or none.

    Raises NotAllowed for who is no facilitator or deputy, Invalid for the first fault or too many people.
    """
    return _add(managed(group, by), people, by)


@transaction.atomic
def add_pasted(*, group: Group, people: Sequence[PastedPerson], by: User) -> list[Participant]:
    """Add those of these people who are not in the group yet: the same list twice adds nobody twice.

    Raises as add_participants.
    """
    group = managed(group, by)
    there = {(*who(one), one.email) for one in as_pasted(group.participants.current())}
    people = [
        replace(one, called=kept_called(one.called, one.name) if one.called else "")
        for one in people
        if (*who(one), one.email) not in there
    ]
    return _add(group, people, by) if people else []


def _add(group: Group, people: Sequence[PastedPerson], by: User) -> list[Participant]:
    _check(group.participants.current(), people)
    # After everybody who ever was: places of people who were removed stay theirs in past sessions.
    last = group.participants.aggregate(last=Max("position"))["last"] or 0
    new = [
        Participant(group=group, name=person.name, called=person.called, email=person.email, position=place)
        for place, person in enumerate(people, last + 1)
    ]
    made = Participant.objects.bulk_create(new)
    type_addresses(group=group, members=made, by=by)
    ring_group(group.pk)
    return made


@transaction.atomic
def rename_participant(
    *,
    participant: Participant,
    name: str,
    email: str,
    by: User,
    called: str | None = None,
    language: str | None = None,
) -> Participant:
    """Correct somebody's name, where and in which language they are written to, what to call them (None: as before).

    Raises as add_participants, and Refused for who was removed.
    """
    group = managed(participant.group, by)
    participant = _one_of(group.participants.current(), participant)
    wanted = participant.known_as if called is None else called
    kept = kept_called(wanted, tidy(name), participant.name)
    person = PastedPerson(tidy(name), email.strip().lower(), kept)
    _check(group.participants.current().exclude(pk=participant.pk), [person])
    is_reached_elsewhere = person.email != participant.email.lower()
    if is_reached_elsewhere:
        _forget_address(participant)
    participant.name, participant.called, participant.email = person.name, kept, person.email
    participant.language = participant.language if language is None else language
    participant.save(update_fields=["name", "called", "email", "email_since", "language"])
    if is_reached_elsewhere:
        type_addresses(group=group, members=[participant], by=by)
    ring_group(group.pk)
    return participant


def _forget_address(participant: Participant) -> None:
    """What came of the former address ends; saving is the caller's."""
    # Who types an address may type one of his own: it proves nothing of what was before (decision 046).
    participant.email_since = timezone.now()
    participant.device_codes.all().end()
    if participant.email:
        # Whose it was is told: the new one may be anybody's.
        mail_address_changed(participant.email)
    Invitation.objects.forget(participant.pk)
    ring_person(participant.pk)


@transaction.atomic
def call_participant(*, participant: Participant, called: str, by: Actor) -> None:
    """Say what to call somebody: oneself, or whoever facilitates of anybody in the group.

    Raises NotAllowed for others, Refused for who was removed, Invalid for what cannot be taken.
    """
    group = Group.objects.select_for_update().get(pk=participant.group_id)
    participant = _one_of(group.participants.or_knocking(), participant)
    if not may_say_what_to_call(by, participant):
        raise NotAllowed("not_yours_to_do")
    kept = kept_called(called, participant.name)
    # Who comes in by a link says it each time: where nothing changes, no page reads anything anew.
    if kept != participant.called:
        _check_told_apart(group, participant, kept)
        participant.called = kept
        participant.save(update_fields=["called"])
        ring_group(group.pk)


@transaction.atomic
def remove_participant(*, participant: Participant, by: User) -> None:
    """Close every door of somebody who leaves the group; what was, remains. Doing it twice changes nothing."""
    group = managed(participant.group, by)
    now = timezone.now()
    group.participants.current().filter(pk=participant.pk).update(removed_at=now)
    close_doors(participant, now)
    ring_person(participant.pk)
    ring_group(group.pk)


@transaction.atomic
def bring_back(*, participant: Participant, by: User) -> Participant:
    """Let somebody who was removed be a member again, with the past and the place in the circle that were theirs.

    No link and no device of before opens again, no mail of before leaves: whoever comes back is invited anew, and
    nobody else is told. Twice changes nothing. Raises NotAllowed, Refused for who was erased, Invalid where the name or
    the address is somebody else's meanwhile, or the group is full.
    """
    group = managed(participant.group, by)
    participant = group.participants.get(pk=participant.pk)
    if participant.removed_at is None:
        return participant
    _one_of(group.participants.gone(), participant)
    _check(group.participants.current(), [PastedPerson(participant.name, participant.email, called=participant.called)])
    close_doors(participant, timezone.now())
    participant.device_codes.all().end()
    Invitation.objects.filter(participant=participant).delete()
    participant.removed_at = None
    participant.save(update_fields=["removed_at"])
    type_addresses(group=group, members=[participant], by=by)
    ring_person(participant.pk)
    ring_group(group.pk)
    return participant


def close_doors(participant: Participant, at: datetime) -> None:
    """Whatever brings somebody in: links, devices, and mails with a link that have not left. Within a transaction."""
    participant.links.filter(revoked_at=None).update(revoked_at=at)
    participant.seats.filter(revoked_at=None).update(revoked_at=at)
    participant.mails.filter(kind="personal_link", sent_at=None, failed_at=None).delete()


def _check_told_apart(group: Group, participant: Participant, called: str) -> None:
    """Of two people of one name each is called otherwise: else nobody could tell them apart."""
    wanted = who(PastedPerson(participant.name, called=called))
    others = as_pasted(group.participants.current().exclude(pk=participant.pk))
    if wanted in map(who, others):
        raise Invalid("called_taken", "called")


def _one_of(people: QuerySet[Participant], participant: Participant) -> Participant:
    found = people.filter(pk=participant.pk).first()
    if not found:
        raise Refused("participant_removed")
    return found


def _check(others: QuerySet[Participant], people: Sequence[PastedPerson]) -> None:
    there = as_pasted(others)
    if fault := first_fault(people, there):
        raise Invalid(fault.code, "people")
    if len(there) + len(people) > settings.CODEV_PARTICIPANTS_MAX:
        raise Invalid("too_many_participants", "people")
