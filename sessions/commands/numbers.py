"""Numbers of a cycle's sessions follow their dates. What was opened or held keeps its own, whatever becomes of others.

A session that was called off keeps the number that it had, which another may take.
"""

from __future__ import annotations

from itertools import count
from uuid import UUID

from django.db.models import Case, F, Value, When
from django.db.transaction import atomic

from groups.models import Cycle

from ..models import Session

# Beyond all numbers: where those wait that change, as no two may have the same at any moment.
APART = 16_000


def lock(group_id: UUID) -> None:
    """Hold what plans this group until the transaction ends: taken before any session's lock, never after."""
    list(Cycle.objects.select_for_update(no_key=True).filter(group=group_id).order_by("pk"))


@atomic
def settle(cycle: Cycle) -> None:
    """Give each planned session of the cycle its place among the others. As many statements whatever their number."""
    lock(cycle.group_id)
    renumber(cycle.pk)


def renumber(cycle_id: UUID) -> None:
    """The same under the lock that is held already."""
    if not _changes(cycle_id):
        return
    # Locked: one that is opened meanwhile keeps the number that was shown. None that is under way: it keeps its number,
    # its hour need not wait, and who is let in there holds the session before the group, who plans the group before.
    planned = Session.objects.filter(cycle=cycle_id, status=Session.Status.PLANNED)
    list(planned.select_for_update(no_key=True).values_list("pk"))
    if not (changed := _changes(cycle_id)):
        return
    moved = Session.objects.filter(pk__in=changed)
    moved.update(number=F("number") + APART)
    moved.update(number=Case(*(When(pk=pk, then=Value(new)) for pk, new in changed.items())))


def _changes(cycle_id: UUID) -> dict[UUID, int]:
    """The numbers to be, of those that have another."""
    rows = Session.objects.filter(cycle=cycle_id).exclude(status=Session.Status.CANCELLED)
    found = list(rows.order_by("scheduled_at", "created_at", "pk").values_list("pk", "number", "status"))
    wanted = _numbers([(number, status == Session.Status.PLANNED) for _pk, number, status in found])
    return {pk: new for (pk, old, _status), new in zip(found, wanted, strict=True) if old != new}


def _numbers(sessions: list[tuple[int, bool]]) -> list[int]:
    """The number of each, in the order of their dates: of those that are only planned (True) a new one."""
    fixed = {number for number, is_planned in sessions if not is_planned}
    numbers, last = [], 0
    for number, is_planned in sessions:
        numbers.append(next(free for free in count(last + 1) if free not in fixed) if is_planned else number)
        last = max(last, numbers[-1])
    return numbers
