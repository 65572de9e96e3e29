"""The task of a rehearsing facilitator's connection: once a second at most, one simulated person does one thing.

Nothing outlives the connection, and nothing is kept between processes but the lease in the database.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from uuid import UUID, uuid4

from django.utils import timezone

from codev import pool
from codev.instants import epoch_ms
from groups.actors import Actor
from groups.errors import CodevError
from groups.models import Seat

from .. import commands
from ..access import Visit
from ..live.hub import presence
from ..live.snapshot.reach import AWAY_AFTER_MS, Device
from ..models import Rehearsal, Session
from . import lease
from .acts import Act
from .choices import choose, pause_between
from .library import Library, library
from .reading import read
from .scene import Manners

logger = logging.getLogger(__name__)

TICK = 1.0
LONGEST = timedelta(hours=3)
SEEN_EVERY = timedelta(seconds=10)
LOST_FOR, LOST_EVERY = timedelta(minutes=1), timedelta(minutes=3)
OVER = (Session.Status.CLOSED, Session.Status.CANCELLED)
Now = Callable[[], datetime]
Sleep = Callable[[float], Awaitable[object]]


def is_played_by(visit: Visit) -> bool:
    """Whether this connection may play its session's simulated people: its facilitator's dashboard, in a rehearsal."""
    return visit.may_drive and visit.session.cycle.group.is_rehearsal


@dataclass
class Player:
    """One connection that plays, while it holds the lease: how often and when it acted is all that it remembers."""

    session_id: UUID
    sentences: Library
    holder: UUID
    ticks: int = 0
    acted_at: datetime | None = None
    seen_at: datetime | None = None
    lost: str | None = None
    lost_since: datetime | None = None

    def tick(self, now: datetime) -> bool:
        """Do one thing, if it is time and this connection holds the lease; False once there is nothing left to play."""
        rehearsal = Rehearsal.objects.filter(pk=self.session_id).select_related("session__cycle__group").first()
        if rehearsal is None or rehearsal.session.status in OVER or now - rehearsal.created_at > LONGEST:
            return False
        if lease.take(rehearsal, self.holder, now):
            self._play(rehearsal, now)
        return True

    def _play(self, rehearsal: Rehearsal, now: datetime) -> None:
        manners, seats = self._manners(rehearsal, now), rehearsal.cast()
        if not seats:
            return
        self._be_seen(rehearsal, manners, seats, now)
        if self.acted_at and (now - self.acted_at).total_seconds() < pause_between(manners):
            return
        # Before the act: one that is refused has had its time too, or it would be tried again every second.
        self.ticks += 1
        self.acted_at = now
        scene = read(rehearsal, tuple(str(seat.participant_id) for seat in seats))
        # From seed, revision and count alone, so that the same rehearsal can be played again.
        dice = Random(f"{rehearsal.seed}:{rehearsal.session.revision}:{self.ticks}")  # noqa: S311
        if act := choose(scene, manners, self.sentences, dice, epoch_ms(now)):
            _carry_out(act, rehearsal.session, seats)

    def _manners(self, rehearsal: Rehearsal, now: datetime) -> Manners:
        """A connection that is lost comes back by itself after a while, and is lost again later."""
        manners = Manners.of(rehearsal)
        if not manners.is_one_lost:
            self.lost_since = None
            return manners
        self.lost_since = self.lost_since or now
        return replace(manners, is_one_lost=(now - self.lost_since) % LOST_EVERY < LOST_FOR)

    def _be_seen(self, rehearsal: Rehearsal, manners: Manners, seats: list[Seat], now: datetime) -> None:
        """Write presence as heartbeats would; the lost one's is old enough to count as away at once."""
        lost = str(seats[-1].participant_id) if manners.is_one_lost else None
        if self.seen_at and now - self.seen_at < SEEN_EVERY and lost == self.lost:
            return
        self.seen_at, self.lost = now, lost
        long_ago = now - timedelta(milliseconds=AWAY_AFTER_MS) - SEEN_EVERY
        presence.write(
            rehearsal.pk,
            [
                Device(
                    Actor(seat=seat).key,
                    str(seat.participant_id),
                    epoch_ms(long_ago if str(seat.participant_id) == lost else now),
                    rehearsal.session.revision,
                )
                for seat in seats
            ],
        )


def _carry_out(act: Act, session: Session, seats: list[Seat]) -> None:
    seat = next(seat for seat in seats if str(seat.participant_id) == act.by)
    try:
        commands.run(act.command, visit=Visit(session, Actor(seat=seat)), key=uuid4(), **act.fields)
    except CodevError:
        # A refusal holds for simulated people too: the scene may have changed since it was read. The act is not done.
        return


async def play(visit: Visit, language: str, *, now: Now = timezone.now, sleep: Sleep = asyncio.sleep) -> None:
    """Play until the session is over, three hours have passed, the rehearsal was left, or the task is cancelled."""
    player = Player(visit.session.pk, library(language), uuid4())
    job = asyncio.ensure_future(_tick(player, now()))
    try:
        while await asyncio.shield(job):
            await sleep(TICK)
            job = asyncio.ensure_future(_tick(player, now()))
    finally:
        # Cancelling does not stop a tick on its thread: it is waited for, or it would take the lease again afterwards.
        await asyncio.wait([job])
        await pool.write(lease.give_up, player.session_id, player.holder)


async def _tick(player: Player, now: datetime) -> bool:
    try:
        return await pool.write(player.tick, now)
    except Exception:
        # A database that stumbles must not end the rehearsal.
        logger.exception("The simulated people of %s could not act", player.session_id)
        return True
