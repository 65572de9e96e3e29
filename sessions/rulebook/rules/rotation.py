"""Who was client over a cycle, how many places are left, and who is proposed next, with the reason. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Why(StrEnum):
    """Why somebody is proposed: no turn in this cycle yet, fewer than others, or the longest ago."""

    NEVER = "never"
    FEWEST = "fewest"
    LONGEST_AGO = "longest_ago"


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session of the cycle, in the order of dates: how many are client in it, and who was, or is already chosen.

    `absent` were not there, or say that they will not be. Nobody is proposed for one that `is_settled`.
    """

    number: int
    places: int
    clients: tuple[str, ...] = ()
    absent: frozenset[str] = frozenset()
    is_settled: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody proposed. `chances`: in how many sessions to come, this one counted, this person could be client."""

    who: str
    why: Why
    turns: int
    chances: int


@dataclass(frozen=True)
class Rotation:
    """`turns` has the numbers of the sessions in which somebody was client, of everybody; people in the circle's order.

    `proposals` is by session's number, for those to come; `places` are left in these, `never` had no turn yet.
    """

    people: tuple[str, ...]
    turns: Mapping[str, tuple[int, ...]]
    proposals: Mapping[int, tuple[Choice, ...]] = field(default_factory=dict)
    places: int = 0

    @property
    def never(self) -> tuple[str, ...]:
        return tuple(one for one in self.people if not self.turns[one])

    @property
    def missing(self) -> int:
        """How many places too few are left for everybody to be client once."""
        return max(0, len(self.never) - self.places)


def rotation(people: Sequence[str], meetings: Iterable[Meeting]) -> Rotation:
    """The table and the proposals; each proposal counts as kept for the next one."""
    inside, known = tuple(meetings), tuple(people)
    turns = {one: tuple(_turns(one, inside)) for one in known}
    proposals: dict[int, tuple[Choice, ...]] = {}
    coming = [one for one in inside if not one.is_settled]
    planned = dict(turns)
    for place, meeting in enumerate(coming):
        chosen = _choose(known, planned, meeting, coming[place:])
        proposals[meeting.number] = chosen
        for choice in chosen:
            planned[choice.who] = (*planned[choice.who], meeting.number)
    return Rotation(known, turns, proposals, sum(_places(one, known) for one in coming))


def _turns(who: str, meetings: Iterable[Meeting]) -> Iterator[int]:
    return (one.number for one in meetings if who in one.clients)


def _places(meeting: Meeting, people: Sequence[str]) -> int:
    """Nobody is client twice in a session."""
    return min(meeting.places, len(people))


def _choose(
    people: Sequence[str], turns: Mapping[str, tuple[int, ...]], meeting: Meeting, coming: Sequence[Meeting]
) -> tuple[Choice, ...]:
    there = [one for one in people if one not in meeting.absent]
    chances = {one: sum(one not in later.absent for later in coming) for one in there}
    # Fewest turns first; of these, whoever can come to the fewest of what is left; then the longest ago.
    order = sorted(there, key=lambda one: (len(turns[one]), chances[one], turns[one][-1:], people.index(one)))
    most = max((len(turns[one]) for one in people), default=0)
    return tuple(Choice(one, _why(turns[one], most), len(turns[one]), chances[one]) for one in order[: meeting.places])


def _why(turns: tuple[int, ...], most: int) -> Why:
    if not turns:
        return Why.NEVER
    return Why.FEWEST if len(turns) < most else Why.LONGEST_AGO
