"""What the next session may begin with, for who facilitates: who reports, what was left. Never a commitment's words.

The same number of queries whatever the number of sessions; who is next as client, the rotation says.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from groups.models import Cycle, Group, Participant

from ..models import Commitment, ContentKey, Round, Session, Subject
from ..models.session import LATE
from ..models.unsealed import unsealed

MOST = 50  # of each kind
OPEN = (Commitment.State.TAKEN, Commitment.State.TRYING)


@dataclass(frozen=True)
class Reports:
    """A former client, and how many commitments of that one are open."""

    person: Participant
    count: int


@dataclass(frozen=True)
class Left:
    """A subject that was proposed in a session and not taken; `title` is None where nobody can open it any more."""

    person: Participant
    session: Session
    title: str | None


@dataclass(frozen=True)
class Broken:
    """A client whose round was interrupted in a session, and never taken up again."""

    person: Participant
    session: Session


@dataclass(frozen=True)
class NextTime:
    """`cycle` is that of the last session held, whose subjects and rounds are looked at; None before any was."""

    cycle: Cycle | None
    reports: tuple[Reports, ...]
    left: tuple[Left, ...]
    broken: tuple[Broken, ...]


def next_of(group: Group) -> Session | None:
    """The planned session that comes first; what nobody opened in time is none."""
    fresh = Session.objects.filter(status=Session.Status.PLANNED, scheduled_at__gte=timezone.now() - LATE)
    return fresh.filter(cycle__group=group).defer("state").order_by("scheduled_at", "number").first()


def next_time(group: Group) -> NextTime:
    """What is known before a group's next session. Of those who left the group nothing is said."""
    held = Session.objects.filter(cycle__group=group, status=Session.Status.CLOSED)
    last = held.select_related("cycle").defer("state").order_by("-scheduled_at", "-number").first()
    reports = _reports(group)
    if last is None:
        return NextTime(None, reports, (), ())
    here = held.filter(cycle=last.cycle)
    return NextTime(last.cycle, reports, _left(here), _broken(here))


def _reports(group: Group) -> tuple[Reports, ...]:
    """Of commitments whose words are gone there is nothing to report."""
    open_ones = Commitment.objects.filter(
        participant__group=group,
        participant__removed_at=None,
        state__in=OPEN,
        session__status=Session.Status.CLOSED,
    )
    found = list(open_ones.order_by().values_list("participant", "session"))
    readable = ContentKey.objects.readable({session for _, session in found})
    counts = Counter(person for person, session in found if session in readable)
    people = Participant.objects.filter(pk__in=counts).order_by("position", "name")
    return tuple(Reports(one, counts[one.pk]) for one in people[:MOST])


def _left(held: QuerySet[Session]) -> tuple[Left, ...]:
    """The newest subject of each person, unless that one was client then or since."""
    rows = Subject.objects.untaken().filter(session__in=held, participant__removed_at=None)
    newest: dict[UUID, Subject] = {}
    for one in rows.select_related("participant", "session").defer("session__state").order_by("-session__scheduled_at"):
        newest.setdefault(one.participant_id, one)
    some = list(newest.values())[:MOST]
    readable = ContentKey.objects.readable(one.session_id for one in some)
    return tuple(
        Left(one.participant, one.session, unsealed(one, "title") if one.session_id in readable else None)
        for one in some
    )


def _broken(held: QuerySet[Session]) -> tuple[Broken, ...]:
    """By the states of these sessions, of which only these rounds are read."""
    broken = {
        (session, one["round"]) for session, rounds in held.values_list("pk", "state__broken") for one in rounds or ()
    }
    if not broken:
        return ()
    later = Round.objects.filter(client=OuterRef("client"), session__scheduled_at__gt=OuterRef("session__scheduled_at"))
    rows = Round.objects.filter(~Exists(later), session__in={one for one, _ in broken}, client__removed_at=None)
    rows = rows.select_related("client", "session").defer("session__state").order_by("-session__scheduled_at", "number")
    return tuple(Broken(one.client, one.session) for one in rows if (one.session_id, one.number) in broken)[:MOST]
