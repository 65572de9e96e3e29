"""The sheet of one session, of what was read about it: no query of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from codev.instants import epoch_ms
from groups.devices import KINDS

from ..history.half_days import HalfDay
from ..history.hours import Time, bounds, by_half
from ..history.register import plain
from ..history.shapes import Between, Meeting, Stay
from ..models import Correction, Signature
from .said import pairs_said
from .shapes import Attended, Contested, Corrected, Countersigned, Half, Sheet, Signed, Way

Pairs = Sequence[Sequence[int | None]]


@dataclass(frozen=True)
class Rows:
    """What stands of some sessions, by session: who was there, signatures and corrections, who facilitated."""

    stays: Mapping[UUID, Sequence[Stay]]
    signatures: Mapping[UUID, Sequence[Signature]]
    corrections: Mapping[UUID, Sequence[Correction]]
    guides: Mapping[UUID, Sequence[str]]


def sheet(meeting: Meeting, rows: Rows, *, counts_breaks: bool) -> Sheet:
    """The attendance of a session that took place."""
    assert meeting.began_at is not None  # noqa: S101  it did
    assert meeting.ended_at is not None  # noqa: S101
    rests = () if counts_breaks else meeting.rests
    whole = by_half([Stay(meeting.id, "", meeting.began_at)], meeting.stretches, rests, meeting.zone)
    return Sheet(
        session=meeting.id,
        number=meeting.number,
        began_at=meeting.began_at,
        ended_at=meeting.ended_at,
        zone=str(meeting.zone),
        is_end_estimated=meeting.is_end_estimated,
        halves=tuple((half, time.minutes) for half, time in whole.items()),
        facilitators=tuple(rows.guides.get(meeting.id, ())),
        people=tuple(_people(meeting, rows, rests)),
        countersigned=_countersigned(rows.signatures.get(meeting.id, ())),
    )


def _people(meeting: Meeting, rows: Rows, rests: Sequence[Between]) -> Iterator[Attended]:
    """By name, those who were there for some of it, and those of whom that was corrected."""
    there: dict[UUID, list[Stay]] = defaultdict(list)
    for stay in rows.stays.get(meeting.id, ()):
        there[stay.person].append(stay)
    signatures, corrections = rows.signatures.get(meeting.id, ()), rows.corrections.get(meeting.id, ())
    names = {who: some[0].name for who, some in there.items()} | _names((*corrections, *signatures))
    for who in sorted(names, key=lambda one: (plain(names[one]), one)):
        times = by_half(there[who], meeting.stretches, rests, meeting.zone)
        signed = {HalfDay(one.day, one.is_afternoon): one for one in signatures if one.participant_id == who}
        halves = tuple(_half(half, time, signed.get(half), meeting, names[who]) for half, time in times.items())
        corrected = tuple(_corrected(one, meeting.zone) for one in corrections if one.participant_id == who)
        if halves or corrected:
            yield Attended(who, names[who], halves, corrected)


def _names(evidence: Iterable[Correction | Signature]) -> dict[UUID, str]:
    """Who was erased since stands under the name that was signed with."""
    return {one.participant_id: one.name if one.participant.erased_at else one.participant.name for one in evidence}


def _half(half: HalfDay, time: Time, signature: Signature | None, meeting: Meeting, name: str) -> Half:
    if signature is None:
        return Half(half, time.minutes, time.stays)
    signed = Signed(
        way=Way(signature.way),
        at=signature.signed_at,
        device=str(KINDS.get(signature.device, "")),
        is_outdated=not is_for(signature.stays, time.stays, ends_at(half, meeting)),
        countersigned=_countersigned([signature]),
        signed_as="" if signature.name == name else signature.name,
    )
    return Half(half, time.minutes, time.stays, signed)


def ends_at(half: HalfDay, meeting: Meeting) -> datetime:
    """When a half-day of a session was over."""
    assert meeting.ended_at is not None  # noqa: S101  it took place
    return min(bounds(half, meeting.zone)[1], meeting.ended_at.astimezone(UTC))


def is_for(signed: Pairs, stays: Sequence[Between], end: datetime) -> bool:
    """Whether it was signed for just these stays; « to the end » is any end that is the session's."""
    return len(signed) == len(stays) and all(
        since == epoch_ms(start) and epoch_ms(until) == (epoch_ms(end) if to is None else to)
        for (since, to), (start, until) in zip(signed, stays, strict=True)
    )


def _corrected(one: Correction, zone: object) -> Corrected:
    assert isinstance(zone, ZoneInfo)  # noqa: S101  for the type checker
    old, new = (pairs_said(pairs, zone) for pairs in (one.old, one.new))
    contested = None
    if one.contested_at:
        contested = Contested(one.contested_at, one.contested_words, Way(one.contested_way))
    return Corrected(one.pk, one.made_at, one.by_name, one.reason, old, new, contested)


def _countersigned(signatures: Iterable[Signature]) -> Countersigned | None:
    """The last time: each signature says by itself whether it is."""
    given = [(one.countersigned_at, one.countersigned_name) for one in signatures if one.countersigned_at]
    at, name = max(given, default=(None, ""))
    return Countersigned(name, at) if at else None
