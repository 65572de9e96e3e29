"""`python -m tests.bench.peers.seeding <rooms> <people> <screen, 0 or 1>`: people who are signed in, as JSON."""

from __future__ import annotations

import json
import sys
from typing import Any

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import transaction

from codev.browsers import SessionStore
from tests.bench.peers.site.models import Person, Room

BACKEND = "django.contrib.auth.backends.ModelBackend"
TOKEN = "t" * 32


def main(rooms: int, people: int, has_screen: int) -> None:
    call_command("migrate", run_syncdb=True, verbosity=0)
    with transaction.atomic():
        print(json.dumps([_room(number, people, has_screen) for number in range(rooms)]))


def _room(number: int, people: int, has_screen: int) -> dict[str, Any]:
    room = Room.objects.create()
    roles = ["facilitator", "client", *["peer"] * (people - 2)]
    if has_screen:
        roles[-1] = "screen"
    return {"id": room.pk, "cookies": [_person(room, f"{number}-{place}", role) for place, role in enumerate(roles)]}


def _person(room: Room, name: str, role: str) -> dict[str, str]:
    user = User.objects.create(username=name)
    Person.objects.create(room=room, user=user, name=f"Personne {name}", role=role)
    browser = SessionStore()
    browser[SESSION_KEY], browser[BACKEND_SESSION_KEY] = str(user.pk), BACKEND
    browser[HASH_SESSION_KEY] = user.get_session_auth_hash()
    browser.create()
    return {"sessionid": str(browser.session_key), "csrftoken": TOKEN}


main(*map(int, sys.argv[1:]))
