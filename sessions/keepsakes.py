"""What a participant finds when a session is over: which sessions, on which device, and what of them. Reads alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest

from groups.models import Participant, Seat

from .models import Attendance, ContentKey, Contribution, Presence, Round, Session

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Past:
    """A session that somebody took part in; `is_here`: something of it opens on this device, which alone is told
    `was_client`. `is_whole`: all of it does. `is_erased`: of what was written in it nothing can be read any more.
    """

    id: UUID
    number: int
    scheduled_at: datetime
    zone: ZoneInfo
    was_on_paper: bool
    is_here: bool
    was_client: bool
    is_whole: bool
    is_erased: bool = False

    @property
    def is_partly_elsewhere(self) -> bool:
        """Whether something of it does not open on this device; on paper nothing was written."""
        return not (self.is_whole or self.was_on_paper or self.is_erased)


@dataclass(frozen=True)
class Opened:
    """What of a session opens in a browser for one participant (decision 046).

    All of it (`is_whole`), on a device that is proven. Else what these `seats` wrote there themselves, and what was
    shared before all since one of them was there (`since`, None for none).
    """

    is_whole: bool
    seats: tuple[UUID, ...] = ()
    since: datetime | None = None

    @property
    def is_anything(self) -> bool:
        return self.is_whole or self.since is not None


def opened(session: Session, participant: Participant, held: Iterable[Seat]) -> Opened:
    """What opens by these seats, which a browser holds."""
    if session.pk in opened_by(held, participant):
        return Opened(is_whole=True)
    mine = {f"seat:{seat.pk}": seat for seat in _of(participant, held) if seat.is_admitted}
    return _partly(mine, _there(mine).filter(session=session))


def opened_by(held: Iterable[Seat], participant: Participant) -> set[UUID]:
    """The sessions of which all that is this participant's opens by these seats, which a browser holds."""
    mine = _of(participant, held)
    if any(seat.is_proven and seat.reaches_from is None for seat in mine):
        return set(Session.objects.filter(cycle__group=participant.group_id).values_list("pk", flat=True))
    came = Attendance.objects.filter(_reached(mine), participant=participant)
    before = Presence.objects.filter(actor__in=keys_of(mine), participant=participant, opens_all=True)
    return {*came.values_list("session_id", flat=True), *before.values_list("session_id", flat=True)}


def opened_all(participant: Participant, held: Iterable[Seat]) -> tuple[set[UUID], dict[UUID, Opened]]:
    """Of all sessions at once: those that open as a whole by these seats, and what opens of others."""
    held = list(held)
    mine = {f"seat:{seat.pk}": seat for seat in _of(participant, held) if seat.is_admitted}
    whole, found = opened_by(held, participant), defaultdict(list)
    for one in _there(mine).exclude(session__in=whole):
        found[one.session_id].append(one)
    return whole, {session: _partly(mine, some) for session, some in found.items()}


def _partly(mine: dict[str, Seat], there: Iterable[Presence]) -> Opened:
    """What opens by these devices of one session, where they were."""
    found = [(mine[one.actor], one.first_seen_at) for one in there]
    # What was seen is written some seconds late; a guest's device knocks before it is let in.
    since = [max(at - MINUTE, seat.admitted_at or at - MINUTE) for seat, at in found if at]
    return Opened(False, tuple(seat.pk for seat, _ in found), min(since, default=None))


def _of(participant: Participant, held: Iterable[Seat]) -> list[Seat]:
    return [seat for seat in held if seat.participant_id == participant.pk]


def _reached(seats: Iterable[Seat]) -> Q:
    """The attendances that proven ones among these open, each of its participant: those since which it reaches."""
    reached = Q(pk__in=())
    for seat in seats:
        if seat.is_proven:
            since = Q(arrived_at__gte=seat.reaches_from) if seat.reaches_from else Q()
            reached |= Q(participant=seat.participant_id) & since
    return reached


def _there(keys: Collection[str]) -> QuerySet[Presence]:
    """Where these devices were with their participant: one that only looked before that one came was not."""
    came = {
        "session__attendances__participant": F("participant"),
        # What was seen is written some seconds late.
        "session__attendances__arrived_at__lte": F("last_seen_at") + MINUTE,
    }
    return Presence.objects.filter(actor__in=keys, **came)


def keys_of(seats: Iterable[Seat]) -> list[str]:
    """The actors' keys of these seats."""
    return [f"seat:{seat.pk}" for seat in seats]


def attended(seats: Collection[Seat]) -> Q:
    """The closed sessions that these seats' participants took part in, a guest's one alone; no rehearsal is anybody's.

    Of one person: a participant a group at most.
    """
    members = [seat.participant.group_id for seat in seats if seat.is_member]
    guests = [seat.session_id for seat in seats if not seat.is_member and seat.is_admitted]
    came = Attendance.objects.filter(session=OuterRef("pk"), participant__in=_participants(seats))
    here = Q(cycle__group__in=members) | Q(pk__in=guests)
    return here & Q(Exists(came), status="closed", cycle__group__is_rehearsal=False)


def past(seats: Collection[Seat], held: Collection[Seat], which: Q) -> dict[UUID, Past]:
    """Those of the sessions that these seats' participants took part in, by id, for a browser that holds all those."""
    one = {"session": OuterRef("pk"), "participant__in": _participants(seats)}
    there = _there(keys_of(seat for seat in held if seat.is_admitted)).filter(**one, first_seen_at__isnull=False)
    before = Presence.objects.filter(**one, actor__in=keys_of(held), opens_all=True)
    reached = Attendance.objects.filter(_reached(held), **one)
    found = Session.objects.filter(which, attended(seats)).annotate(
        is_whole=Exists(reached) | Exists(before),
        was_there=Exists(there),
        was_client=Exists(Round.objects.filter(session=OuterRef("pk"), client__in=_participants(seats))),
    )
    rows = list(found.values(*_FIELDS))
    readable = ContentKey.objects.readable(row["id"] for row in rows)
    return {row["id"]: _past(row, readable) for row in rows}


def of(session: Session, seat: Seat, held: Collection[Seat]) -> Past | None:
    """This one as its participant took part in it; None for who did not."""
    return past([seat], held, Q(pk=session.pk)).get(session.pk)


_FIELDS = ("id", "number", "scheduled_at", "time_zone", "was_on_paper", "is_whole", "was_there", "was_client")


def _participants(seats: Iterable[Seat]) -> list[UUID]:
    return [seat.participant_id for seat in seats]


def _past(row: dict[str, Any], readable: Collection[UUID]) -> Past:
    is_here = row["is_whole"] or row["was_there"]
    return Past(
        row["id"],
        row["number"],
        row["scheduled_at"],
        ZoneInfo(row["time_zone"] or settings.TIME_ZONE),
        row["was_on_paper"],
        is_here,
        is_here and row["was_client"],
        row["is_whole"],
        row["id"] not in readable,
    )


def written_by(session: Session, participant: Participant, what: Opened) -> QuerySet[Contribution]:
    """What somebody wrote, or had noted, in the order of writing: kept ideas and what was hidden too, as one's own."""
    mine = Contribution.objects.filter(session=session, author=participant, withdrawn_at=None)
    if not what.is_whole:
        mine = mine.filter(seat_id__in=what.seats)
    return mine.select_related("round__client").order_by("written_at", "id")


def learnings(session: Session, attended: Attendance, what: Opened) -> QuerySet[Contribution]:
    """The learnings of others that were shared while somebody was there, with this device, as they were by then."""
    shared = Contribution.objects.shown().filter(session=session, kind="learning")
    last = Greatest("written_at", Coalesce("edited_at", "written_at"))
    since = max(attended.arrived_at, what.since or attended.arrived_at)
    seen = shared.annotate(last=last).filter(written_at__gte=since)
    if attended.left_at:
        seen = seen.filter(last__lte=attended.left_at)
    others = seen.exclude(author=attended.participant_id)
    return others.select_related("author", "round__client").order_by("written_at", "id")
