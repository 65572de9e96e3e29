"""What people do about who is who, and what came of it."""

from __future__ import annotations

from allauth.account.models import EmailAddress

from groups import commands
from groups.ledger import faults
from groups.models import Group, Participant, User
from groups.queries import Doubt, who_is_who

from .conftest import Atelier

HAKIM = "hakim@atelier.fr"


def reviews(user: User) -> bool:
    return Group.objects.reviewed_by(user).exists()


def type_address(atelier: Atelier, email: str, member: Participant | None = None) -> None:
    member = member or atelier.karim
    commands.rename_participant(participant=member, name=member.name, email=email, by=atelier.amina)


def told(atelier: Atelier) -> list[tuple[str, str]]:
    assert [*faults(atelier.organisation.pk)] == []
    return [(line.name, line.what) for line in atelier.group.looks.order_by("number")]


def doubts(atelier: Atelier, by: User | None = None) -> list[Doubt]:
    return [one for one in who_is_who(atelier.organisation, by or atelier.agnes) if one.row.answer == "open"]


def answer(atelier: Atelier, is_same: bool, by: User | None = None) -> None:
    for one in doubts(atelier):
        commands.say_who(doubt=one.row, is_same=is_same, by=by or atelier.agnes)


def prove(user: User, address: str) -> None:
    """As allauth does once a mailed code came back."""
    EmailAddress.objects.create(user=user, email=address).set_verified()


def change_address(user: User, address: str) -> None:
    """On the account's own pages: the new one is proved and made the first, the old one's row deleted."""
    prove(user, address)
    EmailAddress.objects.get(email=address).set_as_primary()
    EmailAddress.objects.filter(user=user).exclude(email=address).delete()
    user.refresh_from_db()
    assert user.email == address
