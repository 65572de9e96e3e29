"""Claire's rehearsal, played by hand, a second after another."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from groups.actors import Actor
from groups.models import Part, Participant
from sessions import commands
from sessions.access import Visit
from sessions.models import JournalEntry, Rehearsal, Session
from sessions.rehearsal.library import library
from sessions.rehearsal.play import Player
from tests.sessions.cast.evening import Evening

SENT = {"protocol_key": "codev-classique", "people": "4", "temper": "lively", "pace": "10"}
SECOND = timedelta(seconds=1)


class Stage:
    """Claire's rehearsal, played by hand: each `beat` is a tick a second after the last."""

    def __init__(self, evening: Evening, **sent: str) -> None:
        self.evening = evening
        self.http = evening.browser("claire", language="fr")
        assert self.http.post(reverse("sessions:rehearse"), {**SENT, **sent}).status_code == 302
        self.session_id = Session.objects.latest("created_at").pk
        Rehearsal.objects.update(seed=7)
        self.now = timezone.now()
        self.player = Player(self.session_id, library("fr"), uuid4())

    @property
    def session(self) -> Session:
        return Session.objects.select_related("cycle__group").get(pk=self.session_id)

    @property
    def visit(self) -> Visit:
        return Visit(self.session, Actor(user=self.evening.users["claire"]), Part.FACILITATOR)

    def drives(self, command: str, /, **fields: object) -> None:
        commands.run(command, visit=self.visit, key=uuid4(), **fields)

    def beats(self, count: int, player: Player | None = None) -> bool:
        goes_on = True
        for _ in range(count):
            self.now += SECOND
            goes_on = (player or self.player).tick(self.now)
        return goes_on

    def starts(self) -> None:
        self.beats(4)
        people = list(Participant.objects.filter(group=self.session.cycle.group))
        self.drives("choose_clients", participants=[people[0].pk, people[1].pk])
        self.drives("start")

    def goes_to(self, step: str) -> None:
        items = self.session.load().agenda
        self.drives("jump", to_step=next(i for i, item in enumerate(items) if item.key == step))

    def done(self) -> list[str]:
        simulated = [f"seat:{seat.pk}" for seat in Rehearsal.objects.get().cast()]
        return list(
            JournalEntry.objects.filter(session=self.session_id, actor__in=simulated).values_list("command", flat=True)
        )
