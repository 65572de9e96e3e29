"""Inviting a group's members by mail, one or all at once, and making links for many, to be printed."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from codev import sealing

from ..errors import Refused
from ..invited import not_come
from ..mails import mail_personal_links
from ..models import Group, Participant, PersonalLink, User
from ..models.links import hash_of
from .groups import check_is_active
from .managed import managed

# How long after a mail no other is sent to the same person: whoever presses twice means once.
ONE_AGAIN, ALL_AGAIN = timedelta(minutes=10), timedelta(hours=1)
TOKEN_BYTES = 16


@dataclass(frozen=True)
class Invited:
    """How many mails are on their way from now on, and how many people were sent one lately and get no other."""

    now: int
    lately: int


@transaction.atomic
def invite_all(*, group: Group, by: User) -> Invited:
    """Have everybody who has an address and has not come sent a personal link. NotAllowed for who is no facilitator."""
    group = _open(group, by)
    people = list(not_come(group).exclude(email="").select_related("invitation"))
    due = [one for one in people if not _is_lately(one, ALL_AGAIN)]
    if due:
        mail_personal_links(due, organisation=group.organisation, by=by)
    return Invited(len(due), len(people) - len(due))


@transaction.atomic
def mail_link(*, participant: Participant, by: User) -> bool:
    """Have a new way in sent to a participant; whoever sends it makes it, and nobody else gets to see it.

    False where one was asked for a moment ago: no other is sent. Raises NotAllowed as above, Refused for who was
    removed and where there is no address.
    """
    group = _open(participant.group, by)
    person = group.participants.current().select_related("invitation").filter(pk=participant.pk).first()
    if person is None:
        raise Refused("participant_removed")
    if not person.email:
        raise Refused("email_missing")
    if _is_lately(person, ONE_AGAIN):
        return False
    mail_personal_links([person], organisation=group.organisation, by=by)
    return True


@transaction.atomic
def make_cards(*, group: Group, people: Collection[UUID], key: UUID, by: User) -> list[tuple[Participant, str]]:
    """A personal link for each of these members, as its token; links of before go on.

    The same `key` makes the same links: a page that is loaded again, or a second press, makes no others. Who was
    removed gets none, nor who had that link closed meanwhile. As many statements for one as for all.
    """
    group = _open(group, by)
    members = list(group.participants.current().filter(pk__in=people))
    tokens = {one.pk: _token(key, one) for one in members}
    links = [PersonalLink(participant_id=one, token_hash=hash_of(token)) for one, token in tokens.items()]
    PersonalLink.objects.bulk_create(links, ignore_conflicts=True)
    hashes = [link.token_hash for link in links]
    live = set(PersonalLink.objects.live().filter(token_hash__in=hashes).values_list("participant_id", flat=True))
    return [(one, tokens[one.pk]) for one in members if one.pk in live]


def _token(key: UUID, participant: Participant) -> str:
    # Kept nowhere, as any link's: it follows from the key, which the page alone has, and from CODEV_CONTENT_KEYS.
    about = b"codev card:" + key.bytes + participant.pk.bytes
    secret = hmac.digest(sealing.masters()[0], about, "sha256")
    return base64.urlsafe_b64encode(secret[:TOKEN_BYTES]).decode().rstrip("=")


def _is_lately(person: Participant, again: timedelta) -> bool:
    invitation = getattr(person, "invitation", None)
    asked = invitation.asked_at if invitation and not invitation.refused_at else None
    return asked is not None and asked > timezone.now() - again


def _open(group: Group, by: User) -> Group:
    """The group under its lock, into which people may be let: not one that is archived."""
    group = managed(group, by)
    check_is_active(group)
    return group
