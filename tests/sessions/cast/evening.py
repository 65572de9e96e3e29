"""A whole evening with rows: its people, and the browsers they come with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from groups.actors import Actor, hold_screen, hold_seat
from groups.models import (
    CharterAcceptance,
    Cycle,
    Group,
    Organisation,
    Part,
    Participant,
    PersonalLink,
    Role,
    Seat,
    User,
)
from groups.models.links import hash_of
from sessions import access, commands
from sessions.access import Visit
from sessions.models import Session

CIRCLE = ("amina", "bruno", "chloe", "driss", "elsa", "farid")
# As small a group as may meet, and a large one.
FEW = ("amina", "bruno", "chloe")
MANY = (*FEW, *(f"p{number}" for number in range(4, 30)))
GUIDES = {"claire": Part.FACILITATOR, "colin": Part.FACILITATOR, "david": Part.DEPUTY}
SCREEN = "screen"


@dataclass
class Evening:
    """A group's session. Claire and Colin facilitate, David stands by; Gina came without a personal link."""

    group: Group
    session_id: UUID
    users: dict[str, User]
    people: dict[str, Participant]
    seats: dict[str, Seat] = field(default_factory=dict)

    @property
    def session(self) -> Session:
        """The row as it is now."""
        row = access.with_group.first(session=self.session_id)
        assert row
        return row

    def id(self, name: str) -> str:
        return str(self.people[name].pk)

    def visit(self, name: str, session: Session | None = None) -> Visit:
        """Before the row that was read last, or as it is now."""
        if name in self.users:
            return Visit(session or self.session, Actor(user=self.users[name]), GUIDES[name])
        return Visit(session or self.session, Actor(seat=self.seats[name]))

    def visit_key(self, name: str) -> str:
        """The actor's name in journals and presence."""
        return f"user:{self.users[name].pk}" if name in self.users else f"seat:{self.seats[name].pk}"

    def do(self, name: str, command: str, /, **fields: Any) -> int:
        """A command straight at its verb, as a browser of that person would send it."""
        return commands.run(command, visit=self.visit(name), key=uuid4(), **fields)

    def browser(self, name: str = "", *, language: str = "", strict: bool = False) -> Client:
        """Somebody's browser; a nameless one is nobody's. A strict one checks for forged requests."""
        http = Client(enforce_csrf_checks=strict)
        if language:
            http.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        if name in self.users:
            http.force_login(self.users[name])
        elif name:
            browser = http.session
            hold_screen(browser, self.session.screen_secret) if name == SCREEN else hold_seat(browser, self.seats[name])
            browser.save()
            http.cookies[settings.SESSION_COOKIE_NAME] = str(browser.session_key)
        return http

    def prove(self, *names: str, reaches_from: datetime | None = None) -> None:
        """Their devices are proven to be theirs, by a code that was mailed."""
        for name in names:
            seat = self.seats[name]
            seat.proven_at, seat.reaches_from = timezone.now(), reaches_from
            seat.save()

    def path(self, more: str = "") -> str:
        return f"/sessions/{self.session_id}/{more}"

    def post(self, http: Client, command: str, *, key: UUID | str | None = None, **fields: Any) -> HttpResponse:
        headers = fields.pop("headers", None)
        return http.post(self.path(f"do/{command}/"), {"key": str(key or uuid4()), **fields}, headers=headers)

    def index(self, step: str, number: int = 0) -> int:
        agenda = self.session.load().agenda
        return next(i for i, item in enumerate(agenda) if item.key == step and item.round in (None, number))


def gather(circle: tuple[str, ...] = CIRCLE, *, organisation: str = "Atelier", minutes: int = 120) -> Evening:
    """A planned evening, hybrid, whose people have all accepted the charter and hold a seat."""
    owner = Organisation.objects.create(name=organisation)
    suffix = f"@{organisation.lower()}.example.org"
    users = {name: User.objects.create(email=name + suffix, name=name.title()) for name in (*GUIDES, "hakim", "agnes")}
    for name, user in users.items():
        owner.roles.create(user=user, role={"hakim": Role.HR, "agnes": Role.ADMIN}.get(name, Role.FACILITATOR))
    group = Group.objects.create(organisation=owner, name="Les mardis")
    charter = group.charters.create(number=1, text="Confidentialité.")
    cycle = group.cycles.create(number=1)
    for name, part in GUIDES.items():
        group.facilitators.create(user=users[name], role=part)
    people = {name: _participant(group, name, place) for place, name in enumerate((*circle, "gina"), 1)}
    Participant.objects.bulk_create(people.values())
    CharterAcceptance.objects.bulk_create(CharterAcceptance(charter=charter, participant=p) for p in people.values())
    session = plan(cycle, minutes=minutes)
    return Evening(group, session.pk, users, people, _seats(people, session.pk))


def plan(cycle: Cycle, *, minutes: int = 120, protocol_key: str = "codev-classique") -> Session:
    soon = timezone.now() + timedelta(hours=1)
    return commands.plan_session(
        cycle=cycle,
        scheduled_at=soon,
        minutes=minutes,
        rounds=2,
        protocol_key=protocol_key,
        modality=Session.Modality.HYBRID,
    )


def _participant(group: Group, name: str, place: int) -> Participant:
    return Participant(group=group, name=f"{name.title()} {chr(64 + place % 26)}.", position=place)


def _seats(people: dict[str, Participant], session_id: UUID) -> dict[str, Seat]:
    """One each; all but Gina's by a personal link, which admits by itself: she gave the room code."""
    links = {
        name: PersonalLink(participant=one, token_hash=hash_of(token_urlsafe(16)))
        for name, one in people.items()
        if name != "gina"
    }
    PersonalLink.objects.bulk_create(links.values())
    seats = {name: Seat(participant=one, link=links.get(name)) for name, one in people.items()}
    if guest := seats.get("gina"):
        guest.session_id = session_id
    Seat.objects.bulk_create(seats.values())
    return seats
