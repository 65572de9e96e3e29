"""A facilitator's private notes: never in a frame or a snapshot, for the one person who wrote them."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from groups.errors import Refused
from groups.views.guards import ask_to_sign_in

from .. import access, commands
from ..access import Visit
from ..forms.words import TextField
from ..models import PrivateNote, Session
from ..models.unsealed import unsealed
from .answers import refused, refused_form
from .visits import facilitator_visit


class IdForm(forms.Form):
    id = forms.UUIDField()


class NoteForm(IdForm):
    text = TextField()


@never_cache
@require_safe
def notes(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """The list of one's own notes; 404 for whoever does not facilitate."""
    if not access.is_known(request.user, request.session):
        return ask_to_sign_in(request)
    return _list(request, facilitator_visit(request, session_id))


@never_cache
@require_POST
def reword_note(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """One's own note in other words, and the list as it then stands. 409 where the session's key was destroyed."""
    visit, form = facilitator_visit(request, session_id), NoteForm(request.POST)
    if not form.is_valid():
        return refused_form(request, form)
    try:
        commands.reword_note(note=_own(visit, form), text=form.cleaned_data["text"])
    except Refused as refusal:
        return refused(request, refusal)
    return _list(request, visit)


@never_cache
@require_POST
def erase_note(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Erase one's own note; answers with the list as it then stands."""
    visit, form = facilitator_visit(request, session_id), IdForm(request.POST)
    if not form.is_valid():
        return refused_form(request, form)
    commands.erase_note(note=_own(visit, form))
    return _list(request, visit)


def _own(visit: Visit, form: IdForm) -> PrivateNote:
    """Looked for among one's own: another's note is 404, as one that does not exist."""
    mine = PrivateNote.objects.filter(session=visit.session).by(visit.actor.user)
    return get_object_or_404(mine, pk=form.cleaned_data["id"])


def _list(request: HttpRequest, visit: Visit) -> HttpResponse:
    return render(request, "sessions/live/board/_private_notes.html", own_notes(visit))


def own_notes(visit: Visit) -> dict[str, Any]:
    """What the list holds, newest first: what was noted last is looked for first."""
    rows = PrivateNote.objects.filter(session=visit.session).by(visit.actor.user).reverse()
    return {
        "notes": [_note(row) for row in rows],
        "session_id": visit.session.pk,
        "zone": visit.session.zone,
        # A paired phone, which signs in nowhere, has none.
        "is_over": visit.session.status == Session.Status.CLOSED and visit.pairing is None,
    }


def _note(row: PrivateNote) -> dict[str, Any]:
    text = unsealed(row)
    # What cannot be read is not reworded: the box would open empty, and be sent so.
    values = None if text is None else json.dumps({"id": str(row.pk), "text": text})
    return {"id": str(row.pk), "text": text, "values": values, "written_at": row.written_at}
