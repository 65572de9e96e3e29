"""A session on paper: the run sheet to print before, and what is put down afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods, require_safe

from groups.commands import check_is_active
from groups.errors import Refused
from groups.models import Group, Part, Participant
from groups.views.guards import account, account_required

from .. import access, commands
from ..access import Visit
from ..commands.slots import AtOnce
from ..forms.paper import PaperForm, PastForm
from ..forms.slots import refusal
from ..live.regions.guiding import unnamed
from ..models import Session
from ..models.protocols import offer, offered
from ..rulebook.protocol.protocol import Step
from ..rulebook.state.agenda import BREAK_MINUTES, MINUTE_MS
from ..rulebook.state.state import State
from .refusals import words


@dataclass(frozen=True)
class Line:
    """A step on the sheet: its planned minutes, when it begins in each round, and what it asks."""

    title: str
    purpose: str
    minutes: int
    begins: tuple[datetime, ...]
    expect: str
    refrain: str


@require_safe
@account_required
def run_sheet(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """One page to print: steps, clock times, rules of the roles, room to write. 404 for who does not facilitate now.

    No subject and nobody's name stands on it: paper is left lying about.
    """
    session = _visit(request, session_id).session
    state = session.load()
    begins = _beginnings(session, state)
    parts = [
        {"part": part, "lines": [_line(step, state, begins, request.LANGUAGE_CODE) for step in steps]}
        for part in ("opening", "round", "closing")
        if (steps := state.protocol.part(part))
    ]
    context = {
        "session": session,
        "protocol": state.protocol.title.given(request.LANGUAGE_CODE),
        "parts": parts,
        "rounds": [str(number + 1) for number in range(state.rounds)],
        "rest_at": None if state.break_before is None else begins[state.break_before] - _rest(),
        "rest": BREAK_MINUTES,
        "ends_at": _ends_at(session, state),
        "zone": session.zone,
    }
    return render(request, "sessions/paper/sheet.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def afterwards(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Put down a session that was held on paper. 404 for who does not facilitate now; a refusal is said in the form."""
    visit = _visit(request, session_id)
    session = visit.session
    form = PaperForm(
        request.POST if request.method == "POST" else None,
        zone=session.zone,
        people=_people(session.cycle.group),
        initial={"began_at": session.scheduled_at, "minutes": session.minutes},
    )
    if form.is_valid():
        try:
            commands.record_afterwards(visit=visit, **form.given())
            return redirect("sessions:group", session.cycle.group_id)
        except Refused as fault:
            form.add_error(None, words(fault.code))
    context = {"session": session, "group": session.cycle.group, "form": form}
    return render(request, "sessions/paper/afterwards.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def past_session(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Put down a session that was held on paper and that nobody planned. 404 for who does not facilitate the group."""
    mine = Group.objects.filter(facilitators__user=account(request), facilitators__role=Part.FACILITATOR)
    group: Group = get_object_or_404(mine.select_related("organisation"), pk=group_id, is_rehearsal=False)
    check_is_active(group)
    form = PastForm(
        request.POST if request.method == "POST" else None,
        zone=group.zone,
        people=_people(group),
        methods={key: offer(key).title.given(request.LANGUAGE_CODE) for key in offered()},
        initial={"minutes": offer(next(iter(offered()))).minutes},
    )
    if form.is_valid():
        try:
            commands.add_past(group=group, by=account(request), **form.given())
            return redirect("sessions:group", group.pk)
        except AtOnce as fault:
            form.add_error("began_at", refusal(fault, group.zone))
        except Refused as fault:
            form.add_error(None, words(fault.code))
    context = {"group": group, "form": form}
    return render(request, "sessions/paper/afterwards.html", context, status=422 if form.errors else 200)


def _people(group: Group) -> list[Participant]:
    return list(group.participants.current().order_by("position"))


def _visit(request: HttpRequest, session_id: UUID) -> Visit:
    visit = access.visit(session_id, user=request.user, browser=request.session)
    if visit is None or not visit.may_drive:
        raise Http404
    return visit


def _rest() -> timedelta:
    return timedelta(minutes=BREAK_MINUTES)


def _start(session: Session, state: State) -> datetime:
    """In UTC: an hour's clock does not go on by minutes in the night that it is changed in."""
    return session.scheduled_at if state.started_at is None else datetime.fromtimestamp(state.started_at / 1000, UTC)


def _beginnings(session: Session, state: State) -> tuple[datetime, ...]:
    """When each step of the agenda is planned to begin, the break in its place."""

    def clock() -> Iterator[datetime]:
        at = _start(session, state)
        for index, item in enumerate(state.agenda):
            at += _rest() if index == state.break_before else timedelta()
            yield at
            at += timedelta(milliseconds=item.planned_ms)

    return tuple(clock())


def _ends_at(session: Session, state: State) -> datetime:
    return _start(session, state) + timedelta(minutes=state.minutes) + timedelta(milliseconds=state.reserved_ms)


def _line(step: Step, state: State, begins: Sequence[datetime], language: str) -> Line:
    items = [(item, at) for item, at in zip(state.agenda, begins, strict=True) if item.key == step.key]
    card = step.cards["peer"] if "peer" in step.cards else step.cards["facilitator"]
    purpose, expect, refrain = (
        capfirst(unnamed(text.given(language), language)) for text in (step.purpose, card.expect, card.refrain)
    )
    # Rounds may differ, as whole minutes are shared out: the sheet says the longest.
    minutes = round(max(item.planned_ms for item, _at in items) / MINUTE_MS)
    return Line(step.title.given(language), purpose, minutes, tuple(at for _item, at in items), expect, refrain)
