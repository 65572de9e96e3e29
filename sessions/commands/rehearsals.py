"""Rehearsals: a group, a session and simulated people, made in one go and deleted in one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

from django.db.models.functions import Coalesce
from django.utils import timezone

from groups.access import may_leave_rehearsal
from groups.actors import Actor
from groups.commands import create_rehearsal_group, simulate_people
from groups.errors import NotAllowed
from groups.models import Group, Part, User

from ..access import Visit
from ..models import Rehearsal, Session
from ..models.protocols import offer
from ..rulebook.state.agenda import leaves_no_step_out, usual_minutes
from .one_time_groups import remove_group
from .planning import plan_session
from .transaction import run

LEFT_BEHIND = timedelta(hours=12)


def begin_rehearsal(
    *, by: User, title: str, protocol_key: str, names: Sequence[str], temper: str, pace: int
) -> Session:
    """An open session of the method's usual length, with the method's number of clients, but no more than people.

    Beginning another rehearsal removes the one before. `temper` and `pace` are Rehearsal's choices. Raises NotAllowed
    for somebody who facilitates in no organisation, KeyError for an unknown protocol.
    """
    for before in Group.objects.rehearsals_of(by):
        remove_group(before)
    group = create_rehearsal_group(name=title, by=by)
    session = _plan(group, protocol_key, people=len(names))
    rehearsal = Rehearsal.objects.create(session=session, temper=temper, pace=pace)
    rehearsal.seats.set(simulate_people(group=group, names=names))
    run("open", visit=Visit(session, Actor(user=by), Part.FACILITATOR), key=uuid4())
    return session


def _plan(group: Group, protocol_key: str, *, people: int) -> Session:
    of = offer(protocol_key)
    rounds = min(of.rounds, people)
    minutes = usual_minutes(of, rounds=rounds, modality=Session.Modality.IN_ROOM)
    # In an organisation's own method, the usual minutes for so few rounds may leave a step without a minute.
    fits = leaves_no_step_out(of, minutes=minutes, rounds=rounds)
    return plan_session(
        cycle=group.cycle,
        scheduled_at=timezone.now().replace(second=0, microsecond=0),
        minutes=minutes if fits else of.minutes,
        rounds=rounds,
        protocol_key=protocol_key,
    )


def behave(*, session: Session, **manners: str | int | bool) -> None:
    """Change temper, pace or misbehaviour, from the next act on. No command: neither revision nor journal."""
    Rehearsal.objects.filter(session=session).update(**manners)


def leave_rehearsal(*, group: Group, by: User) -> None:
    """Delete everything of it, even while it runs. Raises NotAllowed unless it is `by`'s own rehearsal."""
    if not may_leave_rehearsal(by, group):
        raise NotAllowed("not_yours_to_do")
    remove_group(group, unheard_by=by)


def sweep_rehearsals() -> int:
    """Delete rehearsals that nobody has played for half a day; returns how many. Run twice, it does nothing more."""
    # `held_until` stays when a connection gives its lease up, so it tells when somebody last played.
    played_at = Coalesce("cycles__sessions__rehearsal__held_until", "created_at")
    left = Group.objects.filter(is_rehearsal=True).alias(played_at=played_at)
    behind = list(left.filter(played_at__lt=timezone.now() - LEFT_BEHIND).distinct())
    for group in behind:
        remove_group(group)
    return len(behind)
