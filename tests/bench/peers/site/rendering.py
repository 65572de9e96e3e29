"""What a screen of each role shows: one frame of HTML, of a few regions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.template.loader import get_template

from .commands import STEPS
from .models import Note, Person, Room

NOTES_SHOWN = 12
TITLES = ("Météo", "Suivi", "Choix", "Exposé", "Clarification", "Contrat", "Consultation", "Plan d’action")


@dataclass(frozen=True)
class Snapshot:
    """A room as it was read, with what does not depend on who looks."""

    revision: int
    state: dict[str, Any]
    people: list[Person]
    notes: list[Note]


def read(room_id: int) -> Snapshot:
    """Three queries."""
    room = Room.objects.get(pk=room_id)
    people = list(Person.objects.filter(room=room_id).order_by("pk"))
    notes = list(Note.objects.filter(room=room_id).select_related("author").order_by("-pk")[:NOTES_SHOWN])
    return Snapshot(room.revision, room.state, people, notes)


def rendered(snapshot: Snapshot, role: str) -> str:
    """The frame of everybody in this role."""
    step = snapshot.state["step"]
    hands = snapshot.state["hands"]
    seats = [
        {"person": one, "hand": hands.index(one.pk) + 1 if one.pk in hands else 0, "speaks": one.role == "client"}
        for one in snapshot.people
    ]
    agenda = [{"title": TITLES[at % len(TITLES)], "is_now": at == step, "is_over": at < step} for at in range(STEPS)]
    context = {
        "revision": snapshot.revision,
        "step": step,
        "role": role,
        "title": TITLES[step % len(TITLES)],
        "seats": seats,
        "agenda": agenda,
        "notes": snapshot.notes,
    }
    return get_template("frame.html").render(context)
