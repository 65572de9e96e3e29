"""Planning sessions: their rows, their content keys, their protocol frozen, their place among the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from groups.commands import lock_active
from groups.models import Cycle

from ..mails import calendar
from ..models import ContentKey, Session
from ..rulebook import machine
from . import numbers, slots
from .slots import Slot

MOST_AT_ONCE = 30


@dataclass(frozen=True)
class Plan:
    """What the sessions of a plan have in common; `settings` is what the school decides otherwise than the protocol."""

    minutes: int
    rounds: int
    protocol_key: str
    modality: str = Session.Modality.IN_ROOM
    settings: Mapping[str, str] = field(default_factory=dict)
    is_everyone_client: bool = False
    place: str = ""
    call_url: str = ""

    def session(self, cycle: Cycle, scheduled_at: datetime) -> Session:
        """A session as planned for then; nothing is saved."""
        session = Session(
            cycle=cycle,
            scheduled_at=scheduled_at,
            time_zone=cycle.group.zone.key,
            minutes=self.minutes,
            planned_rounds=self.rounds,
            protocol_key=self.protocol_key,
            modality=self.modality,
            settings=dict(self.settings),
            is_everyone_client=self.is_everyone_client,
        )
        session.place, session.call_url = self.place, self.call_url
        return session

    def slot(self, scheduled_at: datetime) -> Slot:
        return Slot(scheduled_at, slots.ends_of(scheduled_at, self.minutes, self.modality))


def plan_session(*, cycle: Cycle, scheduled_at: datetime, **plan: object) -> Session:
    """Plan one session, whenever it is to be and whatever else is planned then; the fields of a Plan.

    Raises KeyError for a protocol that is not offered, ProtocolError for a setting that it cannot have.
    """
    sessions = [Plan(**plan).session(cycle, scheduled_at)]  # type: ignore[arg-type]
    ContentKey.objects.make(sessions[0].pk)
    with transaction.atomic():
        lock_active(cycle.group_id)
        numbers.lock(cycle.group_id)
        _keep(cycle, sessions)
    return sessions[0]


def plan_dates(*, cycle: Cycle, dates: Sequence[datetime], plan: Plan, tells: bool = True) -> list[Session]:
    """Plan a session for each of these dates, all or none; calendars of the group are told by mail if it `tells`.

    Raises, with the date's `place` from 0, slots.AtOnce and Past.
    """
    if not 0 < len(dates) <= MOST_AT_ONCE:
        raise ValueError(len(dates))  # forms let none through
    sessions = [plan.session(cycle, at) for at in dates]
    # Before the sessions, in a database of their own: a key too many does no harm, a session without one is lost.
    ContentKey.objects.make_all([session.pk for session in sessions])
    with transaction.atomic():
        # Two who plan at once must neither give the same number nor take the same hour.
        lock_active(cycle.group_id)
        numbers.lock(cycle.group_id)
        slots.check_to_come(dates, timezone.now())
        slots.check_apart([plan.slot(at) for at in dates], slots.taken(cycle.group))
        _keep(cycle, sessions)
        if tells:
            calendar.tell(sessions, "planned")
    return sessions


def plan_past(*, cycle: Cycle, scheduled_at: datetime, plan: Plan, lasted: int) -> Session:
    """A planned session in the past, to be recorded in the same transaction: it lasted so many minutes.

    Raises slots.AtOnce where the group met already at that time.
    """
    session = plan.session(cycle, scheduled_at)
    ContentKey.objects.make(session.pk)
    with transaction.atomic():
        numbers.lock(cycle.group_id)
        meeting = Slot(scheduled_at, scheduled_at + timedelta(minutes=lasted))
        slots.check_apart([meeting], slots.taken(cycle.group, of=slots.STANDING))
        _keep(cycle, [session])
    return session


def _keep(cycle: Cycle, sessions: Sequence[Session]) -> None:
    """Save them, each with its protocol frozen, in the order of their dates among the others. Under the lock."""
    last = cycle.sessions.order_by("-number").values_list("number", flat=True).first() or 0
    copy = None
    for number, session in enumerate(sorted(sessions, key=lambda one: one.scheduled_at), last + 1):
        session.number = number
        if copy is None:
            session.freeze_protocol()
            copy = session.protocol_copy
        session.protocol_copy = copy
        state = machine.planned(
            session.protocol, minutes=session.minutes, rounds=session.planned_rounds, modality=session.modality
        )
        session.keep(state)
        session.new_doors()
    Session.objects.bulk_create(sessions)
    numbers.renumber(cycle.pk)
