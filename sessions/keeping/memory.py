"""What a group keeps of its sessions: learnings that were shared there, each by its author's choice. Reads alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Coalesce, Greatest
from django.utils.crypto import salted_hmac

from groups.models import Group, Participant, Seat, User

from .. import keepsakes
from ..models import Attendance, ContentKey, Contribution, Session
from ..models.unsealed import unsealed
from ..models.writing import ContributionQuerySet

MOST = 500  # lines
FEW = 3  # lines of a session: fewer do not stand under its day


@dataclass(frozen=True)
class Line:
    """Words, None where nobody can open them any more; `author` is "" where the line names nobody."""

    text: str | None
    author: str = ""


@dataclass(frozen=True)
class Part:
    """Lines of one session of a cycle; without a `session`, of several that have few."""

    cycle: int
    session: Session | None
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Choice:
    """A learning that its author may have stand in the memory; `memory` is how it stands there, "" for not."""

    id: UUID
    session: Session
    text: str | None
    memory: str

    @property
    def session_id(self) -> UUID:
        return self.session.pk


def for_facilitators(group: Group) -> list[Part]:
    """All of it, for who facilitates the group."""
    return _parts(group, _lines(group))


def for_participant(seat: Seat, held: Iterable[Seat]) -> list[Part]:
    """What was shared while this participant was there, of sessions that open in this browser."""
    group = seat.participant.group
    since = _since(seat.participant, held)
    return _parts(group, [one for one in _lines(group) if _was_there(one, since)])


def choices(seat: Seat, held: Iterable[Seat]) -> list[Choice]:
    """A participant's own learnings, those that this browser opens."""
    return _choices(_own(seat, held))


def to_choose(seat: Seat, held: Iterable[Seat]) -> set[UUID]:
    """The sessions of which something may be chosen here."""
    return set(_own(seat, held).learnings().values_list("session", flat=True))


def _own(seat: Seat, held: Iterable[Seat]) -> ContributionQuerySet:
    whole, there = keepsakes.opened_all(seat.participant, held)
    here = Q(session__in=whole)
    for session, what in there.items():
        here |= Q(session=session, seat_id__in=what.seats)
    return Contribution.objects.filter(here, author=seat.participant)


def choices_of(user: User, group: Group) -> list[Choice]:
    """The same of an account's own words in a group's sessions: never what it noted for somebody."""
    return _choices(Contribution.objects.filter(user=user, author=None, session__cycle__group=group))


def _choices(rows: ContributionQuerySet) -> list[Choice]:
    found = rows.learnings().filter(session__cycle__group__is_rehearsal=False)
    newest = found.select_related("session").order_by("-session__scheduled_at", "written_at", "id")[:MOST]
    return [Choice(one.pk, one.session, unsealed(one), one.memory) for one in _open(newest)]


def _lines(group: Group) -> list[Contribution]:
    """Those of closed sessions: while one lasts, what is new there would tell whose it is."""
    kept = Contribution.objects.learnings().exclude(memory="").filter(session__status=Session.Status.CLOSED)
    rows = kept.filter(session__cycle__group=group).annotate(
        last=Greatest("written_at", Coalesce("edited_at", "written_at"))
    )
    newest = rows.select_related("author", "user", "session__cycle").order_by("-session__scheduled_at", "id")
    return _open(newest[:MOST])


def _open(rows: Iterable[Contribution]) -> list[Contribution]:
    """Those whose session has its key still: the others are gone, as was promised."""
    found = list(rows)
    readable = ContentKey.objects.readable(one.session_id for one in found)
    return [one for one in found if one.session_id in readable]


def _since(participant: Participant, held: Iterable[Seat]) -> dict[UUID, tuple[datetime, datetime | None]]:
    """By session that opens here: since when somebody was there, and until when; None for its end."""
    whole, there = keepsakes.opened_all(participant, held)
    found = {}
    came = Attendance.objects.filter(participant=participant)
    for session, arrived_at, left_at in came.values_list("session", "arrived_at", "left_at"):
        if session in whole:
            found[session] = (arrived_at, left_at)
        elif (what := there.get(session)) and what.since:
            found[session] = (max(arrived_at, what.since), left_at)
    return found


def _was_there(one: Contribution, since: dict[UUID, tuple[datetime, datetime | None]]) -> bool:
    if one.session_id not in since:
        return False
    began, left = since[one.session_id]
    last: datetime = one.last  # type: ignore[attr-defined]
    return one.written_at >= began and (left is None or last <= left)


def _parts(group: Group, rows: Collection[Contribution]) -> list[Part]:
    """By cycle, the newest first, and by session; where names stand by none, sessions with few lines are one part."""
    counts = Counter(one.session_id for one in rows)

    def place(one: Contribution) -> tuple[int, bool, float, int]:
        session, is_few = one.session, counts[one.session_id] < FEW and not group.names_in_memory
        cycle = -session.cycle.number
        return (cycle, True, 0, 0) if is_few else (cycle, False, -session.scheduled_at.timestamp(), -session.number)

    parts = []
    for (cycle, is_few, *_rest), some in groupby(sorted(rows, key=place), key=place):
        # In an order that depends on nothing of who wrote: in a go-round the order of writing is a name.
        lines = sorted(some, key=lambda one: salted_hmac("codev.memory", str(one.pk)).digest())
        session = None if is_few else lines[0].session
        parts.append(Part(-cycle, session, tuple(Line(unsealed(one), _author(group, one)) for one in lines)))
    return parts


def _author(group: Group, one: Contribution) -> str:
    """Named where the group has names, and had them when the author chose."""
    if not (group.names_in_memory and one.memory == Contribution.Memory.NAMED):
        return ""
    if one.author:
        return one.author.name
    return one.user.name if one.user else ""
