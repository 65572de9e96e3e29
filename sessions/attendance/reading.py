"""Sheets of attendance, from rows: in a number of queries that grows neither with sessions nor with people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from codev.instants import epoch_ms
from groups.models import Cycle, Participant

from ..company import guides_of
from ..history.meetings import between, gaps, meetings, runs, stays_of
from ..history.shapes import Between, Meeting, Span, Stay, stays
from ..models import Attendance, Correction, Session, Signature
from ..rulebook.state.state import State
from .shapes import Sheet
from .sheets import Rows, sheet

Row = TypeVar("Row", Signature, Correction)


def sheet_of(session: Session) -> Sheet | None:
    """The sheet of a session that is over, or that is under way, as if it ended now; None of any other."""
    if session.status == Session.Status.RUNNING:
        return _sheet_now(session)
    counts = session.cycle.group.organisation.counts_breaks
    return next(iter(_sheets(Session.objects.filter(pk=session.pk), counts_breaks=counts)), None)


def sheets_of(cycle: Cycle) -> tuple[Sheet, ...]:
    """Those of a cycle's sessions that were held, in their order."""
    return _sheets(Session.objects.filter(cycle=cycle), counts_breaks=cycle.group.organisation.counts_breaks)


def sheets_of_sessions(sessions: Iterable[UUID], *, counts_breaks: bool) -> tuple[Sheet, ...]:
    """Those of these that were held, of one organisation."""
    return _sheets(Session.objects.filter(pk__in=[*sessions]), counts_breaks=counts_breaks)


def names_of_erased(group: UUID, number: int) -> dict[UUID, str]:
    """Whoever of a cycle's people was erased, each by the name signed with or put right; "" where there is none."""
    here = {"session__cycle__group": group, "session__cycle__number": number, "participant__erased_at__isnull": False}
    erased = Participant.objects.filter(group=group).exclude(erased_at=None).order_by()
    names = dict.fromkeys(erased.values_list("pk", flat=True), "")
    for kind in (Correction, Signature):
        names |= dict(kind.objects.filter(**here).order_by("id").values_list("participant_id", "name"))
    return names


def _sheets(sessions: QuerySet[Session], *, counts_breaks: bool) -> tuple[Sheet, ...]:
    held = [one for one in meetings(sessions) if one.began_at and one.ended_at]
    if not held:
        return ()
    rows = _rows([one.id for one in held], stays_of(sessions))
    return tuple(sheet(one, rows, counts_breaks=counts_breaks) for one in held)


def _rows(ids: Sequence[UUID], stays: Mapping[UUID, Sequence[Stay]]) -> Rows:
    return Rows(
        stays,
        _by_session(Signature.objects.standing().filter(session__in=ids).select_related("participant")),
        _by_session(Correction.objects.filter(session__in=ids).select_related("participant")),
        guides_of(ids),
    )


def _by_session(rows: Iterable[Row]) -> Mapping[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = defaultdict(list)
    for one in rows:
        found[one.session_id].append(one)
    return found


def _sheet_now(session: Session) -> Sheet | None:
    """Of a session under way: by its state, as what it sums up is kept once it is closed."""
    state, now = session.load(), timezone.now()
    here = Session.objects.filter(pk=session.pk).order_by().values("id")
    began = runs(here)[session.pk][0]
    if began is None:
        return None
    meeting = Meeting(
        id=session.pk,
        group=session.cycle.group_id,
        cycle=session.cycle.number,
        number=session.number,
        outcome="",
        scheduled_at=session.scheduled_at,
        zone=session.zone,
        minutes=session.minutes,
        span=Span(0),
        consultations=0,
        began_at=began,
        ended_at=max(now, began),
        absences=tuple(gaps(here)[session.pk]),
        rests=_rests(state, now),
    )
    counts = session.cycle.group.organisation.counts_breaks
    now_there = _rows([session.pk], {session.pk: _there(session, state)})
    return replace(sheet(meeting, now_there, counts_breaks=counts), is_under_way=True)


def _rests(state: State, now: datetime) -> tuple[Between, ...]:
    """The breaks so far, the one that lasts among them."""
    rests = [(one.since, one.since + one.span_ms) for one in state.rests if one.since and one.span_ms is not None]
    if state.break_since is not None:
        rests.append((state.break_since, epoch_ms(now)))
    return tuple(between(*one) for one in rests)


def _there(session: Session, state: State) -> list[Stay]:
    """Who was there so far, from when to when."""
    came = Attendance.objects.filter(session=session).values_list(
        "participant_id", "participant__name", "arrived_at", "left_at"
    )
    gone: dict[str, list[Between]] = defaultdict(list)
    for one in state.absences:
        if one.until is not None:
            gone[one.participant].append(between(one.since, one.until))
    return [one for who, name, arrived, left in came for one in stays(who, name, arrived, left, gone[str(who)])]
