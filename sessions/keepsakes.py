"""What a participant finds when a session is over: which sessions, on which device, and what of them. Reads alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Window
from django.db.models.functions import Coalesce, Greatest, RowNumber

from groups.models import Participant, PersonalLink, Seat, User

from .models import Attendance, Contribution, JournalEntry, Presence, Round, Session

AT_HOME, A_PAGE = 3, 20
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Past:
    """A session that somebody took part in; `is_here`: on this device. `was_client` is told on that device alone."""

    id: UUID
    number: int
    scheduled_at: datetime
    was_on_paper: bool
    is_here: bool
    was_client: bool


@dataclass(frozen=True)
class Stretch:
    """Some of somebody's past sessions, the newest first, and whether there are older ones."""

    sessions: tuple[Past, ...] = ()
    has_older: bool = False

    @property
    def is_partly_elsewhere(self) -> bool:
        """Whether words of some of them open on another device alone; on paper none were written."""
        return any(not (one.is_here or one.was_on_paper) for one in self.sessions)


def took_part(session: Session, participant: Participant, seats: Iterable[Seat]) -> bool:
    """Whether one of these seats, which a browser holds, was in that session as this participant (decision 039)."""
    mine = [seat for seat in seats if seat.participant_id == participant.pk]
    return _there(mine).filter(session=session, participant=participant).exists()


def opened_by(seats: Iterable[Seat], participant: Participant) -> set[UUID]:
    """The sessions in which one of these seats, which a browser holds, was there as this participant."""
    mine = [seat for seat in seats if seat.participant_id == participant.pk]
    return set(_there(mine).filter(participant=participant).values_list("session_id", flat=True))


def _there(seats: Collection[Seat]) -> QuerySet[Presence]:
    """Where these seats were with their participant: one that only looked before that one came was not."""
    came = {
        "session__attendances__participant": F("participant"),
        # What was seen is written some seconds late.
        "session__attendances__arrived_at__lte": F("last_seen_at") + MINUTE,
    }
    return Presence.objects.filter(actor__in=keys_of(seats), **came)


def keys_of(seats: Collection[Seat]) -> list[str]:
    """The actors' keys of those seats that may open what is their participant's own.

    A guest took a name at the door: where somebody had a personal link by then, the name was that one's.
    """
    guests = {seat.participant_id for seat in seats if not seat.is_member}
    links = PersonalLink.objects.filter(participant__in=guests).values_list("participant").annotate(Min("created_at"))
    linked: dict[UUID, datetime] = dict(links) if guests else {}
    return [f"seat:{seat.pk}" for seat in seats if seat.is_member or _is_ones_own(seat, linked)]


def _is_ones_own(guest: Seat, linked: dict[UUID, datetime]) -> bool:
    since = linked.get(guest.participant_id)
    return guest.is_admitted and (since is None or since > guest.created_at)


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
_FIELDS = ("participant_id", "session_id", "session__number", "session__scheduled_at", "session__was_on_paper")


def _rows(seats: Collection[Seat], held: Collection[Seat]) -> Any:
    """The attendances of these seats' participants, a guest's of one session alone; no rehearsal is anybody's past."""
    members = [seat.participant_id for seat in seats if seat.is_member]
    mine = Q(participant__in=members)
    for guest in seats:
        if not guest.is_member and guest.is_admitted:
            mine |= Q(participant=guest.participant_id, session=guest.session_id)
    one = {"session": OuterRef("session_id")}
    here = _there(held).filter(**one, participant=OuterRef("participant_id"))
    client = Round.objects.filter(**one, client=OuterRef("participant_id"))
    rows = Attendance.objects.filter(mine, session__status="closed", session__cycle__group__is_rehearsal=False)
    return rows.annotate(is_here=Exists(here), was_client=Exists(client)).values(*_FIELDS, "is_here", "was_client")


def _past(row: dict[str, Any]) -> Past:
    return Past(
        row["session_id"],
        row["session__number"],
        row["session__scheduled_at"],
        row["session__was_on_paper"],
        row["is_here"],
        row["is_here"] and row["was_client"],
    )


def guides(session: Session) -> list[str]:
    """The names of the accounts that did anything in a session, as they began: whoever facilitated it."""
    did = JournalEntry.objects.filter(session=session, actor__startswith="user:").order_by("revision")
    keys = dict.fromkeys(did.values_list("actor", flat=True))
    names = dict(User.objects.filter(pk__in=[key.removeprefix("user:") for key in keys]).values_list("pk", "name"))
    return [names[pk] for key in keys if (pk := int(key.removeprefix("user:"))) in names]


def written_by(session: Session, participant: Participant) -> QuerySet[Contribution]:
    """What somebody wrote, or had noted, in the order of writing: kept ideas and what was hidden too, as one's own."""
    mine = Contribution.objects.filter(session=session, author=participant, withdrawn_at=None)
    return mine.select_related("round__client").order_by("written_at", "id")


def learnings(session: Session, attended: Attendance) -> QuerySet[Contribution]:
    """The learnings of others that were shared while somebody was there, as they were by then."""
    shared = Contribution.objects.shown().filter(session=session, kind="learning")
    last = Greatest("written_at", Coalesce("edited_at", "written_at"))
    seen = shared.annotate(last=last).filter(written_at__gte=attended.arrived_at)
    if attended.left_at:
        seen = seen.filter(last__lte=attended.left_at)
    others = seen.exclude(author=attended.participant_id)
    return others.select_related("author", "round__client").order_by("written_at", "id")
