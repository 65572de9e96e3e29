"""What happened before it was put down: past commands, put to the machine at their instants."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import uuid4

from django.db import transaction

from codev import doorbell
from groups.errors import NotAllowed, Refused
from groups.models import Participant

from ..access import Visit
from ..models import JournalEntry, Session
from ..rulebook import events, machine
from ..rulebook.moves.clients import ChooseClients
from ..rulebook.moves.life import Close, Open, Start
from ..rulebook.moves.people import Admit
from ..rulebook.moves.steps import Next
from . import projections


class Replay:
    """Somebody's past commands, followed by rows, one after the other; `start` is in epoch milliseconds."""

    def __init__(self, session: Session, actor: str, start: int) -> None:
        self.session, self.actor, self.start = session, actor, start
        self.state = session.load()
        self.entries: list[JournalEntry] = []

    def does(self, command: str, after: int, *asked: object, **arguments: Any) -> None:
        """A command so many milliseconds after the start, or as soon as the one before allows."""
        now = max(self.start + after, self.state.last_at)
        before = self.state
        happened: list[events.Event] = []
        for move in asked:
            happened += machine.apply(self.state, move, now)
            self.state = machine.replay(before, happened)
        projections.update(self.session, before, self.state, datetime.fromtimestamp(now / 1000, UTC))
        self.entries.append(self._entry(command, arguments, machine.to_json(happened), now))

    def keep(self) -> None:
        """The journal, and the session as it stands in the end."""
        JournalEntry.objects.bulk_create(self.entries)
        self.session.keep(self.state)
        self.session.revision += len(self.entries)
        self.session.save()

    def _entry(self, command: str, arguments: dict[str, Any], happened: list[dict[str, Any]], now: int) -> JournalEntry:
        return JournalEntry(
            session=self.session,
            revision=self.session.revision + len(self.entries) + 1,
            actor=self.actor,
            command=command,
            key=uuid4(),
            # No browser sent it, so that none can send it again.
            fingerprint=secrets.token_hex(32),
            arguments=arguments,
            events=happened,
            at=now,
        )


@transaction.atomic
def record_afterwards(
    *, visit: Visit, began_at: datetime, minutes: int, present: Sequence[Participant], clients: Sequence[Participant]
) -> None:
    """A planned session that was held on paper: who was there, who was client, from when and how long.

    Nobody noted the hours of its steps: they are its plan's, in proportion, and the session says that it was on paper.
    """
    if not visit.may_drive:
        raise NotAllowed("not_yours_to_do")
    session = Session.objects.select_for_update().get(pk=visit.session.pk)
    if session.status != Session.Status.PLANNED:
        raise Refused("not_planned")
    replay = Replay(session, visit.actor.key, int(began_at.timestamp() * 1000))
    replay.does("open", 0, Open(), *(Admit(str(one.pk), one.position) for one in present))
    chosen = tuple(str(one.pk) for one in clients)
    replay.does("choose_clients", 0, ChooseClients(chosen), participants=list(chosen))
    replay.does("start", 0, Start())
    _walk_through(replay, minutes)
    session.was_on_paper = True
    replay.keep()
    transaction.on_commit(partial(doorbell.ring, "session", session.pk, session.revision))


def _walk_through(replay: Replay, minutes: int) -> None:
    at, whole = 0, replay.state.minutes
    for item in replay.state.agenda[:-1]:
        at += item.planned_ms
        replay.does("next", at * minutes // whole, Next())
    replay.does("close", minutes * 60_000, Close())
