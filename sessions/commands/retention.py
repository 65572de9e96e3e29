"""What was written in a cycle is destroyed some months after its end, and its people are told twice before.

Nothing is destroyed of which nobody was warned a week before, however late this runs; see decision 044.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Min, OuterRef, Q, Subquery
from django.utils import timezone

from groups.mails import mail_retention
from groups.models import Cycle, RetentionWarning, User

from ..models import ContentKey, PhaseRun, Session

WARNED_DAYS = (30, 7)


@dataclass(frozen=True)
class Ending:
    """A cycle that is over and of which something can still be read."""

    cycle: Cycle
    erased_on: date


def apply_retention(today: date, tell: Callable[[str], object], *, is_dry: bool = False) -> int:
    """Warn, and destroy what is due; how many keys were. Says each by `tell`, in ids. Safe to repeat, and at once."""
    destroyed = 0
    for ending in endings():
        if ending.erased_on <= today and _is_warned(ending, today):
            destroyed += _destroy(ending, tell, is_dry=is_dry)
        elif days := _warning_due(ending, today):
            with transaction.atomic():
                _warn(ending, today, days, tell, is_dry=is_dry)
    return destroyed


def endings() -> Iterator[Ending]:
    """Every cycle without a session to come or under way whose content can still be read, and when that ends.

    A lobby that was opened and never left is of the day that was planned; a session that was held later, of its last
    step.
    """
    held = ~Q(sessions__status=Session.Status.CANCELLED)
    cycles = Cycle.objects.filter(group__is_rehearsal=False).select_related("group__organisation").order_by("pk")
    dated = cycles.annotate(
        first=Min("sessions__scheduled_at", filter=held), last=Max("sessions__scheduled_at", filter=held)
    ).exclude(last=None)
    steps = PhaseRun.objects.filter(session__cycle=OuterRef("pk")).order_by("-entered_at").values("entered_at")
    over = dated.exclude(sessions__status=Session.Status.RUNNING).filter(last__lt=timezone.now())
    for cycle in over.annotate(at_work=Subquery(steps[:1])):
        if readable(cycle):
            last = max(cycle.last, cycle.at_work or cycle.last)
            ended_on = max(timezone.localdate(last), cycle.ends_on or date.min)
            days = cycle.group.retention_since(cycle.first)
            yield Ending(cycle, ended_on + timedelta(days=days))


def readable(cycle: Cycle) -> list[ContentKey]:
    """The keys of its sessions that are not destroyed, nor about to be."""
    ids = list(cycle.sessions.values_list("pk", flat=True))
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


def _destroy(ending: Ending, tell: Callable[[str], object], *, is_dry: bool) -> int:
    keys = readable(ending.cycle)
    for key in keys:
        tell(f"destroy: content of session {key.owner}, cycle {ending.cycle.pk}")
        if not is_dry:
            ContentKey.objects.destroy(key.owner)
    return len(keys)
