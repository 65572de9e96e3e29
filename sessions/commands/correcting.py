"""Attendance is put right openly: with a reason, by name, and what stood before is kept."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from codev.instants import epoch_ms
from groups.errors import NotFound
from groups.models import Participant, User

from ..attendance import reading
from ..history.hours import joined
from ..history.shapes import Between
from ..models import Correction, Session

MOST = 50  # of one person in one session


def correct(
    *, session: Session, participant: Participant, stays: Sequence[Between], reason: str, by: User
) -> Correction | None:
    """Put down from when to when somebody was in a session that is over; `stays` empty for not at all.

    None, and nothing is kept, where it stood so already. Raises NotFound for a session that is not over, and for
    whoever is not of its group.
    """
    with transaction.atomic():
        rows = Session.objects.select_related("cycle__group__organisation").select_for_update(of=("self",))
        session = rows.get(pk=session.pk)
        sheet = reading.sheet_of(session) if session.status == Session.Status.CLOSED else None
        if sheet is None or participant.group_id != session.cycle.group_id or participant.erased_at:
            raise NotFound("no_participant")
        there = next((one for one in sheet.people if one.person == participant.pk), None)
        old = _pairs(joined(stay for half in there.halves for stay in half.stays)) if there else []
        new = _pairs(joined(stays))
        mine = Correction.objects.filter(session=session, participant=participant)
        if old == new or mine.count() >= MOST:
            return None
        return mine.create(
            session=session,
            participant=participant,
            name=participant.name,
            old=old,
            new=new,
            reason=reason,
            by=by,
            by_name=str(by)[:120],
            made_at=timezone.now(),
        )


def _pairs(stays: Sequence[Between]) -> list[list[int]]:
    return [[epoch_ms(start), epoch_ms(end)] for start, end in stays]
