"""The two forms of evaluation, for whoever took part; and what is published of them, for the group."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from codev.sealing import SealBroken
from groups.actors import as_wanted, seat_meant, seats_of
from groups.errors import Refused
from groups.models import Group, Seat
from groups.views.guards import account, account_required
from groups.views.members import my_group

from .. import access, commands, keepsakes
from ..evaluation import answers, published, windows
from ..evaluation.questions import BENEFITS, SESSION, Questions
from ..evaluation.sentences import MOMENTS, SENTENCES
from ..forms.evaluation import EvaluationForm
from ..models import Evaluation, Session
from .guards import Elsewhere, known_required
from .refusals import words


@require_http_methods(["GET", "HEAD", "POST"])
@known_required
def evaluation(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """How the session was, in five sentences: for whoever was there, from its closing step on."""
    return _form_of(request, session_id, SESSION)


@require_http_methods(["GET", "HEAD", "POST"])
@known_required
def benefits(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """What the group gives, asked after some sessions of a cycle: for its members."""
    return _form_of(request, session_id, BENEFITS)


@require_safe
@account_required
def evaluations(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """How a cycle's sessions were evaluated (`?cycle=`), for who facilitates the group. 404 for anybody else."""
    group = my_group(request, group_id)
    if group.is_rehearsal:
        raise Http404
    return _published(request, group, SESSION)


@require_safe
@known_required
def curve(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """The benefits over a cycle (`?cycle=`), for the group: members, and who facilitates it. 404 for anybody else."""
    wanted = as_wanted(request)
    here = [one for one in seats_of(request.session) if one.is_member and one.participant.group_id == group_id]
    seat = seat_meant(here, wanted)
    if seat:
        return _published(request, seat.participant.group, BENEFITS, seat)
    if wanted or not request.user.is_authenticated:
        raise Http404
    mine = Group.objects.driven_by(account(request))
    return _published(request, get_object_or_404(mine, pk=group_id, is_rehearsal=False), BENEFITS)


def _published(request: HttpRequest, group: Group, questions: Questions, seat: Seat | None = None) -> HttpResponse:
    cycle = published.cycle_of(group, request.GET.get("cycle", ""))
    if cycle is None:
        raise Http404
    found = published.of_sessions(cycle) if questions == SESSION else published.of_benefits(cycle)
    context = {
        "group": group,
        "cycle": cycle,
        "cycles": group.cycles.order_by("number"),
        "seat": seat,
        "curve": found,
        "least": questions.least,
        "lines": [{"sentence": SENTENCES[one.name], "of": one, "names": _names(found, one)} for one in found.lines],
        "columns": [{"of": one, "moment": MOMENTS[one.moment] if one.moment else ""} for one in found.columns],
        "rose": [SENTENCES[one] for one in found.rose],
        "fell": [SENTENCES[one] for one in found.fell],
    }
    page = "evaluations" if questions == SESSION else "curve"
    return render(request, f"sessions/evaluation/{page}.html", context)


def _names(curve: published.Curve, line: published.Line) -> list[tuple[int, str]]:
    """What stands beneath a drawing: of each moment its name or its session's number, of many the first and last."""
    names = [str(MOMENTS[one.moment] if one.moment else one.session.number) for one in curve.columns]
    placed = list(zip(line.drawing.places, names, strict=True))
    return placed if line.drawing.is_spacious else [placed[0], placed[-1]]


def _form_of(request: HttpRequest, session_id: UUID, questions: Questions) -> HttpResponse:
    visit = access.visit(session_id, user=request.user, browser=request.session, wanted=as_wanted(request))
    seat = visit.actor.seat if visit else None
    if visit is None or seat is None:
        raise Http404
    held = seats_of(request.session)
    # By a room code one takes any name: whoever was not let in is told nothing of who was there.
    if not visit.is_admitted:
        raise Elsewhere(_shown(held, seat))
    group = visit.session.cycle.group
    if group.is_rehearsal or not windows.is_asked_of(seat, visit.session, questions):
        raise Http404
    # Whoever makes links in anybody's name answers in none of them (decision 046).
    if not keepsakes.opened(visit.session, seat.participant, held).is_anything:
        raise Elsewhere(_shown(held, seat))
    return _asked(request, visit.session, seat, held, questions)


def _shown(held: list[Seat], seat: Seat) -> Seat:
    return seat_meant(held, str(seat.participant_id)) or seat


def _asked(request: HttpRequest, session: Session, seat: Seat, held: list[Seat], questions: Questions) -> HttpResponse:
    row = answers.own(session, questions, seat, held)
    form = EvaluationForm(
        request.POST if request.method == "POST" else None, questions=questions, initial=_initial(row)
    )
    refusal = ""
    if form.is_valid():
        try:
            commands.evaluate(session=session, seat=seat, held=held, questions=questions, given=form.given)
        except Refused as fault:
            refusal = str(words(fault.code))
        else:
            return redirect(f"{request.path}?as={seat.participant_id}&done={'1' if form.given else '0'}")
    context: dict[str, Any] = {
        "session": session,
        "seat": seat,
        "form": form,
        "questions": questions,
        "is_open": windows.is_open(session, questions, timezone.now()),
        "closes_at": windows.closes_at(session, questions),
        "is_answered": row is not None,
        "done": request.GET.get("done", ""),
        "refusal": refusal,
        "curve": f"{reverse('sessions:curve', args=[session.cycle.group_id])}?as={seat.participant_id}",
    }
    status = 409 if refusal else 422 if form.errors else 200
    return render(request, f"sessions/evaluation/{questions.kind}.html", context, status=status)


def _initial(row: Evaluation | None) -> dict[str, int]:
    try:
        return row.answers if row else {}
    except SealBroken:
        return {}
