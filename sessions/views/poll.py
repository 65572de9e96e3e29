"""The poll, for where sockets are blocked: what a page shows next, and what a participant warns of meanwhile."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from codev.pace import Paces
from groups.actors import as_wanted

from .. import access
from ..access import Visit
from ..live.hub import presence
from ..live.snapshot.viewer import viewer_of
from ..rulebook.state.state import OVER
from . import warnings
from .frames import whole_frame

_paces = Paces()


@never_cache
@require_safe
def poll(request: HttpRequest, session_id: UUID) -> HttpResponseBase:
    """The whole frame, or 204 while the page shows the newest revision; with a warning, what is answered to it.

    With `whole` it is the frame in any case: names, and who is away, change without a revision.

    A warning is a header of the poll, so that no proxy's log tells it from other polls. Another site cannot send it:
    a browser asks beforehand whether a header of one's own is welcome, and is refused (docs/decisions/015).
    403 for a browser that is nobody, 404 for an outsider, and for a warning from who is not a participant; 429 for who
    asks more often than any page does.
    """
    if said := request.headers.get("Codev-Whisper"):
        return _warned(request, session_id, said)
    if not access.is_known(request.user, request.session):
        return HttpResponse(status=403)
    find = access.screen_visit if "screen" in request.GET else access.visit
    more = {} if "screen" in request.GET else {"wanted": as_wanted(request)}
    visit = find(session_id, user=request.user, browser=request.session, **more)
    if visit is None:
        raise Http404
    if _exceeds(request, visit):
        return _too_many()
    # A poll is a heartbeat too: without this, a page that polls would soon be called away.
    if visit.session.status not in OVER:
        presence.note(visit, _shown(request), request.session.session_key)
    if request.GET.get("shown") == str(visit.session.revision) and "whole" not in request.GET:
        return HttpResponse(status=204)
    return HttpResponse(whole_frame(request, visit))


def _exceeds(request: HttpRequest, visit: Visit) -> bool:
    # All screens of a session are one actor, of whoever has the link: each browser is counted by itself.
    browser = request.session.session_key if visit.actor.screen else None
    return _paces.exceeds((visit.session.pk, visit.actor.key, browser), settings.CODEV_POLLS_PER_MINUTE)


def _too_many() -> HttpResponse:
    """A page that is told so polls on at its own pace."""
    return HttpResponse(status=429, headers={"Retry-After": "3"})


def _warned(request: HttpRequest, session_id: UUID, said: str) -> HttpResponseBase:
    visit = access.visit(session_id, user=request.user, browser=request.session, wanted=as_wanted(request))
    if visit is not None and _exceeds(request, visit):
        return _too_many()
    participant = _who_warns(visit, request.LANGUAGE_CODE)
    # Not by HEAD: it would warn, and its answer would reach nobody.
    if participant is None or said not in warnings.SAYINGS or request.method != "GET":
        raise Http404
    # A stream that the event loop waits for: the thread is free again, and a client that leaves ends the wait.
    return StreamingHttpResponse(_told(session_id, participant, said), content_type="application/json")


async def _told(session_id: UUID, participant: str, said: str) -> AsyncIterator[str]:
    yield json.dumps(await warnings.warn(session=session_id, participant=participant, said=said))


def _who_warns(visit: Visit | None, language: str) -> str | None:
    """The participant's id, for who is present and has a participant's page: nobody else warns."""
    if visit is None:
        return None
    viewer = viewer_of(visit.standing, visit.session.load(), language)
    return viewer.participant if viewer.shell == "participant" else None


def _shown(request: HttpRequest) -> int:
    """What a page says that it shows, 0 for what is no number. Nine digits at most: a row holds no more than 2³¹."""
    shown = request.GET.get("shown", "")
    return int(shown) if shown.isascii() and shown.isdecimal() and len(shown) < 10 else 0
