"""Who came to which half-day of some sessions. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from uuid import UUID

from .half_days import HalfDay
from .shapes import Column, Line, Meeting, Register, Stay


def register(meetings: Sequence[Meeting], came: Mapping[UUID, Sequence[Stay]]) -> Register:
    """Line by line those who came, by name; `came` has the stays of each session."""
    names: dict[UUID, str] = {}
    there: set[tuple[UUID, UUID, HalfDay]] = set()
    for one in meetings:
        for stay in came.get(one.id, []):
            halves = one.halves_of(stay)
            # Who came to no half-day gets no line: somebody who left before it began did not attend.
            names |= {stay.person: stay.name} if halves else {}
            there |= {(stay.person, one.id, half) for half in halves}
    places = [(one, half) for one in meetings for half in one.halves]
    # By id, not by name: two people of one name are two lines.
    people = sorted(names, key=lambda person: (plain(names[person]), person))
    return Register(
        columns=tuple(
            Column(one.number, half, sum((p, one.id, half) in there for p in people), one.is_end_estimated)
            for one, half in places
        ),
        lines=tuple(Line(names[p], tuple((p, one.id, half) in there for one, half in places)) for p in people),
    )


def plain(name: str) -> str:
    """As a French list is sorted: accents and capitals do not count."""
    decomposed = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()
