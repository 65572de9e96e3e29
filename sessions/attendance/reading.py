"""Sheets of attendance, from rows: in a number of queries that grows neither with sessions nor with people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Min, QuerySet
from django.utils import timezone

from codev.instants import epoch_ms
from groups.devices import KINDS
from groups.models import Cycle, User

from ..history.half_days import HalfDay
from ..history.hours import Time, bounds, by_half, to_the_quarter
from ..history.meetings import between, gaps, meetings, runs, stays_of
from ..history.register import plain
from ..history.shapes import Between, Meeting, Span, Stay, stays
from ..models import Attendance, Correction, JournalEntry, Session, Signature
from .said import stays_said
from .shapes import Attended, Corrected, Countersigned, Half, Sheet, Signed, Way

Row = TypeVar("Row", Signature, Correction)
Pairs = Sequence[Sequence[int | None]]


@dataclass(frozen=True)
class _Rows:
    """What stands of some sessions, by session: who was there, signatures and corrections, who facilitated."""

    stays: Mapping[UUID, Sequence[Stay]]
    signatures: Mapping[UUID, Sequence[Signature]]
    corrections: Mapping[UUID, Sequence[Correction]]
    guides: Mapping[UUID, Sequence[str]]


def sheet_of(session: Session) -> Sheet | None:
    """The sheet of a session that is over, or that is under way, as if it ended now; None of any other."""
    if session.status == Session.Status.RUNNING:
        return _sheet_now(session)
    counts = session.cycle.group.organisation.counts_breaks
    return next(iter(_sheets(Session.objects.filter(pk=session.pk), counts_breaks=counts)), None)


def sheets_of(cycle: Cycle) -> tuple[Sheet, ...]:
    """Those of a cycle's sessions that were held, in their order."""
    return _sheets(Session.objects.filter(cycle=cycle), counts_breaks=cycle.group.organisation.counts_breaks)


def sheets_of_sessions(sessions: Iterable[UUID], *, counts_breaks: bool) -> tuple[Sheet, ...]:
    """Those of these that were held, of one organisation."""
    return _sheets(Session.objects.filter(pk__in=[*sessions]), counts_breaks=counts_breaks)


def in_quarters(sheet: Sheet) -> Sheet:
    """What HR may read: half-days, and hours to the nearest quarter; nothing of coming and going, or of corrections.

    Each half-day is rounded by itself, so that what a sheet prints adds up.
    """
    people = (
        replace(
            one,
            halves=tuple(replace(half, minutes=to_the_quarter(half.minutes), stays=()) for half in one.halves),
            corrections=(),
        )
        for one in sheet.people
        if one.halves
    )
    halves = tuple((half, to_the_quarter(minutes)) for half, minutes in sheet.halves)
    return replace(sheet, people=tuple(people), halves=halves)


def _sheets(sessions: QuerySet[Session], *, counts_breaks: bool) -> tuple[Sheet, ...]:
    held = [one for one in meetings(sessions) if one.began_at and one.ended_at]
    if not held:
        return ()
    rows = _rows([one.id for one in held], stays_of(sessions))
    return tuple(_sheet(one, rows, counts_breaks=counts_breaks) for one in held)


def _rows(ids: Sequence[UUID], stays: Mapping[UUID, Sequence[Stay]]) -> _Rows:
    return _Rows(
        stays,
        _by_session(Signature.objects.standing().filter(session__in=ids).select_related("participant")),
        _by_session(Correction.objects.filter(session__in=ids).select_related("participant")),
        _guides(ids),
    )


def _by_session(rows: Iterable[Row]) -> Mapping[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = defaultdict(list)
    for one in rows:
        found[one.session_id].append(one)
    return found


def _guides(ids: Sequence[UUID]) -> Mapping[UUID, list[str]]:
    """The names of the accounts that did anything in each session, as they began: whoever facilitated it."""
    did = JournalEntry.objects.filter(session__in=ids, actor__startswith="user:").order_by()
    first = sorted(did.values_list("session_id", "actor").annotate(at=Min("revision")), key=lambda one: one[2])
    keys = [(session, int(actor.removeprefix("user:"))) for session, actor, _ in first]
    names = dict(User.objects.filter(pk__in={key for _, key in keys}).values_list("pk", "name"))
    found: dict[UUID, list[str]] = defaultdict(list)
    for session, key in keys:
        found[session] += [names[key]] if key in names else []
    return found


def _sheet_now(session: Session) -> Sheet | None:
    """Of a session under way: by its state, as what it sums up is kept once it is closed."""
    state, now = session.load(), timezone.now()
    here = Session.objects.filter(pk=session.pk).order_by().values("id")
    began = runs(here)[session.pk][0]
    if began is None:
        return None
    rests = [(one.since, one.since + one.span_ms) for one in state.rests if one.since and one.span_ms is not None]
    if state.break_since is not None:
        rests.append((state.break_since, epoch_ms(now)))
    meeting = Meeting(
        id=session.pk,
        group=session.cycle.group_id,
        cycle=session.cycle.number,
        number=session.number,
        outcome="",
        scheduled_at=session.scheduled_at,
        zone=session.zone,
        minutes=session.minutes,
        span=Span(0),
        consultations=0,
        began_at=began,
        ended_at=max(now, began),
        absences=tuple(gaps(here)[session.pk]),
        rests=tuple(between(*one) for one in rests),
    )
    came = Attendance.objects.filter(session=session).values_list(
        "participant_id", "participant__name", "arrived_at", "left_at"
    )
    gone: dict[str, list[Between]] = defaultdict(list)
    for one in state.absences:
        if one.until is not None:
            gone[one.participant].append(between(one.since, one.until))
    there = [one for who, *told in came for one in stays(who, *told, gone[str(who)])]
    counts = session.cycle.group.organisation.counts_breaks
    return _sheet(meeting, _rows([session.pk], {session.pk: there}), counts_breaks=counts)


def _sheet(meeting: Meeting, rows: _Rows, *, counts_breaks: bool) -> Sheet:
    assert meeting.began_at is not None  # noqa: S101  it was held
    assert meeting.ended_at is not None  # noqa: S101
    rests = () if counts_breaks else meeting.rests
    whole = by_half([Stay(meeting.id, "", meeting.began_at)], meeting.stretches, rests, meeting.zone)
    signatures, corrections = rows.signatures.get(meeting.id, ()), rows.corrections.get(meeting.id, ())
    there: dict[UUID, list[Stay]] = defaultdict(list)
    for stay in rows.stays.get(meeting.id, ()):
        there[stay.person].append(stay)
    names = {who: some[0].name for who, some in there.items()}
    # Who was erased since stands under the name that was signed with.
    for row in (*corrections, *signatures):
        names[row.participant_id] = row.name if row.participant.erased_at else row.participant.name
    people = (
        Attended(
            person=who,
            name=name,
            halves=tuple(
                _half(half, time, [one for one in signatures if one.participant_id == who], meeting)
                for half, time in by_half(there[who], meeting.stretches, rests, meeting.zone).items()
            ),
            corrections=tuple(_corrected(one, meeting.zone) for one in corrections if one.participant_id == who),
        )
        for who, name in sorted(names.items(), key=lambda one: (plain(one[1]), one[0]))
    )
    return Sheet(
        session=meeting.id,
        number=meeting.number,
        began_at=meeting.began_at,
        ended_at=meeting.ended_at,
        zone=str(meeting.zone),
        is_end_estimated=meeting.is_end_estimated,
        halves=tuple((half, time.minutes) for half, time in whole.items()),
        facilitators=tuple(rows.guides.get(meeting.id, ())),
        people=tuple(one for one in people if one.halves or one.corrections),
        countersigned=_countersigned(signatures),
    )


def _half(half: HalfDay, time: Time, signatures: Iterable[Signature], meeting: Meeting) -> Half:
    mine = (one for one in signatures if (one.day, one.is_afternoon) == (half.day, half.is_afternoon))
    signature = next(mine, None)
    if signature is None:
        return Half(half, time.minutes, time.stays)
    assert meeting.ended_at is not None  # noqa: S101  it was held
    ends_at = min(bounds(half, meeting.zone)[1], meeting.ended_at.astimezone(UTC))
    signed = Signed(
        way=Way(signature.way),
        at=signature.signed_at,
        device=str(KINDS.get(signature.device, "")),
        is_outdated=not _is_of(signature.stays, time.stays, ends_at),
        is_countersigned=signature.countersigned_at is not None,
    )
    return Half(half, time.minutes, time.stays, signed)


def _is_of(signed: Pairs, stays: Sequence[Between], ends_at: datetime) -> bool:
    """Whether it was signed for just these stays; « to the end » is any end that is the session's."""
    return len(signed) == len(stays) and all(
        since == epoch_ms(start) and (epoch_ms(end) == (epoch_ms(ends_at) if until is None else until))
        for (since, until), (start, end) in zip(signed, stays, strict=True)
    )


def _corrected(one: Correction, zone: object) -> Corrected:
    assert isinstance(zone, ZoneInfo)  # noqa: S101  for the type checker
    return Corrected(one.made_at, one.by_name, one.reason, stays_said(one.old, zone), stays_said(one.new, zone))


def _countersigned(signatures: Iterable[Signature]) -> Countersigned | None:
    """The last one: each signature says by itself whether it is."""
    given = [(one.countersigned_at, one.countersigned_name) for one in signatures if one.countersigned_at]
    return Countersigned(*reversed(max(given))) if given else None
