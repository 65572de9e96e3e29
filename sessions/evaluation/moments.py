"""After which sessions of a cycle the benefits are asked: its first, its half, its last. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import StrEnum
from uuid import UUID


class Moment(StrEnum):
    """Where in its cycle a session stands that was held."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


def moment_of(session: UUID, held: Sequence[UUID], to_come: int) -> Moment:
    """As the cycle stands now: `held` are its sessions that were held, in the order of dates, this one among them.

    A cycle to which a session is added ends later, and what was answered then is of its middle.
    """
    if session == held[0]:
        return Moment.START
    return Moment.END if session == held[-1] and not to_come else Moment.MIDDLE


def is_asked(session: UUID, held: Sequence[UUID], to_come: int, answered: Collection[UUID]) -> bool:
    """Whether the benefits are asked after this one, where they were `answered` after these.

    The middle is the first session from the half on; where nobody answered then, the next one.
    """
    if moment_of(session, held, to_come) != Moment.MIDDLE:
        return True
    place = held.index(session)
    is_half = 2 * (place + 1) >= len(held) + to_come
    return is_half and not {*held[1:place]} & {*answered}
