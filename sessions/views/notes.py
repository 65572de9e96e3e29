"""A facilitator's private notes: never in a frame or a snapshot, fetched by the one person who wrote them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from groups.views.guards import ask_to_sign_in

from .. import access
from ..access import Visit
from ..live.sealed_words import words
from ..models import PrivateNote
from .live import as_wanted


@never_cache
@require_safe
def notes(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """The list of one's own notes; 404 for whoever does not facilitate."""
    if not access.is_known(request.user, request.session):
        return ask_to_sign_in(request)
    visit = access.visit(session_id, user=request.user, browser=request.session, wanted=as_wanted(request))
    if visit is None or not visit.may_facilitate:
        raise Http404
    return render(request, "sessions/live/_private_notes.html", own_notes(visit))


def own_notes(visit: Visit) -> dict[str, Any]:
    """Newest first: what was noted last is looked for first."""
    rows = PrivateNote.objects.filter(session=visit.session).by(visit.actor.user).reverse()
    return {"notes": [{"text": words(row), "written_at": row.written_at} for row in rows]}
