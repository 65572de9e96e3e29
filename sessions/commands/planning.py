"""Planning a session: its row, its content key, its protocol frozen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from groups.models import Cycle

from ..models import ContentKey, Session
from ..rulebook import machine


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

    Raises KeyError for a protocol that is not offered, ProtocolError for a setting that it cannot have.
    """
    session = Session(
        cycle=cycle,
        scheduled_at=scheduled_at,
        time_zone=cycle.group.zone.key,
        minutes=minutes,
        planned_rounds=rounds,
        protocol_key=protocol_key,
        modality=modality,
        settings=dict(settings or {}),
        is_everyone_client=is_everyone_client,
    )
    # Before the session, in a database of its own: a key too many does no harm, a session without one is lost.
    ContentKey.objects.make(session.pk)
    with transaction.atomic():
        # Two sessions planned at once must not take the same number.
        Cycle.objects.select_for_update().get(pk=cycle.pk)
        session.number = (cycle.sessions.aggregate(last=Max("number"))["last"] or 0) + 1
        session.freeze_protocol()
        session.keep(machine.planned(session.protocol, minutes=minutes, rounds=rounds, modality=modality))
        session.save()
    return session
