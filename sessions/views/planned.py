"""A planned session's own page: when and where it is, who is expected and who answered; opening its room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groups.actors import as_wanted
from groups.errors import Refused
from groups.models import Participant
from groups.views.guards import account_required
from groups.views.members import my_group

from .. import access, commands
from ..access import Visit
from ..commands.slots import slot_of
from ..forms.answer import AnswerForm
from ..forms.slots import in_words
from ..home.next_time import next_of, next_time
from ..models import Session
from ..models.unsealed import unsealed
from .guards import charter_first, known_required
from .rotation import rotation_context


@require_safe
@known_required
def planned(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """What is known of a session before its hour: for whoever facilitates it, and for its members what is theirs.

    Once its room was opened, that is its page. 404 for outsiders; a stranger is asked to sign in.
    """
    visit = _visit(request, session_id)
    if visit.session.status not in (Session.Status.PLANNED, Session.Status.CANCELLED):
        return redirect(_page("sessions:session", visit))
    return charter_first(request, visit) or _render(request, visit)


@require_POST
@known_required
def answer(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Whether one comes, by a member on the own device; whether another does, noted by who facilitates."""
    visit = _visit(request, session_id)
    if visit.session.status != Session.Status.PLANNED:
        raise Refused("not_planned")  # its page is another one by now
    form = AnswerForm(request.POST, people=visit.session.cycle.group.participants.current())
    if not form.is_valid():
        return _render(request, visit, status=422)
    commands.answer(visit=visit, **form.cleaned_data)
    return redirect(_page("sessions:planned", visit))


@require_POST
@known_required
def open_room(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Open the room; long before its hour once the question is answered (`early`). 404 for who does not facilitate."""
    visit = _visit(request, session_id)
    if not visit.may_facilitate:
        raise Http404
    is_asked = not visit.session.is_at_hand and "early" not in request.POST
    if is_asked:
        return _render(request, visit, status=409, asks=True)
    if visit.session.status == Session.Status.PLANNED:
        commands.run("open", visit=visit, key=uuid4())
    return redirect("sessions:session", session_id)


@require_POST
@known_required
def tell(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Tell the group's calendars what was planned without telling them. 404 for who does not facilitate."""
    visit = _visit(request, session_id)
    if not visit.may_facilitate:
        raise Http404
    if commands.tell_group(visit=visit):
        messages.success(request, _("The invitations are on their way."))
    return redirect("sessions:planned", session_id)


@dataclass(frozen=True)
class Expected:
    """A member, and whether that one comes: None for who has not answered."""

    person: Participant
    comes: bool | None


def _visit(request: HttpRequest, session_id: UUID) -> Visit:
    """Who this is: the facilitation or a member of the group. 404 for anybody else."""
    visit = access.visit(session_id, user=request.user, browser=request.session, wanted=as_wanted(request))
    # A room code opens the hour, not the days before it.
    if visit is None or not (visit.may_facilitate or (visit.actor.seat and visit.actor.seat.is_member)):
        raise Http404
    return visit


def _page(route: str, visit: Visit) -> str:
    whose = f"?{urlencode({'as': visit.participant_id})}" if visit.participant_id else ""
    return reverse(route, args=[visit.session.pk]) + whose


def _render(request: HttpRequest, visit: Visit, *, status: int = 200, asks: bool = False) -> HttpResponse:
    session = visit.session
    context = {
        "session": session,
        "group": session.cycle.group,
        "words": in_words(slot_of(session), session.zone),
        "slot": slot_of(session),
        "protocol": session.protocol.title.given(request.LANGUAGE_CODE),
        "is_planned": session.status == Session.Status.PLANNED,
        "called_off_word": unsealed(session, "called_off_word"),
    }
    if visit.may_facilitate:
        mine = {"expected": _expected(session), "visit": visit, "asks": asks, "is_paired": visit.pairing is not None}
        mine |= _next_time(visit)
        mine |= {"is_told": session.told.exists(), "back": reverse("sessions:group", args=[session.cycle.group_id])}
        return render(request, "sessions/planned/facilitator.html", context | mine, status=status)
    own = session.answers.filter(participant=visit.actor.participant).first()
    back = f"{reverse('sessions:mine')}?as={visit.participant_id}"
    mine = {"seat": visit.actor.seat, "comes": own.comes if own else None, "back": back}
    return render(request, "sessions/planned/participant.html", context | mine, status=status)


def _next_time(visit: Visit) -> dict[str, Any]:
    """What the group's next session may begin with: on that one's page alone, and on no paired phone."""
    group = visit.session.cycle.group
    coming = next_of(group)
    if visit.pairing or coming is None or coming.pk != visit.session.pk:
        return {}
    return {"next_time": next_time(group), **rotation_context(group)}


@require_safe
@account_required
def prepare_next(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """The same on a page of its own, as where no session is planned yet. 404 for who does not facilitate."""
    group = my_group(request, group_id)
    context = {"group": group, "coming": next_of(group), "next_time": next_time(group), **rotation_context(group)}
    return render(request, "sessions/planned/next_time.html", context)


def _expected(session: Session) -> list[Expected]:
    """Everybody of the group in the circle's order, with the answers: for who facilitates alone."""
    answers = dict(session.answers.values_list("participant", "comes"))
    people = session.cycle.group.participants.current().order_by("position")
    return [Expected(one, answers.get(one.pk)) for one in people]
