"""Who came to which half-day of some sessions. Pure."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from .half_days import HalfDay
from .hours import by_half, to_the_quarter
from .shapes import Column, Line, Meeting, Register, Stay


def register(
    meetings: Sequence[Meeting], came: Mapping[UUID, Sequence[Stay]], *, counts_breaks: bool = False
) -> Register:
    """Line by line those who came, by name, and for how long; `came` has the stays of each session."""
    names: dict[UUID, str] = {}
    spent: dict[tuple[UUID, UUID, HalfDay], int] = {}
    for one in meetings:
        for person, stays in _by_person(came.get(one.id, ())).items():
            halves = _minutes(one, stays, counts_breaks)
            # Who came to no half-day gets no line: somebody who left before it began did not attend.
            names |= {person: stays[-1].name} if halves else {}
            spent |= {(person, one.id, half): minutes for half, minutes in halves.items()}
    # By id, not by name: two people of one name are two lines.
    people = sorted(names, key=lambda person: (plain(names[person]), person))
    places = [(one, half) for one in meetings for half in one.halves]
    return Register(
        columns=tuple(
            Column(
                session=one.number,
                half=half,
                present=sum((p, one.id, half) in spent for p in people),
                is_estimated=one.is_end_estimated,
                minutes=_whole(one, counts_breaks)[half],
            )
            for one, half in places
        ),
        lines=tuple(_line(p, names[p], [spent.get((p, one.id, half)) for one, half in places]) for p in people),
    )


def _line(person: UUID, name: str, spent: Sequence[int | None]) -> Line:
    return Line(name, tuple(one is not None for one in spent), tuple(one or 0 for one in spent), person)


def _by_person(stays: Sequence[Stay]) -> Mapping[UUID, list[Stay]]:
    found: dict[UUID, list[Stay]] = defaultdict(list)
    for stay in stays:
        found[stay.person].append(stay)
    return found


def _minutes(meeting: Meeting, stays: Sequence[Stay], counts_breaks: bool) -> dict[HalfDay, int]:
    """Each half-day to the quarter of an hour, by itself: what stands in a table adds up."""
    times = by_half(stays, meeting.stretches, () if counts_breaks else meeting.rests, meeting.zone)
    return {half: to_the_quarter(time.minutes) for half, time in times.items()}


def _whole(meeting: Meeting, counts_breaks: bool) -> dict[HalfDay, int]:
    """The half-days of a session that was held, as of somebody who was there all the time."""
    assert meeting.began_at is not None  # noqa: S101  it has half-days
    return _minutes(meeting, [Stay(meeting.id, "", meeting.began_at)], counts_breaks)


def plain(name: str) -> str:
    """As a French list is sorted: accents and capitals do not count."""
    decomposed = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()
