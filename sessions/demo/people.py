"""The demonstration: a group of eight with a past cycle and the present one, and links that sign in as its people."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from groups import commands as groups_commands
from groups.models import Group, Organisation, Part, Participant, PersonalLink, Role, User
from groups.models.links import hash_of

from ..commands import plan_session
from ..models import Session
from . import after, attended, coming, evaluated, history, own
from .history import MINUTES, PROTOCOL, ROUNDS

SALT = "codev.demo"
SOON = timedelta(hours=12)
ORGANISATION = "Atelier Démonstration"
GROUP = "Érable"
FACILITATOR = ("claire@demo.invalid", "Claire Morel")
DEPUTY = ("hugo@demo.invalid", "Hugo Lambert")
HR = ("sophie@demo.invalid", "Sophie Renard")
MEMBERS = (
    "Léa Fontaine",
    "Omar Benali",
    "Jeanne Petit",
    "Karim Haddad",
    "Ana Ribeiro",
    "Marc Dubois",
    "Inès Carpentier",
    "Paul Nguyen",
)


@dataclass(frozen=True)
class Pass:
    """What a demo link says: who, and for which session; or that it leads to a rehearsal."""

    session: str
    user: int | None = None
    participant: str | None = None
    rehearses: bool = False


def read(token: str) -> Pass | None:
    """What a link says; None where demonstrations are off (CODEV_DEMO), or the link is not signed by this server."""
    if not settings.CODEV_DEMO:
        return None
    try:
        return Pass(**signing.Signer(salt=SALT).unsign_object(token))
    # TypeError: a link that an older version signed, with other fields.
    except (signing.BadSignature, TypeError):
        return None


def ensure(*, fresh: bool = False) -> Session:
    """The demonstration's session, made if need be: the present one, or a new one if it is over or `fresh`."""
    group = _group()
    current = Session.objects.filter(cycle__group=group, status__in=("planned", "open", "running"))
    # Not one of those that are only to come: its links lead to a session that can be held.
    present = current.filter(scheduled_at__lt=timezone.now() + SOON)
    newest = present.order_by("-cycle__number", "-scheduled_at", "-created_at").first()
    if newest and not fresh:
        return newest
    now = timezone.now().replace(second=0, microsecond=0)
    return plan_session(cycle=group.cycle, scheduled_at=now, minutes=MINUTES, rounds=ROUNDS, protocol_key=PROTOCOL)


@transaction.atomic
def _group() -> Group:
    known = Group.objects.filter(organisation__is_demo=True, name=GROUP).first()
    return known or _make_group()


def _make_group() -> Group:
    organisation = Organisation.objects.create(name=ORGANISATION, is_demo=True)
    facilitator, deputy, hr = (_user(*person) for person in (FACILITATOR, DEPUTY, HR))
    for user, role in ((facilitator, Role.FACILITATOR), (facilitator, Role.ADMIN), (deputy, Role.FACILITATOR)):
        organisation.roles.create(user=user, role=role)
    organisation.roles.create(user=hr, role=Role.HR)
    # The usual charter is stored in the language that is active here: the demonstration is French for everybody.
    with translation.override(settings.LANGUAGE_CODE):
        group = groups_commands.create_group(organisation=organisation, name=GROUP, by=facilitator)
    group.facilitators.create(user=deputy, role=Part.DEPUTY)
    charter = group.charter
    for position, name in enumerate(MEMBERS):
        person = Participant.objects.create(group=group, name=name, position=position)
        groups_commands.accept_charter(participant=person, charter=charter)
    history.write(group, by=facilitator)
    groups_commands.start_cycle(group=group, by=facilitator)
    history.begin(group, by=facilitator)
    after.write(group)
    own.write(group, by=facilitator)
    attended.describe(group)
    attended.sign(group, by=facilitator)
    evaluated.publish(group)
    coming.plan(group, by=facilitator)
    return group


def _user(email: str, name: str) -> User:
    return User.objects.filter(email=email).first() or User.objects.create_user(email, name=name)


def link_of(participant: Participant) -> PersonalLink:
    """The participant's personal link, whose seats demo links take. Its token is thrown away: nobody can open it."""
    known = PersonalLink.objects.live().filter(participant=participant).first()
    return known or PersonalLink.objects.create(participant=participant, token_hash=hash_of(secrets.token_urlsafe(16)))


def describe(session: Session) -> dict[str, Any]:
    """Everybody's link, as `manage.py demo --json` prints it."""
    people = User.objects.in_bulk([FACILITATOR[0], DEPUTY[0], HR[0]], field_name="email")
    screen = reverse("sessions:enter_screen", args=[session.screen_secret])
    return {
        "session": str(session.pk),
        **{
            role: {"name": people[email].name, "email": email, "url": _url(session, user=people[email].pk)}
            for role, (email, _name) in {"facilitator": FACILITATOR, "deputy": DEPUTY, "hr": HR}.items()
        },
        "rehearsal": {"url": _url(session, user=people[FACILITATOR[0]].pk, rehearses=True)},
        "screen": {"url": settings.CODEV_BASE_URL + screen},
        "participants": [
            {"id": str(one.pk), "name": one.name, "url": _url(session, participant=one.pk)}
            for one in Participant.objects.current().filter(group=session.cycle.group)
        ],
    }


def _url(session: Session, *, user: int | None = None, participant: UUID | None = None, rehearses: bool = False) -> str:
    who = Pass(str(session.pk), user, str(participant) if participant else None, rehearses)
    token = signing.Signer(salt=SALT).sign_object(asdict(who))
    return settings.CODEV_BASE_URL + reverse("sessions:demo", args=[token])
