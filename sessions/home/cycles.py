"""The newest cycles of groups, each as the line that its page and home show: two queries for however many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Case, Count, F, OuterRef, Subquery, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from groups.models import Cycle

from ..models import Session
from ..models.session import LATE
from .line import MISSED, MOST, Dated, Line, draw


def lines(groups: Collection[UUID]) -> dict[UUID, Line]:
    """By group, its newest cycle that has sessions; a group without any is left out."""
    if not groups:
        return {}
    now = timezone.localtime()
    counts = _counts(groups, _became(now))
    found: dict[UUID, list[Dated]] = defaultdict(list)
    for group, id_, number, at, status, zone in _nearest([cycle for cycle, _, _ in counts.values()], now, _became(now)):
        found[group].append(Dated(id_, number, at, status, ZoneInfo(zone or settings.TIME_ZONE)))
    return {group: draw(cycle, found[group], of, now) for group, (_, cycle, of) in counts.items()}


def _became(now: datetime) -> Case:
    """What became of a session by now; that its day is over does not make it held."""
    late = {"status": Session.Status.PLANNED, "scheduled_at__lt": now - LATE}
    return Case(When(**late, then=Value(MISSED)), default=F("status"))


def _counts(groups: Collection[UUID], became: Case) -> dict[UUID, tuple[UUID, int, dict[str, int]]]:
    """By group its newest cycle with sessions: id, number, and how many sessions it has by status."""
    filled = Cycle.objects.filter(group=OuterRef("cycle__group"), sessions__isnull=False).order_by("-number")
    newest = Session.objects.filter(cycle__group__in=groups, cycle=Subquery(filled.values("pk")[:1])).order_by()
    found: dict[UUID, tuple[UUID, int, dict[str, int]]] = {}
    by_status = newest.values_list("cycle__group_id", "cycle_id", "cycle__number", became)
    rows = by_status.annotate(count=Count("*"))
    for group, cycle, number, status, count in rows:
        found.setdefault(group, (cycle, number, {}))[2][status] = count
    return found


def _nearest(
    cycles: Collection[UUID], now: datetime, became: Case
) -> Collection[tuple[UUID, UUID, int, datetime, str, str]]:
    """Of each cycle the sessions nearest to now, on either side, in order."""
    is_ahead = Case(When(scheduled_at__gte=now, then=Value(1)), default=Value(0))
    # Ahead the soonest first; behind, where the first key is null for all, the latest.
    order = (Case(When(scheduled_at__gte=now, then=F("scheduled_at"))).asc(), F("scheduled_at").desc())
    near = Session.objects.filter(cycle__in=cycles).annotate(
        rank=Window(RowNumber(), partition_by=(F("cycle_id"), is_ahead), order_by=order)
    )
    rows = near.filter(rank__lte=MOST).order_by("scheduled_at", "number")
    return list(rows.values_list("cycle__group_id", "id", "number", "scheduled_at", became, "time_zone"))
