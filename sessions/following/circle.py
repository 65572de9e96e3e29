"""« Ce que vous donnez, ce que vous recevez »: for one person alone, over the cycles of a group. No comparison."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, Max, Min, OuterRef, Q, QuerySet, Subquery

from groups.models import Participant

from ..models import Attendance, PhaseRun, Round, Served, Session


@dataclass(frozen=True)
class Share:
    """Of one cycle, or of all where `cycle` is 0: turns as client, subjects of others, ideas that served."""

    cycle: int
    received: int
    given: int
    served: int


@dataclass(frozen=True)
class Circle:
    """All of it, and each cycle in order."""

    whole: Share
    cycles: tuple[Share, ...]


def circle_of(person: Participant, sessions: Collection[UUID]) -> Circle:
    """Of these sessions, which open for this person, those that are over; three queries for however many."""
    begun = _begun(sessions)
    mine = begun.filter(client=person)
    theirs = begun.exclude(client=person).filter(_was_there(person))
    told = Served.objects.filter(contribution__author=person, session__in=sessions).told()
    received, given = (Counter(one.values_list("session__cycle__number", flat=True)) for one in (mine, theirs))
    served = Counter(told.values_list("session__cycle__number", flat=True))
    cycles = tuple(
        Share(number, received[number], given[number], served[number])
        for number in sorted({*received, *given, *served})
    )
    return Circle(Share(0, received.total(), given.total(), served.total()), cycles)


def _begun(sessions: Collection[UUID]) -> QuerySet[Round]:
    """The rounds that took place, each with when it began and ended."""
    runs = PhaseRun.objects.filter(session=OuterRef("session"), round_number=OuterRef("number")).order_by()
    bounds = runs.values("round_number").annotate(first=Min("entered_at"), last=Max("left_at"))
    held = Round.objects.filter(session__in=sessions, session__status=Session.Status.CLOSED).order_by()
    timed = held.annotate(began=Subquery(bounds.values("first")), ended=Subquery(bounds.values("last")))
    return timed.filter(began__isnull=False)


def _was_there(person: Participant) -> Exists:
    stayed = Q(left_at=None) | Q(left_at__gt=OuterRef("began"))
    came = Attendance.objects.filter(session=OuterRef("session"), participant=person)
    return Exists(came.filter(stayed, arrived_at__lt=OuterRef("ended")))
