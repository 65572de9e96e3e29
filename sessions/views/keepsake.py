"""What a client keeps of a session: subject, contract, synthesis, commitments, what others wrote. Nobody else's."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from groups.actors import as_wanted
from groups.views.guards import ask_to_sign_in, calm

from .. import access, my_data, queries
from ..live.labels import KINDS, MARKS
from ..models import Round
from ..rulebook.state.state import State


@require_safe
@calm
def keepsake(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """The rounds in which this very person was client. 404 for anybody else, facilitators too; 403 for a guest seat."""
    if not access.is_known(request.user, request.session):
        return ask_to_sign_in(request)
    visit = access.visit(session_id, user=request.user, browser=request.session, wanted=as_wanted(request))
    participant = visit.actor.participant if visit else None
    if visit is None or participant is None:
        raise Http404
    # By a room code one takes any name: only a personal link shows that it is the client.
    if visit.actor.seat and not visit.actor.seat.is_member:
        return render(request, "sessions/keepsake/keepsake_elsewhere.html", status=403)
    state = visit.session.load()
    rounds = [_kept(one, state) for one in queries.rounds_kept(visit.session, participant)]
    if not rounds:
        raise Http404
    return render(request, "sessions/keepsake/keepsake.html", {"session": visit.session, "rounds": rounds})


def _kept(round_: Round, state: State) -> dict[str, Any]:
    """In words: kinds and marks as people read them."""
    kept = my_data.kept_of(round_, state)
    said = [{**one, "kind": KINDS[one["kind"]], "mark": MARKS.get(one["mark"], "")} for one in kept["notes"]]
    return {**kept, "notes": said}
