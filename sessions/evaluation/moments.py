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


def is_asked(
    session: UUID, held: Sequence[UUID], to_come: int, told: Collection[UUID], may_be: Collection[UUID] = ()
) -> bool:
    """Whether the benefits are asked after this one, where means of these are `told`, and of those `may_be` yet.

    The middle is the first session from the half on; where too few answered then, the next one.
    """
    if moment_of(session, held, to_come) != Moment.MIDDLE:
        return True
    place = held.index(session)
    half = (len(held) + to_come - 1) // 2
    return place >= half and not ({*held[1:place]} & {*told} or {*held[max(1, half) : place]} & {*may_be})
