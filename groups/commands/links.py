"""Personal links and the seats that they make."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import timezone

from ..actors import Actor
from ..errors import Refused
from ..models import Answer, Group, Participant, PersonalLink, Seat, User
from ..models.links import hash_of
from ..pasting import PastedPerson, tidy
from .bells import ring_group, ring_person
from .guests import withdraw_knock
from .managed import managed
from .participants import add_participants, call_participant, close_doors
from .same_people import take_place

TOKEN_BYTES = 16  # 128 random bits cannot be guessed, so their hash needs no salt


@transaction.atomic
def make_link(*, participant: Participant, by: User) -> str:
    """A new way in for a participant. The token is returned this once and kept nowhere.

    Raises NotAllowed for who is no facilitator or deputy, Refused for a participant who was removed.
    """
    managed(participant.group, by)
    if not Participant.objects.current().filter(pk=participant.pk).exists():
        raise Refused("participant_removed")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    participant.links.create(token_hash=hash_of(token))
    return token


@transaction.atomic
def revoke_link(*, link: PersonalLink, by: User) -> None:
    """Close a link, and every seat that it made: a link that leaked must not live on in a browser."""
    managed(link.participant.group, by)
    now = timezone.now()
    # Only what is open: the instant at which something was closed never moves.
    PersonalLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=now)
    link.seats.filter(revoked_at=None).update(revoked_at=now)
    ring_person(link.participant_id)


@transaction.atomic
def revoke_links(*, participant: Participant, by: User) -> None:
    """Close all links of a participant, and every seat that they made; what waits to bring another leaves no more."""
    managed(participant.group, by)
    close_doors(participant, timezone.now())
    ring_person(participant.pk)


@transaction.atomic
def take_seat(*, link: PersonalLink, label: str, called: str = "") -> Seat:
    """A seat for who opens a personal link; `label` says in which device, `called`, unless "", what to call that one.

    Raises Refused where the link is closed, Invalid for what nobody can be called.
    """
    # The group's row orders this after a removal or revocation that is under way.
    Group.objects.select_for_update().get(pk=link.participant.group_id)
    if not PersonalLink.objects.live().filter(pk=link.pk).exists():
        raise Refused("link_closed")
    seat = link.seats.create(participant=link.participant, label=label[:60])
    if called:
        call_participant(participant=link.participant, called=called, by=Actor(seat=seat))
    return seat


@transaction.atomic
def take_part(*, group: Group, by: User, label: str) -> Seat:
    """A place in the circle for a facilitator who takes part: one's own, that of one's address, or a new one."""
    managed(group, by)
    here = group.participants.current()
    known = here.filter(same_people__user=by, same_people__answer=Answer.SAME).first()
    person = known or here.filter(email__iexact=by.email).first()
    if person is None:
        (person,) = add_participants(group=group, people=[PastedPerson(tidy(by.name), by.email)], by=by)
    take_place(member=person, user=by)
    # A member's seat hangs on a link. Nobody is given the token of this one: it opens this device and no other.
    link = person.links.create(token_hash=hash_of(secrets.token_urlsafe(TOKEN_BYTES)))
    return link.seats.create(participant=person, label=label[:60])


@transaction.atomic
def revoke_seat(*, seat: Seat, by: User) -> None:
    """Close one device of a participant."""
    managed(seat.participant.group, by)
    _close(seat)


@transaction.atomic
def leave_seat(*, seat: Seat) -> None:
    """Its own participant gives up one device; of one that only knocks nothing stays."""
    if seat.is_admitted:
        _close(seat)
    else:
        withdraw_knock(seat=seat)


def _close(seat: Seat) -> None:
    Seat.objects.filter(pk=seat.pk, revoked_at=None).update(revoked_at=timezone.now())
    ring_person(seat.participant_id)
    if not seat.is_admitted:
        # It may have stood at a session's door, where the facilitators see who knocks.
        ring_group(seat.participant.group_id)
