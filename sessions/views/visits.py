"""Who a request is from, before a session."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from groups.actors import as_wanted
from groups.errors import NotAllowed, NotFound

from .. import access, recognised
from ..access import Visit


def visit_of(request: HttpRequest, session_id: UUID) -> Visit:
    """Who this request is from. Raises NotAllowed for a browser that is nobody, NotFound for an outsider."""
    if found := recognised.visit(request.session.session_key, session_id, wanted=as_wanted(request)):
        return found
    # The stranger first: the answer must not tell whether the session exists.
    if not access.is_known(request.user, request.session):
        raise NotAllowed("signed_out")
    visit = access.visit(session_id, user=request.user, browser=request.session, wanted=as_wanted(request))
    if visit is None:
        raise NotFound("no_session")
    return visit


def facilitator_visit(request: HttpRequest, session_id: UUID) -> Visit:
    """The same for pages of the dashboard: 403 for a browser that is nobody, 404 for whoever does not facilitate."""
    if not access.is_known(request.user, request.session):
        raise PermissionDenied
    visit = access.visit(session_id, user=request.user, browser=request.session, wanted=as_wanted(request))
    if visit is None or not visit.may_facilitate:
        raise Http404
    return visit
