"""What people do in a room: one transaction a command, as both forms carry it out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest

from .models import Entry, Note, Person, Room

STEPS = 16
FACILITATES = ("next", "jump", "set_floor_mode")


class Refused(Exception):
    """Not now, or not by this person."""


def carry_out(request: HttpRequest, room_id: int, command: str, ring: Callable[[int, int], None]) -> int:
    """The status of the answer: 204 done, 409 refused. `ring` is told room and revision once that is committed."""
    person = Person.objects.filter(room=room_id, user=request.user.pk).first()
    if person is None:
        return 404
    try:
        with transaction.atomic():
            room = Room.objects.select_for_update().get(pk=room_id)
            if Entry.objects.filter(room=room, person=person, key=request.POST["key"]).exists():
                return 204
            _act(room, person, command, request.POST)
            room.revision += 1
            room.save(update_fields=["revision", "state"])
            Entry.objects.create(
                room=room, person=person, key=request.POST["key"], command=command, revision=room.revision
            )
            transaction.on_commit(lambda: ring(room_id, room.revision))
    except Refused:
        return 409
    return 204


def _act(room: Room, person: Person, command: str, given: Any) -> None:
    state, hands = room.state, room.state["hands"]
    if command in FACILITATES and person.role != "facilitator":
        raise Refused
    if command == "raise_hand":
        hands += [person.pk] * (person.pk not in hands)
    elif command == "lower_hand":
        state["hands"] = [one for one in hands if one != person.pk]
    elif command == "contribute":
        Note.objects.create(room=room, author=person, text=given["text"])
    elif command == "next":
        state["step"] = (state["step"] + 1) % STEPS
    elif command == "jump":
        state["step"] = int(given["to_step"])
    elif command != "set_floor_mode":
        raise Refused
