"""Attendance is put right openly: with a reason, by name, and what stood before is kept.

Whoever it is about may say, once a correction, not to agree: that changes no hour, and stands beside it.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from codev.instants import epoch_ms
from groups.errors import NotFound
from groups.models import Participant, Seat, User

from ..attendance import reading
from ..history.hours import joined
from ..history.shapes import Between
from ..models import Correction, Session, Signature

MOST = 50  # of one person in one session


class TooMany(Exception):  # noqa: N818
    """This person's attendance of the session was put right MOST times, and is not once more."""


class NotInForce(Exception):  # noqa: N818
    """The correction is not the newest of that person: hours were put right again meanwhile."""


def correct(
    *, session: Session, participant: Participant, stays: Sequence[Between], reason: str, by: User
) -> Correction | None:
    """Put down from when to when somebody was in a session that is over; `stays` empty for not at all.

    None, and nothing is kept, where it stood so already. Raises NotFound for a session that is not over, and for
    whoever is not of its group; TooMany.
    """
    with transaction.atomic():
        rows = Session.objects.select_related("cycle__group__organisation").select_for_update(of=("self",))
        session = rows.get(pk=session.pk)
        sheet = reading.sheet_of(session) if session.status == Session.Status.CLOSED else None
        if sheet is None or participant.group_id != session.cycle.group_id or participant.erased_at:
            raise NotFound("no_participant")
        there = sheet.of(participant.pk)
        old = _pairs(joined(stay for half in there.halves for stay in half.stays)) if there else []
        new = _pairs(joined(stays))
        mine = Correction.objects.filter(session=session, participant=participant)
        if old == new:
            return None
        if mine.count() >= MOST:
            raise TooMany
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


def contest(*, session: Session, seat: Seat, correction: int, words: str) -> None:
    """Say on one's own device, that was let in, not to agree with the correction in force. Said once, it stands.

    Raises NotFound for any other device, and where one's hours were never put right; NotInForce.
    """
    if not (seat.is_admitted and seat.is_for(session.pk)):
        raise NotFound("no_participant")
    _contest(session, seat.participant, correction, words, Signature.Way.DEVICE)


def contest_before(*, session: Session, participant: Participant, correction: int, words: str) -> None:
    """The same for somebody without a device, on the screen of who facilitates. Raises NotFound, NotInForce."""
    _contest(session, participant, correction, words, Signature.Way.SCREEN)


def _contest(session: Session, participant: Participant, correction: int, words: str, way: str) -> None:
    with transaction.atomic():
        # One press after the other, as with corrections.
        Session.objects.select_for_update().only("pk").get(pk=session.pk)
        newest = Correction.objects.filter(session=session, participant=participant).last()
        if newest is None:
            raise NotFound("no_participant")
        if newest.pk != correction:
            raise NotInForce
        if newest.contested_at is None:
            newest.contested_at, newest.contested_words, newest.contested_way = timezone.now(), words, way
            newest.save(update_fields=["contested_at", "contested_words", "contested_way"])


def _pairs(stays: Sequence[Between]) -> list[list[int]]:
    return [[epoch_ms(start), epoch_ms(end)] for start, end in stays]
