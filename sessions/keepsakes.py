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
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When, Window
from django.db.models.functions import Coalesce, Greatest, RowNumber

from groups.models import Participant, Seat, User

from .models import Attendance, Contribution, JournalEntry, Presence, Round, Session

AT_HOME, A_PAGE = 3, 20
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Past:
    """A session that somebody took part in; `is_here`: something of it opens on this device, which alone is told
    `was_client`. `is_whole`: all of it does.
    """

    id: UUID
    number: int
    scheduled_at: datetime
    zone: ZoneInfo
    was_on_paper: bool
    is_here: bool
    was_client: bool
    is_whole: bool


@dataclass(frozen=True)
class Stretch:
    """Some of somebody's past sessions, the newest first, and whether there are older ones."""

    sessions: tuple[Past, ...] = ()
    has_older: bool = False

    @property
    def is_partly_elsewhere(self) -> bool:
        """Whether something of some of them does not open on this device; on paper nothing was written."""
        return any(not (one.is_whole or one.was_on_paper) for one in self.sessions)


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
    found = [(mine[one.actor], one.first_seen_at) for one in _there(mine).filter(session=session)]
    # What was seen is written some seconds late; a guest's device knocks before it is let in.
    since = [max(at - MINUTE, seat.admitted_at or at - MINUTE) for seat, at in found if at]
    return Opened(False, tuple(seat.pk for seat, _ in found), min(since, default=None))


def opened_by(held: Iterable[Seat], participant: Participant) -> set[UUID]:
    """The sessions of which all that is this participant's opens by these seats, which a browser holds."""
    mine = _of(participant, held)
    if any(seat.is_proven and seat.reaches_from is None for seat in mine):
        return set(Session.objects.filter(cycle__group=participant.group_id).values_list("pk", flat=True))
    came = Attendance.objects.filter(_reached(mine), participant=participant)
    before = Presence.objects.filter(actor__in=keys_of(mine), participant=participant, opens_all=True)
    return {*came.values_list("session_id", flat=True), *before.values_list("session_id", flat=True)}


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


def newest(seats: Collection[Seat], held: Collection[Seat]) -> dict[UUID, Stretch]:
    """By participant: the newest past sessions of these seats, for a browser that holds all those."""
    found: dict[UUID, list[Past]] = defaultdict(list)
    if not seats:
        return {}
    place = Window(RowNumber(), partition_by=F("participant_id"), order_by=_ORDER)
    for row in _rows(seats, held).annotate(place=place).filter(place__lte=AT_HOME + 1).order_by("place"):
        found[row["participant_id"]].append(_past(row))
    return {who: Stretch(tuple(some[:AT_HOME]), len(some) > AT_HOME) for who, some in found.items()}


def stretch(seat: Seat, held: Collection[Seat], page: int) -> Stretch:
    """A page of one's past sessions, counted from 1."""
    start = (page - 1) * A_PAGE
    rows = _rows([seat], held).order_by(*_ORDER)[start : start + A_PAGE + 1]
    some = tuple(_past(row) for row in rows)
    return Stretch(some[:A_PAGE], len(some) > A_PAGE)


_ORDER = (F("session__scheduled_at").desc(), F("session__number").desc(), F("session_id").desc())
_FIELDS = ("participant_id", "session_id", "session__number", "session__scheduled_at")
_MORE = ("session__time_zone", "session__was_on_paper")


def _rows(seats: Collection[Seat], held: Collection[Seat]) -> Any:
    """The attendances of these seats' participants, a guest's of one session alone; no rehearsal is anybody's past."""
    members = [seat.participant_id for seat in seats if seat.is_member]
    mine = Q(participant__in=members)
    for guest in seats:
        if not guest.is_member and guest.is_admitted:
            mine |= Q(participant=guest.participant_id, session=guest.session_id)
    one = {"session": OuterRef("session_id")}
    there = _there(keys_of(seat for seat in held if seat.is_admitted)).filter(
        **one, participant=OuterRef("participant_id"), first_seen_at__isnull=False
    )
    before = Presence.objects.filter(
        **one, actor__in=keys_of(held), participant=OuterRef("participant_id"), opens_all=True
    )
    client = Round.objects.filter(**one, client=OuterRef("participant_id"))
    rows = Attendance.objects.filter(mine, session__status="closed", session__cycle__group__is_rehearsal=False)
    is_whole = Case(When(_reached(held) | Exists(before), then=True), default=False)
    found = rows.annotate(is_whole=is_whole, was_there=Exists(there), was_client=Exists(client))
    return found.values(*_FIELDS, *_MORE, "is_whole", "was_there", "was_client")


def _past(row: dict[str, Any]) -> Past:
    is_here = row["is_whole"] or row["was_there"]
    return Past(
        row["session_id"],
        row["session__number"],
        row["session__scheduled_at"],
        ZoneInfo(row["session__time_zone"] or settings.TIME_ZONE),
        row["session__was_on_paper"],
        is_here,
        is_here and row["was_client"],
        row["is_whole"],
    )


def guides(session: Session) -> list[str]:
    """The names of the accounts that did anything in a session, as they began: whoever facilitated it."""
    did = JournalEntry.objects.filter(session=session, actor__startswith="user:").order_by("revision")
    keys = dict.fromkeys(did.values_list("actor", flat=True))
    names = dict(User.objects.filter(pk__in=[key.removeprefix("user:") for key in keys]).values_list("pk", "name"))
    return [names[pk] for key in keys if (pk := int(key.removeprefix("user:"))) in names]


def company(session: Session) -> dict[int, list[Participant]]:
    """By round: those who were there while it went on, in the group's order; its client among them.

    Of a session on paper, which has no steps, of all who came. One who went out and came back was there.
    """
    came = list(session.attendances.select_related("participant").order_by("participant__position", "pk"))
    spans = _spans(session)
    found = {}
    for number in session.rounds.values_list("number", flat=True):
        began, ended = spans.get(number, (None, None))
        found[number] = [one.participant for one in came if _was_there(one, began, ended)]
    return found


def _spans(session: Session) -> dict[int | None, tuple[datetime, datetime | None]]:
    """By round: from when to when it went on; None for no end yet."""
    found: dict[int | None, tuple[datetime, datetime | None]] = {}
    for run in session.phase_runs.order_by("entered_at", "pk"):
        began, _ = found.get(run.round_number, (run.entered_at, None))
        found[run.round_number] = (began, run.left_at)
    return found


def _was_there(one: Attendance, began: datetime | None, ended: datetime | None) -> bool:
    is_late = ended is not None and one.arrived_at >= ended
    is_gone = began is not None and one.left_at is not None and one.left_at <= began
    return not (is_late or is_gone)


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
