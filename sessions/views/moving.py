"""Putting a planned session to another date, alone or with all that follow; calling it off."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from groups.commands import check_is_active
from groups.errors import Stale
from groups.views.guards import account_required

from .. import access
from ..access import Visit
from ..commands import moving
from ..commands.moving import Moved
from ..commands.slots import AtOnce, Past, slot_of
from ..forms.move import CallOffForm, MoveForm
from ..forms.slots import day_and_hours, in_words, refusal
from ..models import Session


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def move(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """The new date, then what would become of each session, then it is done. 404 for who does not facilitate.

    Nothing moves but what was shown (`seen`): where that is another, as somebody planned meanwhile, it is shown anew.
    """
    visit = _planned(request, session_id)
    session = visit.session
    check_is_active(session.cycle.group)
    data = request.POST if request.method == "POST" else None
    form = MoveForm(data, session=session, follow=moving.following(session).exists())
    moves: list[Moved] = []
    is_stale = False
    if form.is_valid():
        to, with_following, seen = form.cleaned_data["scheduled_at"], form.with_following, form.cleaned_data["seen"]
        moves = moving.would_move(session, to, with_following=with_following)
        try:
            if seen and "look" not in request.POST:
                changed = moving.move(visit=visit, to=to, with_following=with_following, seen=seen)
                return _done(request, session, len(changed))
            moving.check(moves)
        except Stale:
            is_stale = True
        except (AtOnce, Past) as fault:
            form.add_error("scheduled_at", _refusal(fault, moves))
    return _move_page(request, session, form, moves, is_stale=is_stale)


def _move_page(
    request: HttpRequest, session: Session, form: MoveForm, moves: list[Moved], *, is_stale: bool
) -> HttpResponse:
    context = {
        "session": session,
        "form": form,
        "now": in_words(slot_of(session), session.zone),
        "moves": [] if form.errors else [(one, day_and_hours(one.slot, one.session.zone)) for one in moves],
        "seen": moving.fingerprint(moves),
        "is_stale": is_stale,
    }
    is_refused = bool(form.errors) and "look" not in request.POST
    return render(request, "sessions/planned/move.html", context, status=422 if is_refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def call_off(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """A word to the group, and then the session is called off. 404 for who does not facilitate now."""
    visit = _planned(request, session_id, or_called_off=request.method == "POST")
    if visit.session.status == Session.Status.CANCELLED:
        # Pressed twice: what the first press did is what was meant.
        return redirect("sessions:planned", session_id)
    if not visit.may_drive:
        raise Http404
    form = CallOffForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        moving.call_off(visit=visit, word=form.cleaned_data["word"])
        messages.success(request, _("The session is called off."))
        return redirect("sessions:planned", session_id)
    session = visit.session
    context = {"session": session, "form": form, "now": in_words(slot_of(session), session.zone)}
    return render(request, "sessions/planned/call_off.html", context, status=422 if form.errors else 200)


def _planned(request: HttpRequest, session_id: UUID, *, or_called_off: bool = False) -> Visit:
    """Who looks after the group of a session that is only planned; else there is none."""
    visit = access.visit(session_id, user=request.user, browser=request.session)
    states = (Session.Status.PLANNED, Session.Status.CANCELLED) if or_called_off else (Session.Status.PLANNED,)
    if visit is None or not visit.may_facilitate or visit.session.status not in states:
        raise Http404
    return visit


def _done(request: HttpRequest, session: Session, count: int) -> HttpResponse:
    if count:
        said = ngettext("One session has moved.", "%(count)d sessions have moved.", count)
        messages.success(request, said % {"count": count})
    return redirect("sessions:planned", session.pk)


def _refusal(fault: AtOnce | Past, moves: list[Moved]) -> str:
    """Why it cannot be; of one that follows, which one it is."""
    session, words = moves[fault.place].session, refusal(fault, moves[0].session.zone)
    if not fault.place:
        return words
    return _("Session %(number)s: %(why)s") % {"number": session.number, "why": words}
