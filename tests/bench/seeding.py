"""`python -m tests.bench.seeding <rooms> <participants> <contributions>`: running sessions, printed as JSON.

Done with the product's own commands in its own environment, as 250 rooms by their pages would take many minutes.
"""

from __future__ import annotations

import json
import secrets
import sys
from typing import Any
from uuid import uuid4

import django

django.setup()

from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from codev.browsers import SessionStore
from groups import commands as groups_commands
from groups.actors import Actor, hold_screen, hold_seat
from groups.models import Group, Organisation, Part, Participant, Role, Seat, User
from groups.models.links import hash_of
from sessions import commands
from sessions.access import Visit
from sessions.models import Session
from tests.bench.moments import CONSULTATION, TEXT

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TOKEN = "t" * 32


def main(rooms: int, participants: int, contributions: int) -> None:
    organisation = Organisation.objects.create(name="Atelier", is_demo=True)
    with transaction.atomic():
        print(json.dumps([_room(organisation, number, participants, contributions) for number in range(rooms)]))


def _room(organisation: Organisation, number: int, participants: int, contributions: int) -> dict[str, Any]:
    """A session in the consultation of its first round, with a queue and what was written; its people's cookies."""
    guide = User.objects.create_user(f"guide-{number}@bench.invalid", name=f"Claire {number}")
    organisation.roles.create(user=guide, role=Role.FACILITATOR)
    group = groups_commands.create_group(organisation=organisation, name=f"Groupe {number}", by=guide)
    people = [member(group, place) for place in range(participants)]
    session = commands.plan_session(
        cycle=group.cycle, scheduled_at=timezone.now(), minutes=120, rounds=2, protocol_key="codev-classique"
    )
    _open(session, guide, people)
    seats = [seat(one) for one in people]
    for written in range(contributions):
        _write(session, seats[1 + written % (participants - 1)])
    return {
        "id": str(session.pk),
        "people": [str(one.pk) for one in people],
        "facilitator": account(guide),
        "participants": [_cookies(browser) for browser, _ in seats],
        "screen": screen(session),
    }


def member(group: Group, place: int) -> Participant:
    person = Participant.objects.create(group=group, name=f"Personne {place}", position=place)
    groups_commands.accept_charter(participant=person, charter=group.charter)
    return person


def _open(session: Session, guide: User, people: list[Participant]) -> None:
    clients = [one.pk for one in people[:2]]
    visit = Visit(session, Actor(user=guide), Part.FACILITATOR)
    opening: list[tuple[str, dict[str, Any]]] = [
        ("open", {}),
        *(("admit", {"participant": one.pk}) for one in people),
        ("choose_clients", {"participants": clients}),
        ("start", {}),
        ("jump", {"to_step": CONSULTATION}),
        ("set_floor_mode", {"mode": "queue"}),
    ]
    for command, fields in opening:
        commands.run(command, visit=visit, key=uuid4(), **fields)


def account(guide: User) -> dict[str, str]:
    request = HttpRequest()
    request.session = SessionStore()
    login(request, guide, backend=BACKEND)
    return _cookies(request.session)


def seat(person: Participant) -> tuple[SessionStore, Seat]:
    browser = SessionStore()
    link = person.links.create(token_hash=hash_of(secrets.token_urlsafe(16)))
    taken = groups_commands.take_seat(link=link, label="bench")
    hold_seat(browser, taken)
    return browser, taken


def _write(session: Session, held: tuple[SessionStore, Seat]) -> None:
    visit = Visit(session, Actor(seat=held[1]))
    commands.run("contribute", visit=visit, key=uuid4(), id=uuid4(), kind="option", text=TEXT)


def screen(session: Session) -> dict[str, str]:
    browser = SessionStore()
    hold_screen(browser, session.screen_secret)
    return _cookies(browser)


def _cookies(browser: Any) -> dict[str, str]:
    browser.save()
    return {"sessionid": str(browser.session_key), "csrftoken": TOKEN}


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
