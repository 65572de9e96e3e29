"""Mirrors read from rows: from the journal for a day, from what is kept of them afterwards."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from codev.instants import epoch_ms
from groups.models import Group, User

from ..models import JournalEntry, KeptMirror, PhaseRun, Session
from ..rulebook.machine import from_json as events_from_json
from ..rulebook.rules.airtime import DAY_MS
from ..rulebook.state.state import State, planned
from .figures import figures
from .shapes import Figures, Stretch, from_json
from .stretches import stretches
from .walk import Interval, running

# Commands that say something of a session afterwards: whoever gave no other did not facilitate it.
AFTERWARDS = ("correct_end",)
NEWEST = 20  # sessions of a cycle that are shown side by side; a cycle has 4 to 8


@dataclass(frozen=True)
class Mirror:
    """What one session shows; `is_whole`: with its silences, before its airtime is forgotten."""

    session: Session
    figures: Figures
    stretches: Sequence[Stretch]
    is_whole: bool


def guided_by(user: User) -> QuerySet[Session]:
    """The sessions that have a mirror for this account: closed, and it did something in them.

    On paper nothing was measured.
    """
    did = JournalEntry.objects.filter(session=OuterRef("pk"), actor=f"user:{user.pk}").exclude(command__in=AFTERWARDS)
    kept = KeptMirror.objects.filter(session=OuterRef("pk"), guides=user)
    closed = Session.objects.filter(status=Session.Status.CLOSED, was_on_paper=False)
    return closed.filter(Exists(did) | Exists(kept))


def guided(user: User, sessions: Sequence[UUID]) -> set[UUID]:
    """Those of these sessions that have a mirror for this account."""
    if not sessions:
        return set()
    return set(guided_by(user).filter(pk__in=sessions).values_list("pk", flat=True))


def guides_of(session: Session) -> list[int]:
    """The ids of the accounts that did anything in it, by its journal."""
    did = JournalEntry.objects.filter(session=session, actor__startswith="user:").exclude(command__in=AFTERWARDS)
    keys = set(did.values_list("actor", flat=True))
    ids = [int(key.removeprefix("user:")) for key in keys]
    return list(User.objects.filter(pk__in=ids).values_list("pk", flat=True))


def mirror(session: Session) -> Mirror:
    """One session's; its cycle and group are read along. Three queries at most, however long the journal."""
    shows = session.cycle.group.shows_airtime
    kept = KeptMirror.objects.filter(session=session).first()
    if kept is not None:
        told = from_json(kept.figures, kept.share if shows else "")
        return Mirror(session, told, steps_of(session), is_whole=False)
    ran, final = journaled(session)
    told = counted(ran, final, shows_airtime=shows)
    # The day is over for who looks too, however late the operator's scheduler is.
    if final.is_airtime_forgotten or time.time() * 1000 >= (final.closed_at or 0) + DAY_MS:
        return Mirror(session, told, steps_of(session), is_whole=False)
    return Mirror(session, told, stretches(ran), is_whole=True)


def counted(ran: Sequence[Interval], final: State, *, shows_airtime: bool) -> Figures:
    """What the journal tells; of hands nothing once they were taken out of it."""
    told = figures(ran, final, shows_airtime=shows_airtime)
    return told.with_hands_of(None) if final.is_airtime_forgotten else told


def journaled(session: Session) -> tuple[list[Interval], State]:
    """A closed session walked through by its journal, and the state that this leads to."""
    first = planned(session.protocol, minutes=session.minutes, rounds=session.planned_rounds, modality=session.modality)
    told: Iterable[list[dict[str, object]]] = session.journal.order_by("revision").values_list("events", flat=True)
    return running(first, [event for events in told for event in events_from_json(events)])


def steps_of(session: Session) -> list[Stretch]:
    """When which step was, which is no secret of anybody's."""
    runs = PhaseRun.objects.filter(session=session).exclude(left_at=None)
    return [
        Stretch("step", epoch_ms(run.entered_at), epoch_ms(run.left_at), run.step, run.round_number)  # type: ignore[arg-type]
        for run in runs
    ]


def over_the_cycle(user: User, group: Group, number: int) -> list[tuple[Session, Figures]]:
    """The newest of a cycle's sessions that have a mirror for this account, the oldest of them first."""
    mine = guided_by(user).filter(cycle__group=group, cycle__number=number)
    newest = mine.select_related("cycle__group", "mirror").order_by("-scheduled_at", "-number")[:NEWEST]
    return [(one, _figures(one)) for one in reversed(newest)]


def _figures(session: Session) -> Figures:
    shows = session.cycle.group.shows_airtime
    kept: KeptMirror | None = getattr(session, "mirror", None)
    if kept is not None:
        return from_json(kept.figures, kept.share if shows else "")
    return counted(*journaled(session), shows_airtime=shows)


def cycles_with(user: User, group: Group) -> list[int]:
    """The numbers of the cycles in which this account facilitated, the newest first."""
    mine = guided_by(user).filter(cycle__group=group).order_by("-cycle__number")
    return list(mine.values_list("cycle__number", flat=True).distinct())
