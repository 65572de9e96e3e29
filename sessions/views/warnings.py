"""Warnings of a participant whose page polls: said and answered in one request of the poll's, and kept nowhere."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from uuid import UUID

from codev import pool
from groups.models import GroupFacilitator
from groups.naming import proposed

from ..live.hub import finished
from ..live.hub.hub import hub
from ..live.hub.warnings import ANSWERS, WARNINGS, FacilitatorWarning, pass_on

WAITS = "wait"
SAYINGS = (*WARNINGS, WAITS, *finished.SAYINGS)
HEARD_SECONDS = 2.0
SEEN_SECONDS = 20.0
Answer = dict[str, str]


async def warn(*, session: UUID, participant: str, said: str) -> Answer:
    """Warn, and answer within `HEARD_SECONDS` whether a dashboard shows it; or wait for a facilitator to see it.
    Or say to have finished writing, or not, which nobody answers.

    `said` is one of SAYINGS. Waiting ends with an empty answer after `SEEN_SECONDS`. Raises nothing.
    """
    if said == WAITS:
        return await _wait(session, participant)
    if said in finished.SAYINGS:
        with contextlib.suppress(Exception):
            await pass_on(FacilitatorWarning(str(session), participant, said))
        return {}
    if not hub().pace.allows(participant):
        return {"warned": "slow"}
    warning = FacilitatorWarning(str(session), participant, said)
    return await _answer(session, participant, ANSWERS, HEARD_SECONDS, warning) or {"warned": "nobody"}


async def _wait(session: UUID, participant: str) -> Answer:
    """One request a person is held open here, whatever the device: others are answered at once, by nothing."""
    waiting = hub().waiting
    if participant in waiting:
        return {}
    waiting.add(participant)
    try:
        return await _answer(session, participant, ("seen",), SEEN_SECONDS) or {}
    finally:
        waiting.discard(participant)


async def _answer(
    session: UUID, participant: str, codes: tuple[str, ...], seconds: float, warning: FacilitatorWarning | None = None
) -> Answer | None:
    """The first of these answers to this participant, None if none comes in time."""
    # Why the layer failed is not logged: the line would tell that somebody warned.
    with contextlib.suppress(Exception):
        async with asyncio.timeout(seconds), hub().listening(session) as next_warning:
            # Listening already: the answer may come before the layer has returned.
            if warning:
                await pass_on(warning)
            found = await _first(next_warning, lambda one: _is_for(one, session, participant) and one.code in codes)
        return {"warned": found.code, "by": await pool.read(_called, session, found.by)}
    return None


def _is_for(one: FacilitatorWarning, session: UUID, participant: str) -> bool:
    return (one.session, one.participant) == (str(session), participant)


async def _first(
    next_warning: Callable[[], Awaitable[FacilitatorWarning]], is_it: Callable[[FacilitatorWarning], bool]
) -> FacilitatorWarning:
    while not is_it(one := await next_warning()):
        continue
    return one


def _called(session: UUID, user: str) -> str:
    """What to call the facilitator who answered, "" for who no longer is one."""
    guides = GroupFacilitator.objects.filter(group__cycles__sessions=session, user=int(user))
    return proposed(guides.values_list("user__name", flat=True).first() or "")
