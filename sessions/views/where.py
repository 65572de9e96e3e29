"""Where a session meets: the page on which its facilitators say it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from groups.views.guards import account_required

from .. import access, commands
from ..forms.where import WhereForm
from ..rulebook.state.state import OVER


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def where(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Place and link to the call. 404 for who does not facilitate now, and once it is over; 422 for what is no link."""
    visit = access.visit(session_id, user=request.user, browser=request.session)
    if visit is None or not visit.may_drive or visit.session.status in OVER:
        raise Http404
    session = visit.session
    given = request.POST if request.method == "POST" else None
    form = WhereForm(given, initial={"place": session.place, "call_url": session.call_url})
    if form.is_valid():
        commands.change_where(visit=visit, **form.cleaned_data)
        messages.success(request, _("Noted: open pages show it from now on."))
        return redirect("sessions:session", session.pk)
    context = {"session": session, "form": form}
    return render(request, "sessions/plan/where.html", context, status=422 if form.errors else 200)
