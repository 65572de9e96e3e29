"""When cycles ended: what retention counts from, and reminders after a cycle. As many queries for one as for many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from groups.models import RETENTION_LIMITS, Cycle

from ..models import ContentKey, JournalEntry, PhaseRun, Session

# What is announced for later than this after a session keeps no words of it: a date may be a slip, or be forgotten.
LONGEST, DAY = timedelta(days=max(RETENTION_LIMITS)), timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """From when to when a cycle lasted by what was held; later dates of it, or one said for its end, move that on."""

    began_at: datetime
    held_until: datetime
    dates: tuple[datetime, ...]
    ends_on: date | None

    def ended_on(self, zone: ZoneInfo) -> date:
        """Its last day, by these clocks."""
        last = self.held_until.astimezone(zone).date()
        to_come = max(last, *(one.astimezone(zone).date() for one in self.dates), self.ends_on or date.min)
        return min(to_come, last + LONGEST)


def ended(day: date, days: int) -> list[Cycle]:
    """The cycles that ended so many days before, by their groups' clocks, whose words can still be read that day."""
    last = day - timedelta(days=days)
    near = _near(last).prefetch_related("group__charters").select_related("group__organisation")
    cycles, found = list(near), []
    held = spans(cycles)
    for one in cycles:
        span = held.get(one.pk)
        if span is None or span.ended_on(one.group.zone) != last:
            continue
        if days < one.group.retention_since(span.began_at):
            found.append(one)
    owners = dict(Session.objects.filter(cycle__in=found).values_list("pk", "cycle"))
    keys = ContentKey.objects.filter(owner__in=owners, destroy_intended_at=None)
    readable = {owners[owner] for owner in keys.values_list("owner", flat=True)}
    return [one for one in found if one.pk in readable]


def _near(last: date) -> QuerySet[Cycle]:
    """The cycles that may have ended on a day: that were planned until then, or in which something was held then.

    So were those of which a later date says nothing any more (LONGEST).
    """
    may = Q(ends_on=last)
    for day in (last, last - LONGEST):
        at = datetime.combine(day, time(), UTC)
        around = (at - DAY, at + 2 * DAY)  # a day is never further from UTC's than this
        sessions = Session.objects.filter(cycle=OuterRef("pk"))
        steps = PhaseRun.objects.filter(session__cycle=OuterRef("pk"), entered_at__range=around)
        may |= Exists(sessions.filter(scheduled_at__range=around)) | Exists(steps)
    under_way = Session.objects.filter(cycle=OuterRef("pk"), status=Session.Status.RUNNING)
    return Cycle.objects.filter(may, ~Exists(under_way), group__is_rehearsal=False)


def spans(cycles: Collection[Cycle]) -> dict[UUID, Span]:
    """By cycle; those that have not had a session yet are left out.

    A lobby that was opened and never left is of the day that was planned; a session that was held later, of its last
    step. Where all sessions were called off it ended with the last command that they got.
    """
    ids = [one.pk for one in cycles]
    sessions: dict[UUID, list[Session]] = defaultdict(list)
    for one in Session.objects.filter(cycle__in=ids).defer("state"):
        sessions[one.cycle_id].append(one)
    steps = PhaseRun.objects.filter(session__cycle__in=ids).order_by()
    last_step = dict(steps.values_list("session__cycle").annotate(Max("entered_at")))
    found = {one.pk: _span(one, sessions[one.pk], last_step.get(one.pk)) for one in cycles}
    return {pk: span for pk, span in found.items() if span}


def _span(cycle: Cycle, sessions: list[Session], last_step: datetime | None) -> Span | None:
    now = timezone.now()
    dates = tuple(one.scheduled_at for one in sessions if one.status != Session.Status.CANCELLED)
    held = [at for at in dates if at < now] + ([last_step] if last_step else [])
    if not held:
        held = [at for one in sessions if one.status == Session.Status.CANCELLED for at in _bounds(one)]
    return Span(min(held), max(held), dates, cycle.ends_on) if held else None


def _bounds(called_off: Session) -> tuple[datetime, datetime]:
    """When a session that was called off was planned, and got its last command."""
    entries = JournalEntry.objects.filter(session=called_off).order_by("-revision")
    last = entries.values_list("at", flat=True).first()
    return called_off.created_at, datetime.fromtimestamp(last / 1000, UTC) if last else called_off.created_at
