"""What a client keeps of a session: subject, contract, synthesis, commitments, what others wrote. Nobody else's."""

from __future__ import annotations

import logging
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from groups.views.guards import ask_to_sign_in, calm

from .. import access, queries
from ..live.labels import KINDS, MARKS
from ..live.snapshot.contributions import is_on_its_way, is_unseen
from ..models import Contribution, Round
from ..models.sealing import SealBroken
from ..rulebook.state.state import State
from .visits import as_wanted

logger = logging.getLogger(__name__)


@require_safe
@calm
def keepsake(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """The rounds in which this very person was client; nobody else, not even who facilitates, has such a page."""
    if not access.is_known(request.user, request.session):
        return ask_to_sign_in(request)
    visit = access.visit(session_id, user=request.user, browser=request.session, wanted=as_wanted(request))
    participant = visit.actor.participant if visit else None
    if visit is None or participant is None:
        raise Http404
    if visit.actor.seat and not visit.actor.seat.is_member:
        return render(request, "sessions/keepsake/keepsake_elsewhere.html", status=403)
    state = visit.session.load()
    rounds = [_kept(one, state) for one in queries.rounds_kept(visit.session, participant)]
    if not rounds:
        raise Http404
    return render(request, "sessions/keepsake/keepsake.html", {"session": visit.session, "rounds": rounds})


def _kept(round_: Round, state: State) -> dict[str, Any]:
    contracts = list(round_.contracts.all())
    return {
        "headline": _words(round_, "headline"),
        "question": _words(round_, "question"),
        "contract": _words(contracts[-1]) if contracts else "",
        "synthesis": _words(round_, "synthesis"),
        "actions": [{"text": _words(one), "due_on": one.due_on} for one in round_.commitments.all()],
        "notes": [
            {
                "text": _words(one),
                "kind": KINDS[one.kind],
                "author": one.author.name if one.author else "",
                "mark": MARKS.get(one.mark, ""),
            }
            for one in round_.contributions.all()
            if _is_delivered(one, round_, state)
        ],
    }


def _is_delivered(one: Contribution, round_: Round, state: State) -> bool:
    """Shared, not hidden, and not withheld from the client until the end of the step under way."""
    is_now = state.item is not None and state.item.round == round_.number
    is_withheld = is_now and (is_unseen(one, state) or is_on_its_way(one, state))
    return not (one.withdrawn_at or one.kept_at or one.hidden_at or is_withheld)


def _words(row: Any, field: str = "text") -> str | None:
    try:
        return str(getattr(row, field))
    except SealBroken as broken:
        logger.error("%s", broken)
        return None
