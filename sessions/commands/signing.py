"""Who signs for having been there, and who countersigns. No revision, no journal and no bell.

Each looks at the sheet anew under the lock: what is signed is what stands, whatever the page showed.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from codev.instants import epoch_ms
from groups.devices import kind_key
from groups.errors import NotFound
from groups.models import Seat, User

from ..attendance import reading
from ..attendance.shapes import Attended, Half, Sheet
from ..attendance.terms import is_open
from ..history.half_days import HalfDay
from ..models import Session, Signature

Way = Signature.Way


class NotSigned(Exception):  # noqa: N818
    """Nothing was signed: `why` is `too_early`, `too_late` or `changed` (that one was not there, or no longer is)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Act:
    """How it is signed: on what kind of device, or before whom."""

    way: str
    device: str = ""
    by: User | None = None


def sign(*, session: Session, seat: Seat, half: HalfDay) -> None:
    """One's own half-day, on a device of one's own that was let in. Signed already, nothing is done.

    Raises NotFound for any other device, NotSigned.
    """
    if not (seat.is_admitted and seat.is_for(session.pk)):
        raise NotFound("no_participant")
    _sign(session, [(seat.participant_id, half)], Act(Way.DEVICE, kind_key(seat.label)))


def sign_before(*, session: Session, person: UUID, halves: Collection[HalfDay], by: User) -> None:
    """Somebody's half-days on the screen of who facilitates, under whose eyes. Raises NotSigned."""
    _sign(session, [(person, half) for half in halves], Act(Way.SCREEN, by=by))


def sign_on_paper(*, session: Session, cells: Collection[tuple[UUID, HalfDay]], by: User) -> None:
    """These half-days of these people were signed on paper, as who facilitates says: later too. Raises NotSigned."""
    _sign(session, cells, Act(Way.PAPER, by=by))


def unsign(*, session: Session, person: UUID, half: HalfDay) -> None:
    """Take back what was put down by mistake, on the screen or as on paper, until it is countersigned."""
    with transaction.atomic():
        _locked(session)
        mine = Signature.objects.standing().filter(session=session, participant=person, countersigned_at=None)
        mine.filter(day=half.day, is_afternoon=half.is_afternoon).exclude(way=Way.DEVICE).delete()


def countersign(*, session: Session, by: User) -> int:
    """All signatures that hold and are not countersigned yet; how many were. Raises NotSigned."""
    with transaction.atomic():
        session = _locked(session)
        sheet, days = _sheet(session), session.cycle.group.organisation.signing_days
        if not is_open(sheet, None, days, timezone.now()):
            raise NotSigned("too_late")
        holds = [
            (one.person, half.half)
            for one in sheet.people
            for half in one.halves
            if half.signed and not half.signed.is_outdated and not half.signed.is_countersigned
        ]
        rows = Signature.objects.standing().filter(session=session, countersigned_at=None)
        mine = [one.pk for one in rows if (one.participant_id, HalfDay(one.day, one.is_afternoon)) in holds]
        told = {"countersigned_at": timezone.now(), "countersigned_by": by, "countersigned_name": str(by)[:120]}
        return Signature.objects.filter(pk__in=mine).update(**told)


def _sign(session: Session, cells: Collection[tuple[UUID, HalfDay]], act: Act) -> None:
    with transaction.atomic():
        session = _locked(session)
        sheet = _sheet(session)
        people = {one.person: one for one in sheet.people}
        for person, half in cells:
            attended = people.get(person)
            there = next((one for one in attended.halves if one.half == half), None) if attended else None
            if attended is None or there is None:
                raise NotSigned("changed")
            _check_days(session, sheet, attended, act)
            _put_down(session, sheet, attended, there, act)


def _locked(session: Session) -> Session:
    """One press after the other."""
    rows = Session.objects.select_related("cycle__group__organisation").select_for_update(of=("self",))
    return rows.get(pk=session.pk)


def _sheet(session: Session) -> Sheet:
    """Raises NotSigned before the closing step, from which on people sign."""
    sheet = reading.sheet_of(session) if may_begin(session) else None
    if sheet is None:
        raise NotSigned("too_early")
    return sheet


def may_begin(session: Session) -> bool:
    """Whether one signs already: from the closing step on."""
    if session.status == Session.Status.RUNNING:
        item = session.load().item
        return item is not None and item.part == "closing"
    return session.status == Session.Status.CLOSED


def _check_days(session: Session, sheet: Sheet, attended: Attended, act: Act) -> None:
    # Paper was signed when it was; that it was may be put down later.
    days = session.cycle.group.organisation.signing_days
    if act.way != Way.PAPER and not is_open(sheet, attended, days, timezone.now()):
        raise NotSigned("too_late")


def _put_down(session: Session, sheet: Sheet, attended: Attended, there: Half, act: Act) -> None:
    if there.signed and not there.signed.is_outdated:
        return
    now, of = timezone.now(), {"day": there.half.day, "is_afternoon": there.half.is_afternoon}
    rows = Signature.objects.standing().filter(session=session, participant=attended.person, **of)
    # What was signed for the old value is kept.
    rows.update(replaced_at=now)
    # Where nobody knows the end yet, or it is an estimate, one signs « to the end », whenever that is.
    is_open_ended = session.status == Session.Status.RUNNING or sheet.is_end_estimated
    Signature.objects.create(
        session=session,
        participant_id=attended.person,
        **of,
        name=attended.name,
        way=act.way,
        device=act.device,
        stays=[
            [epoch_ms(start), None if is_open_ended and end >= sheet.ended_at else epoch_ms(end)]
            for start, end in there.stays
        ],
        minutes=there.minutes,
        signed_at=now,
        by=act.by,
        by_name=str(act.by)[:120] if act.by else "",
    )
