"""When a session really ended that was left open."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from groups.views.guards import account_required

from .. import access, commands
from ..forms.end import EndForm
from ..models import Session


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def end(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Correct the estimated end. 404 for who does not facilitate, and for a session whose end is known."""
    visit = access.visit(session_id, user=request.user, browser=request.session)
    bounds = commands.bounds_of_end(visit.session) if visit is not None and visit.may_drive else None
    if visit is None or bounds is None:
        raise Http404
    after, until = bounds
    given = request.POST if request.method == "POST" else None
    form = EndForm(given, ended_at=_end(visit.session) or until, after=after, until=until, zone=visit.session.zone)
    if form.is_valid():
        commands.correct_end(visit=visit, ended_at=form.cleaned_data["ended_at"])
        messages.success(request, _("Noted: the length of the session and its half-days follow."))
        return redirect("sessions:group", visit.session.cycle.group_id)
    context = {"session": visit.session, "form": form, "after": after, "until": until}
    return render(request, "sessions/paper/end.html", context, status=422 if form.errors else 200)


def _end(session: Session) -> datetime | None:
    ended_at = session.load().ended_at
    return None if ended_at is None else datetime.fromtimestamp(ended_at / 1000, UTC)
