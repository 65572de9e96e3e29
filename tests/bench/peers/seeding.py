"""`python -m tests.bench.peers.seeding <rooms> <people>`: rooms with people who are signed in, printed as JSON."""

from __future__ import annotations

import json
import sys
from typing import Any

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import transaction

from tests.bench.peers.site.models import Person, Room

BACKEND = "django.contrib.auth.backends.ModelBackend"
TOKEN = "t" * 32


def main(rooms: int, people: int) -> None:
    call_command("migrate", run_syncdb=True, verbosity=0)
    with transaction.atomic():
        print(json.dumps([_room(number, people) for number in range(rooms)]))


def _room(number: int, people: int) -> dict[str, Any]:
    room = Room.objects.create()
    return {"id": room.pk, "cookies": [_person(room, number, place, people) for place in range(people)]}


def _person(room: Room, number: int, place: int, people: int) -> dict[str, str]:
    """The first facilitates, the second is client, the last is the room's screen."""
    role = {0: "facilitator", 1: "client", people - 1: "screen"}.get(place, "peer")
    user = User.objects.create(username=f"{number}-{place}")
    Person.objects.create(room=room, user=user, name=f"Personne {place} du groupe {number}", role=role)
    browser = SessionStore()
    browser[SESSION_KEY], browser[BACKEND_SESSION_KEY] = str(user.pk), BACKEND
    browser[HASH_SESSION_KEY] = user.get_session_auth_hash()
    browser.create()
    return {"sessionid": str(browser.session_key), "csrftoken": TOKEN}


main(int(sys.argv[1]), int(sys.argv[2]))
