"""The sheet of a session that is still to come, to be signed on paper."""

from __future__ import annotations

from ..history.half_days import half_days
from ..history.register import plain
from ..models import Session
from .shapes import Attended, Sheet


def sheet_of(session: Session) -> Sheet:
    """Its members, by name, before its half-days as it is planned; its group with it."""
    group = session.cycle.group
    members = group.participants.current().values_list("pk", "name")
    leads = group.facilitators.order_by("user__name").values_list("user__name", flat=True)
    return Sheet(
        session=session.pk,
        number=session.number,
        began_at=session.scheduled_at,
        ended_at=session.planned_end,
        zone=session.zone.key,
        is_end_estimated=False,
        halves=tuple((half, 0) for half in half_days(session.scheduled_at, session.planned_end, session.zone)),
        facilitators=tuple(leads),
        people=tuple(Attended(pk, name, ()) for pk, name in sorted(members, key=lambda one: plain(one[1]))),
    )
