"""A facilitator's group of simulated people: they are members like others, with nobody behind their seats."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from django.db import transaction

from ..models import CharterAcceptance, Group, Participant, PersonalLink, Seat, User
from ..models.links import hash_of
from .groups import create_group, organisation_to_start_in
from .links import TOKEN_BYTES


@transaction.atomic
def create_rehearsal_group(*, name: str, by: User) -> Group:
    """A group to rehearse with, in the first organisation in which somebody facilitates; deleted when left."""
    group = create_group(organisation=organisation_to_start_in(by), name=name, by=by, is_sure=True)
    group.is_rehearsal = True
    group.save(update_fields=["is_rehearsal"])
    return group


@transaction.atomic
def simulate_people(*, group: Group, names: Sequence[str]) -> list[Seat]:
    """Members who have accepted the charter, each with a seat that no browser holds: their links are thrown away."""
    # Links to which nobody has the token, as member seats hang on one: so simulated people need no rules of their own.
    people = [Participant(group=group, name=name, position=place) for place, name in enumerate(names, 1)]
    links = [PersonalLink(participant=one, token_hash=hash_of(secrets.token_urlsafe(TOKEN_BYTES))) for one in people]
    seats = [Seat(participant=link.participant, link=link) for link in links]
    charter = group.charter
    Participant.objects.bulk_create(people)
    PersonalLink.objects.bulk_create(links)
    CharterAcceptance.objects.bulk_create([CharterAcceptance(charter=charter, participant=one) for one in people])
    return Seat.objects.bulk_create(seats)
