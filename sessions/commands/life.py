"""A session's life: planned, opened, started, closed or cancelled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from groups.models import Cycle, Participant

from ..models import ContentKey, Presence, Session
from ..rulebook import machine
from ..rulebook.moves.life import Cancel, Close, Open, Start
from ..rulebook.moves.people import Admit
from .turn import Turn, by_driver, verb

AT_THE_DOOR = timedelta(minutes=15)


def plan_session(
    *,
    cycle: Cycle,
    scheduled_at: datetime,
    minutes: int,
    rounds: int,
    protocol_key: str,
    modality: str = Session.Modality.IN_ROOM,
    settings: Mapping[str, str] | None = None,
    is_everyone_client: bool = False,
) -> Session:
    """Plan the cycle's next session; `settings` are what the school decides otherwise than the protocol's file.

    Its content key is made first, so that no session ever lacks one.
    """
    session = Session(
        cycle=cycle,
        scheduled_at=scheduled_at,
        minutes=minutes,
        planned_rounds=rounds,
        protocol_key=protocol_key,
        modality=modality,
        settings=dict(settings or {}),
        is_everyone_client=is_everyone_client,
    )
    ContentKey.objects.make(session.pk)
    with transaction.atomic():
        Cycle.objects.select_for_update().get(pk=cycle.pk)
        session.number = (cycle.sessions.aggregate(last=Max("number"))["last"] or 0) + 1
        session.freeze_protocol()
        session.keep(machine.planned(session.protocol, minutes=minutes, rounds=rounds, modality=modality))
        session.save()
    return session


@verb(by_driver)
def open(turn: Turn) -> None:
    """Open the lobby: those who stand before the door come in."""
    turn.move(Open())
    if turn.session.protocol_copy_id is None:  # planned before planning froze the protocol
        turn.session.freeze_protocol()
    for one in _at_the_door(turn):
        turn.move(Admit(str(one.pk), one.position))


def _at_the_door(turn: Turn) -> list[Participant]:
    group = turn.visit.session.cycle.group
    seen = Presence.objects.filter(session=turn.session, last_seen_at__gt=turn.at - AT_THE_DOOR)
    ready = Participant.objects.current().filter(group=group, acceptances__charter=group.charter)
    return list(ready.filter(pk__in=seen.values("participant")))


@verb(by_driver)
def start(turn: Turn) -> None:
    """Enter the first step."""
    turn.move(Start())


@verb(by_driver)
def close(turn: Turn) -> None:
    """End the session, from whatever step."""
    turn.move(Close())


@verb(by_driver)
def cancel(turn: Turn) -> None:
    """Call off a session that has not started."""
    turn.move(Cancel())
