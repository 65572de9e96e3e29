"""Attendance to keep, for who facilitates and for each person: sheets and certificates of a session and of a cycle.

HR has its own addresses (history.py), by history's allow-list alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from codev import spreadsheets
from groups.access import may_administer
from groups.actors import as_wanted, ever_held, seat_meant
from groups.models import Group, Participant, Seat
from groups.views.guards import account

from .. import keepsakes
from ..attendance import ahead, printed, reading, tables
from ..attendance.shapes import Sheet
from ..history import training
from ..history.actions import Action
from ..history.shapes import CANCELLED, CycleFigures
from ..models import Attendance, Session
from . import papers
from .guards import Elsewhere, known_required

KINDS = ("pdf", "xlsx", "csv")
MOST_ROWS = 200  # people of sessions, in one PDF: some twenty-five pages, and some seconds of CPU


@dataclass(frozen=True)
class Reader:
    """Who facilitates the group, and reads all of it; or one participant, who reads the own lines."""

    group: Group
    seat: Seat | None = None

    @property
    def participant(self) -> Participant | None:
        return self.seat.participant if self.seat else None

    def own(self, sheets: Sequence[Sheet]) -> tuple[Sheet, ...]:
        """Of each sheet what this one may read."""
        if self.participant is None:
            return tuple(sheets)
        mine = self.participant.pk
        own = (replace(one, people=tuple(who for who in one.people if who.person == mine)) for one in sheets)
        return tuple(one for one in own if one.people)


@require_safe
@known_required
def session_sheet(request: HttpRequest, session_id: UUID, kind: str) -> HttpResponse:
    """One session's sheet; before the session one to sign on paper, for who facilitates."""
    session = get_object_or_404(Session.objects.select_related("cycle__group__organisation"), pk=session_id)
    reader = _reader(request, session.cycle.group_id, Session.objects.filter(pk=session.pk))
    sheet = reading.sheet_of(session)
    is_ahead = sheet is None and reader.seat is None and session.status != Session.Status.CANCELLED
    sheets = (ahead.sheet_of(session),) if is_ahead else reader.own([sheet] if sheet else [])
    day = session.scheduled_at.astimezone(session.zone).date()
    return _sheet(session.cycle.group_id, session.cycle.number, sheets, kind, f"{day:%Y-%m-%d}", is_ahead=is_ahead)


@require_safe
@known_required
def cycle_sheet(request: HttpRequest, group_id: UUID, cycle_number: int, kind: str) -> HttpResponse:
    """The sheets of a cycle's sessions that were held, after who was there for how long."""
    reader = _reader_of_cycle(request, group_id, cycle_number)
    cycle = get_object_or_404(reader.group.cycles.select_related("group__organisation"), number=cycle_number)
    sheets = reader.own(reading.sheets_of(cycle))
    return _sheet(group_id, cycle_number, sheets, kind, f"cycle-{cycle_number}", whole=reader)


@require_safe
@known_required
def certificate(request: HttpRequest, group_id: UUID, cycle_number: int, participant_id: UUID) -> HttpResponse:
    """Somebody's certificate of completion: for that one, and who facilitates.

    404 for who attended nothing, and for who was erased and never signed: it would be in nobody's name.
    """
    reader = _reader_of_cycle(request, group_id, cycle_number)
    if reader.participant and reader.participant.pk != participant_id:
        raise Http404
    action, cycle, nameless = _figures(group_id, cycle_number)
    if participant_id in nameless:
        raise Http404
    return papers.certificate(action, papers.certified(action, cycle, participant_id))


@require_safe
@known_required
def cycle_attendance(request: HttpRequest, group_id: UUID, cycle_number: int) -> HttpResponse:
    """Where all of it is found: hours of each, sheets, certificates, and what they still lack."""
    reader = _reader_of_cycle(request, group_id, cycle_number)
    action, cycle, nameless = _figures(group_id, cycle_number)
    mine = reader.participant.pk if reader.participant else None
    lines = [one for one in cycle.register.lines if mine in (None, one.person)]
    attended = {
        column.session for line in lines for column, came in zip(cycle.register.columns, line.came, strict=True) if came
    }
    context = {
        "group": reader.group,
        "participant": reader.participant,
        "who": f"?as={mine}" if mine else "",
        "action": action,
        "cycle": cycle,
        "lines": lines,
        "nameless": nameless,
        # A participant finds the sessions of the own attendance, and no others.
        "meetings": [
            # One that was called off may have the number of the one that took its place.
            one
            for one in cycle.meetings
            if one.outcome != CANCELLED and (mine is None or one.number in attended)
        ],
        "is_estimated": any(one.is_estimated for one in cycle.register.columns),
        "kinds": KINDS,
        "administers": mine is None and may_administer(account(request), reader.group.organisation),
    }
    return render(request, "sessions/attendance/cycle.html", context)


def _sheet(
    group: UUID,
    number: int,
    sheets: Sequence[Sheet],
    kind: str,
    about: str,
    *,
    is_ahead: bool = False,
    whole: Reader | None = None,
) -> HttpResponse:
    """404 where nothing is on it. `whole`: a cycle's, which begins with a glance at all of it.

    Of a very long cycle that is all there is of it in a PDF: its sessions have sheets of their own.
    """
    action = training.action(group, number)
    if action is None or not sheets or kind not in KINDS:
        raise Http404
    name = papers.sheet_named(about)
    if kind == "pdf":
        is_long = whole is not None and sum(len(one.people) for one in sheets) > MOST_ROWS
        sessions = [] if is_long else printed.sessions(sheets, is_ahead=is_ahead)
        context: dict[str, Any] = {"action": action, "sessions": sessions, "is_long": is_long}
        return papers.answer("pdf/sheet.html", context | (_glance(whole, number) if whole else {}), name)
    lines = tables.lines(action, sheets)
    return spreadsheets.answer(
        spreadsheets.made(kind, gettext("Attendance sheet"), tables.heading(), lines), name, kind
    )


def _glance(reader: Reader, number: int) -> dict[str, Any]:
    _action, cycle, _nameless = _figures(reader.group.pk, number)
    if mine := reader.participant:
        lines = tuple(one for one in cycle.register.lines if one.person == mine.pk)
        cycle = replace(cycle, register=replace(cycle.register, lines=lines))
    return papers.glance(cycle)


def _figures(group: UUID, number: int) -> tuple[Action, CycleFigures, set[UUID]]:
    """A cycle's, whoever was erased under the name on the sheets, and who stands under none. HR reads no such name."""
    action, cycle = papers.figures_of_cycle(group, number)
    names = reading.names_of_erased(group, number)
    lines = tuple(replace(one, name=names.get(one.person) or one.name) for one in cycle.register.lines)
    nameless = {person for person, name in names.items() if not name}
    return action, replace(cycle, register=replace(cycle.register, lines=lines)), nameless


def _reader_of_cycle(request: HttpRequest, group_id: UUID, number: int) -> Reader:
    return _reader(request, group_id, Session.objects.filter(cycle__group=group_id, cycle__number=number))


def _reader(request: HttpRequest, group_id: UUID, sessions: Any) -> Reader:
    """404 for strangers to the group; Elsewhere where the person's device opens only a part of these sessions."""
    wanted = as_wanted(request)
    if request.user.is_authenticated and not wanted:
        # A rehearsal's people are made up: nothing proves that they were anywhere.
        driven = Group.objects.driven_by(account(request)).filter(is_rehearsal=False).select_related("organisation")
        if group := driven.filter(pk=group_id).first():
            return Reader(group)
    # Who left the group has a right to what proves the time before.
    held = [seat for seat in ever_held(request.session) if seat.participant.group_id == group_id and seat.is_member]
    seat = seat_meant(held, wanted)
    if seat is None:
        raise Http404
    came = Attendance.objects.filter(session__in=sessions, participant=seat.participant)
    reached = set(came.values_list("session_id", flat=True)) <= keepsakes.opened_by(held, seat.participant)
    if not (seat.is_proven and reached):
        raise Elsewhere(seat)
    return Reader(seat.participant.group, seat)
