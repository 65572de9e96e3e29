"""Sessions recorded after they were held: past commands, put to the machine at their instants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.transaction import atomic

from groups.actors import Actor
from groups.errors import NotAllowed, Refused
from groups.models import Group, Participant, User

from ..access import Visit
from ..models import Session
from ..models.protocols import offer
from ..rulebook.moves.clients import ChooseClients
from ..rulebook.moves.life import Close, Open, Start
from ..rulebook.moves.people import Admit
from ..rulebook.moves.steps import Next
from ..rulebook.state.agenda import LONGEST, usual_minutes
from ..rulebook.state.state import State
from .planning import Plan, plan_past
from .transaction import run_moves


@dataclass(frozen=True)
class Record:
    """Puts down past commands in their order; `start` is in epoch milliseconds."""

    visit: Visit
    start: int

    def put_down(self, command: str, after_ms: int, *moves: object, **arguments: Any) -> State:
        """Put down a command `after_ms` milliseconds after the start, but never before the last one; the state after.

        Raises Refused or Invalid where the machine does not allow it.
        """
        return run_moves(command, *moves, visit=self.visit, at=self.start + after_ms, **arguments).state


@atomic
def record_afterwards(
    *, visit: Visit, began_at: datetime, minutes: int, present: Sequence[Participant], clients: Sequence[Participant]
) -> None:
    """A planned session that was held on paper: who was there, who was client, from when and how long.

    Nobody noted the hours of its steps: they are its plan's, in proportion, and the session says that it was on paper.
    Raises NotAllowed for who does not drive, Refused unless it is still planned, Invalid or Refused for wrong clients.
    """
    if not visit.may_drive:
        raise NotAllowed("not_yours_to_do")
    # Locked before it is looked at: of two forms sent at once, the second finds it closed.
    session = Session.objects.select_for_update().get(pk=visit.session.pk)
    if session.status != Session.Status.PLANNED:
        raise Refused("not_planned")
    record = Record(visit, int(began_at.timestamp() * 1000))
    record.put_down("open", 0, Open(), *(Admit(str(one.pk), one.position) for one in present))
    chosen = tuple(str(one.pk) for one in clients)
    record.put_down("choose_clients", 0, ChooseClients(chosen), participants=list(chosen))
    _walk_through(record, record.put_down("start", 0, Start()), minutes)
    # Not save(): this object still holds the state from before all these moves.
    Session.objects.filter(pk=session.pk).update(was_on_paper=True)


@atomic
def add_past(
    *,
    group: Group,
    by: User,
    protocol_key: str,
    began_at: datetime,
    minutes: int,
    present: Sequence[Participant],
    clients: Sequence[Participant],
) -> None:
    """A session that was held on paper without being planned: planned for then, and recorded at once.

    Raises NotAllowed for who does not facilitate the group, slots.AtOnce where it met already at that time, KeyError
    for a method that is not offered, and what record_afterwards does.
    """
    part = group.facilitators.filter(user=by).values_list("role", flat=True).first() or ""
    of = offer(protocol_key)
    # Of its plan only the proportions count, which its steps are given of the minutes that it took.
    usual = min(usual_minutes(of, rounds=len(clients), modality=Session.Modality.IN_ROOM), LONGEST)
    plan = Plan(minutes=usual, rounds=len(clients), protocol_key=protocol_key)
    session = plan_past(cycle=group.cycle, scheduled_at=began_at, plan=plan, lasted=minutes)
    visit = Visit(session, Actor(user=by), part)
    record_afterwards(visit=visit, began_at=began_at, minutes=minutes, present=present, clients=clients)


def _walk_through(record: Record, begun: State, minutes: int) -> None:
    at = 0
    for item in begun.agenda[:-1]:
        at += item.planned_ms
        # The planned milliseconds, stretched or shortened to the minutes that it really took.
        record.put_down("next", at * minutes // begun.minutes, Next())
    record.put_down("close", minutes * 60_000, Close())
