"""The preparation sheet of whoever wants to be client: for its author alone, on a device of the author's."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groups.actors import as_wanted, seat_meant, seats_of
from groups.models import Seat
from groups.views.devices import proving

from .. import access, commands, keepsakes
from ..forms.preparation import PreparationForm
from ..models import Preparation, Session, Subject
from ..models.sheets import Sheet, Words
from ..models.unsealed import unsealed
from ..rulebook.state.state import OVER
from .guards import known_required
from .sheets import Desk, serve


@require_http_methods(["GET", "HEAD", "POST"])
@known_required
def preparation(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """The sheet to write on, which is kept as it is typed; after the session, to read. 404 for all others."""
    session, seat = _mine(request, session_id)
    return serve(request, _desk(request, session, seat))


@require_POST
@known_required
def take_over(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Bring the sheet here whose subject was not taken in an earlier session."""
    session, seat = _mine(request, session_id)
    commands.take_over_preparation(session=session, seat=seat)
    return redirect(_address(session, seat))


@require_safe
@known_required
def own_sheet(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """For the live page of its author: title and question to be proposed, or, while client, the rest to read.

    Empty where this device opens none.
    """
    session, seat = _mine(request, session_id)
    sheet = Preparation.objects.on(seat, session)
    words = sheet.words if sheet else None
    if words is None or not any(words.values()):
        return HttpResponse()
    is_client = "client" in request.GET
    subject = {"title": words["title"], "question": words["question"]}
    context = {
        "lines": PreparationForm.lines(words),
        "values": json.dumps(subject),
        "words": words,
        "is_client": is_client,
    }
    return render(request, "sessions/preparation/_live.html", context)


def _mine(request: HttpRequest, session_id: UUID) -> tuple[Session, Seat]:
    """Raises Http404 for whoever is no member of that session's group by a personal link."""
    visit = access.visit(session_id, user=request.user, browser=request.session, wanted=as_wanted(request))
    participant = visit.actor.participant if visit else None
    if visit is None or participant is None:
        raise Http404
    # A guest's device opens what it wrote in its session, and nothing was written before that.
    seat = seat_meant(seats_of(request.session), str(participant.pk))
    if seat is None or not seat.is_member:
        raise Http404
    return visit.session, seat


def _desk(request: HttpRequest, session: Session, seat: Seat) -> Desk:
    address = _address(session, seat)

    def find() -> Preparation | None:
        return Preparation.objects.on(seat, session)

    def keep(words: Words, version: int) -> Sheet | None:
        return commands.keep_preparation(session=session, seat=seat, words=words, version=version)

    def page(context: dict[str, Any], status: int) -> HttpResponse:
        sheet = context["sheet"]
        is_blank = sheet is None or sheet.is_blank
        left = Preparation.objects.left_over(seat, session) if is_blank else None
        context |= {
            "session": session,
            **proving(seat, address),
            "is_over": session.status in OVER,
            "left": {"session": left.session, "lines": PreparationForm.lines(left.words)} if left else None,
            "subject": _left_subject(request, seat) if is_blank and left is None else None,
            "version": sheet.version if sheet else 0,
        }
        return render(request, "sessions/preparation/preparation.html", context, status=status)

    return Desk(PreparationForm, address, (session.pk, seat.pk), find, keep, page)


def _left_subject(request: HttpRequest, seat: Seat) -> Words | None:
    """Title and question of what this person proposed last and was not client with, where that opens on this device."""
    whole, there = keepsakes.opened_all(seat.participant, seats_of(request.session))
    for one in Subject.objects.untaken().filter(participant=seat.participant).order_by("-proposed_at")[:1]:
        since = there[one.session_id].since if one.session_id in there else None
        if one.session_id in whole or (since and since <= one.proposed_at):
            words = {"title": unsealed(one, "title"), "question": unsealed(one, "question")}
            return {name: said for name, said in words.items() if said} or None
    return None


def _address(session: Session, seat: Seat) -> str:
    return f"{reverse('sessions:preparation', args=[session.pk])}?as={seat.participant_id}"
