"""Browsers at the door of an evening: they give the code, take a name, accept the charter, and knock."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from groups.models import Participant, Seat
from tests.sessions.cast.evening import Evening

JSON = {"Accept": "application/json"}


@dataclass
class Guest:
    """Somebody who came by the room code, in a browser of their own."""

    evening: Evening
    http: Client = field(default_factory=Client)

    def give_code(self, code: str = "") -> HttpResponse:
        return self.http.post(reverse("sessions:door"), {"code": code or self.evening.session.room_code})

    def take(self, **name: str) -> HttpResponse:
        self.give_code()
        return self.http.post(reverse("sessions:name", args=[self.evening.session_id]), name)

    def accept(self) -> HttpResponse:
        seat = self.seat
        charter = reverse("groups:charter", args=[self.evening.group.pk])
        return self.http.post(charter, {"charter": "1", "as": str(seat.participant_id), "next": self.page})

    @property
    def seat(self) -> Seat:
        """The seat taken last in this browser."""
        return Seat.objects.select_related("participant").get(pk=self.http.session["seats"][-1])

    @property
    def page(self) -> str:
        return self.evening.path(f"?as={self.seat.participant_id}")

    def see(self) -> str:
        """What the session's page says."""
        return self.http.get(self.page).content.decode()


def newcomer(evening: Evening, name: str = "Nora") -> Guest:
    """Somebody with a new name stands at the door, the charter accepted."""
    guest = Guest(evening)
    assert guest.take(name=name).status_code == 302
    guest.accept()
    guest.see()
    return guest


def impostor(evening: Evening, name: str = "bruno") -> Guest:
    """Somebody who says to be this person of the group."""
    guest = Guest(evening)
    assert guest.take(participant=evening.id(name)).status_code == 302
    guest.see()
    return guest


def person(name: str) -> Participant:
    return Participant.objects.get(name=name)


def answer_to(evening: Evening, command: str, who: str = "claire", **fields: str) -> tuple[int, str]:
    """Status and code of the refusal that a command of this person is answered with; 204 and "" where it is none."""
    answer = evening.post(evening.browser(who), command, headers=JSON, **fields)
    return answer.status_code, answer.json()["code"] if answer.content else ""


def dashboard(evening: Evening, who: str = "claire") -> str:
    """Somebody's page of the session, on one line."""
    return " ".join(evening.browser(who).get(evening.path()).content.decode().split())
