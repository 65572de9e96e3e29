"""A long history in stretches that fit on a page: whole cycles, or a part of a cycle too long for that. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

LENGTH = 20  # sessions; a cycle has 4 to 8


@dataclass(frozen=True)
class Stretch:
    """All sessions of the cycles from `oldest` to `newest`; or of one, only the sessions `first` to `last` of `total`.

    Sessions are counted from 1, by date; parts from the newest, and a whole cycle has none. An address names `newest`,
    so that new cycles do not move it.
    """

    newest: int
    oldest: int
    first: int
    last: int
    total: int
    part: int | None = None


@dataclass(frozen=True)
class Place:
    """Where somebody is in a history, what comes before and after, and the whole of it."""

    stretch: Stretch
    whole: Stretch
    newer: Stretch | None = None
    older: Stretch | None = None


def find(sessions: Mapping[int, int], cycle: str = "", part: str = "") -> Place | None:
    """The stretch that an address asks for; `sessions` says how many each cycle has. None where there are none.

    What is no number leads to the newest, what is beyond either end to that end.
    """
    sessions = {number: count for number, count in sessions.items() if count}
    if not sessions:
        return None
    wanted = max(_number(cycle, max(sessions)), min(sessions)), max(_number(part, 1), 1)
    whole = _whole(sorted(sessions, reverse=True), sessions)
    stretches, newer = _stretches(sessions), None
    for stretch in stretches:
        if _has(stretch, *wanted):
            break
        newer = stretch
    return Place(stretch, whole, newer, next(stretches, None))


def _has(stretch: Stretch, cycle: int, part: int) -> bool:
    """Whether it is the newest that reaches back so far; of parts that one, or the last."""
    return stretch.oldest <= cycle and (stretch.part in (None, part) or stretch.first == 1)


def _stretches(sessions: Mapping[int, int]) -> Iterator[Stretch]:
    """The newest first."""
    together: list[int] = []
    for number in sorted(sessions, reverse=True):
        if together and sum(sessions[one] for one in (*together, number)) > LENGTH:
            yield _whole(together, sessions)
            together = []
        if sessions[number] > LENGTH:
            yield from _parts(number, sessions[number])
        else:
            together.append(number)
    if together:
        yield _whole(together, sessions)


def _whole(cycles: list[int], sessions: Mapping[int, int]) -> Stretch:
    total = sum(sessions[one] for one in cycles)
    return Stretch(cycles[0], cycles[-1], 1, total, total)


def _parts(cycle: int, total: int) -> Iterator[Stretch]:
    for part, last in enumerate(range(total, 0, -LENGTH), 1):
        yield Stretch(cycle, cycle, max(1, last - LENGTH + 1), last, total, part)


def _number(text: str, otherwise: int) -> int:
    # Of more digits than any cycle has, int() might refuse to read it at all.
    return int(text) if text.isdecimal() and len(text) < 10 else otherwise
