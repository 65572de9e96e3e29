"""`Rehearsal`: from home to a session with simulated participants, their manners while it runs, and out again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from groups.access import may_start
from groups.models import Group, User
from groups.views.guards import account, account_required

from .. import access, commands, queries
from ..access import Visit
from ..forms.rehearsal import BehaviourForm, RehearsalForm
from ..models import Rehearsal
from ..rehearsal.library import names
from ..rehearsal.play import is_played_by

SWITCHES = ("is_advising", "is_monopolised", "is_one_lost")


def rehearsal_card(user: User, language: str) -> dict[str, Any]:
    """What home says of rehearsals: the way in, or back; nothing for who may not start a session."""
    if not may_start(user):
        return {}
    return {
        "rehearsal": RehearsalForm(language=language),
        "rehearsing": queries.rehearsal_of(user),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def rehearse(request: HttpRequest) -> HttpResponse:
    """The few inputs, and the lobby that they lead to."""
    user = account(request)
    if not may_start(user):
        raise Http404
    form = RehearsalForm(request.POST if request.method == "POST" else None, language=request.LANGUAGE_CODE)
    if not form.is_valid():
        context = {"rehearsal": form, "rehearsing": queries.rehearsal_of(user)}
        return render(request, "sessions/rehearsal/rehearse.html", context, status=422 if form.errors else 200)
    given = dict(form.cleaned_data)
    people = names(request.LANGUAGE_CODE, given.pop("people"))
    session = commands.begin_rehearsal(by=user, title=_("Rehearsal"), names=people, **given)
    return redirect("sessions:session", session.pk)


@require_POST
@account_required
def behave(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Change how the simulated people behave, from now on. 404 for anybody but who rehearses."""
    visit = access.visit(session_id, user=request.user, browser=request.session)
    if visit is None or not is_played_by(visit):
        raise Http404
    form = BehaviourForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    commands.behave(session=visit.session, **form.cleaned_data)
    return HttpResponse(status=204)


@require_POST
@account_required
def leave(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Leave the rehearsal, which deletes it with its group. 404 for anybody else's."""
    group = get_object_or_404(Group.objects.rehearsals_of(account(request)), pk=group_id)
    commands.leave_rehearsal(group=group, by=account(request))
    messages.success(request, _("The rehearsal is over, and nothing of it is kept."))
    return redirect("sessions:home")


def simulated(visit: Visit) -> dict[str, Any]:
    """For the dashboard of a rehearsal: who is simulated, and how they behave."""
    found = Rehearsal.objects.filter(pk=visit.session.pk).first() if is_played_by(visit) else None
    if found is None:
        return {}
    manners = {name: getattr(found, name) for name in ("temper", "pace", *SWITCHES)}
    return {"behaviour": BehaviourForm(initial=manners, auto_id="simulated-%s")}
