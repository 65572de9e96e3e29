"""What was written in a cycle is destroyed some months after its end, and its people are told twice before.

Nothing is destroyed of which nobody was warned a week before, however late this runs; see decision 044. Attendance is
deleted once its legal term is over, which was said as it was signed; see decision 064.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from groups.mails import mail_retention
from groups.models import Cycle, RetentionWarning, User

from ..attendance.terms import kept_until
from ..following.ends import spans
from ..models import Attendance, ContentKey, Correction, Session, Signature

WARNED_DAYS = (30, 7)


@dataclass(frozen=True)
class Ending:
    """A cycle of which something can still be read, and when that ends."""

    cycle: Cycle
    erased_on: date


def apply_retention(today: date, tell: Callable[[str], object], *, is_dry: bool = False) -> int:
    """Warn, and destroy what is due; how many keys were. Says each by `tell`, in ids. Safe to repeat, and at once."""
    found = list(endings())
    due = [one for one in found if one.erased_on <= today and _is_warned(one, today)]
    destroyed = _destroy(due, tell, is_dry=is_dry)
    for ending in found:
        if ending not in due and (days := _warning_due(ending, today)):
            with transaction.atomic():
                _warn(ending, today, days, tell, is_dry=is_dry)
    for cycle in _out_of_term(today):
        tell(f"delete: attendance of cycle {cycle.pk}")
        if not is_dry:
            _delete_attendance(cycle)
    return destroyed


def _out_of_term(today: date) -> Iterator[Cycle]:
    """Every cycle that ended so long ago that its attendance is not kept any more, though some of it still is."""
    there = Exists(Attendance.objects.filter(session__cycle=OuterRef("pk")))
    signed = Exists(Signature.objects.filter(session__cycle=OuterRef("pk")))
    corrected = Exists(Correction.objects.filter(session__cycle=OuterRef("pk")))
    cycles = Cycle.objects.filter(there | signed | corrected).select_related("group__organisation").order_by("pk")
    over = list(cycles.exclude(sessions__status=Session.Status.RUNNING))
    held, zone = spans(over), timezone.get_current_timezone()
    for cycle in over:
        span = held.get(cycle.pk)
        if span and kept_until(span.ended_on(zone), cycle.group.organisation.attendance_years) <= today:
            yield cycle


@transaction.atomic
def _delete_attendance(cycle: Cycle) -> None:
    """Who was there, who signed, what was corrected. How many sessions there were, and how long, stays."""
    for rows in (Signature.objects, Correction.objects, Attendance.objects):
        rows.filter(session__cycle=cycle).delete()
    cycle.sessions.exclude(attended=None).update(attended=None)


def endings() -> Iterator[Ending]:
    """Every cycle without a session under way whose content can still be read, and when that ends."""
    cycles = Cycle.objects.filter(group__is_rehearsal=False).select_related("group__organisation").order_by("pk")
    for cycle in cycles.exclude(sessions__status=Session.Status.RUNNING):
        if readable(cycle) and (span := spans([cycle]).get(cycle.pk)):
            ended_on = span.ended_on(timezone.get_current_timezone())
            yield Ending(cycle, ended_on + timedelta(days=cycle.group.retention_since(span.began_at)))


def readable(cycle: Cycle) -> list[ContentKey]:
    """The keys of its sessions that are not destroyed, nor about to be, nor of a session to come."""
    to_come = Q(status=Session.Status.PLANNED, scheduled_at__gte=timezone.now())
    ids = list(cycle.sessions.exclude(to_come).values_list("pk", flat=True))
    return list(ContentKey.objects.filter(owner__in=ids, destroy_intended_at=None))


def _warning_due(ending: Ending, today: date) -> int | None:
    """How many days before, of the last warning whose day has come: where all are late one is enough."""
    passed = [days for days in WARNED_DAYS if today >= ending.erased_on - timedelta(days=days)]
    return min(passed, default=None)


def _is_warned(ending: Ending, today: date) -> bool:
    last = min(WARNED_DAYS)
    sent = ending.cycle.warnings.filter(erased_on=ending.erased_on, days_before=last).exclude(sent_at=None).first()
    return bool(sent and sent.sent_at and timezone.localdate(sent.sent_at) <= today - timedelta(days=last))


def _warn(ending: Ending, today: date, days: int, tell: Callable[[str], object], *, is_dry: bool) -> None:
    about: dict[str, Any] = {"cycle": ending.cycle, "erased_on": ending.erased_on, "days_before": days}
    if is_dry:
        warning = RetentionWarning.objects.filter(**about).first()
    else:
        # Whoever has the row writes the mails with it: of two runs at once the second finds them.
        warning = RetentionWarning.objects.select_for_update().get_or_create(**about)[0]
    if warning and (warning.sent_at or warning.mails.waiting().exists()):
        return
    # What is late is destroyed a week after whoever it concerns was told.
    erased_on = max(ending.erased_on, today + timedelta(days=min(WARNED_DAYS)))
    # One address that no server takes must not keep everybody's words; where all fail it is our own server.
    if warning and (refused := warning.mails.failed().count()):
        tell(f"not sent: {refused} mails for cycle {ending.cycle.pk}, tried again")
    tell(f"warn: cycle {ending.cycle.pk}, content destroyed on {erased_on}")
    if warning and not is_dry and not _ask_for_mails(warning, erased_on):
        warning.sent_at = timezone.now()
        warning.save(update_fields=["sent_at"])


def _ask_for_mails(warning: RetentionWarning, erased_on: date) -> int:
    """One to each address of its participants and facilitators; how many. `warning` is sent once one of them left."""
    group = warning.cycle.group
    people: dict[str, dict[str, Any]]
    people = {one.email.lower(): {"participant": one} for one in group.participants.current().exclude(email="")}
    users = User.objects.filter(facilitations__group=group, is_active=True)
    people |= {one.email: {"user": one} for one in users}
    for whom in people.values():
        mail_retention(warning, on=erased_on, **whom)
    return len(people)


def _destroy(due: list[Ending], tell: Callable[[str], object], *, is_dry: bool) -> int:
    keys = [(key.owner, ending.cycle) for ending in due for key in readable(ending.cycle)]
    for owner, cycle in keys:
        tell(f"destroy: content of session {owner}, cycle {cycle.pk}")
    if keys and not is_dry:
        ContentKey.objects.destroy(*(owner for owner, _ in keys))
    return len(keys)
