"""`Start now`: a session without a plan, and what becomes of its group afterwards."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateformat import format as formatted
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from groups import commands as groups_commands
from groups.access import may_start
from groups.actors import Actor
from groups.commands import keep_group
from groups.errors import Invalid, Refused
from groups.forms import NameForm, show_refusal
from groups.models import Group, Part
from groups.views.guards import account, account_required

from .. import commands
from ..access import Visit
from ..forms.door import NOW_PROTOCOL, NowForm
from .refusals import words


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def start_now(request: HttpRequest) -> HttpResponse:
    """The few inputs, and the lobby that they lead to."""
    if not may_start(account(request)):
        raise Http404
    form = NowForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "sessions/plan/now.html", {"form": form}, status=422 if form.errors else 200)
    user, now = account(request), timezone.now()
    today = now.astimezone(groups_commands.organisation_to_start_in(user).zone)
    name = _("Session of %(date)s") % {"date": formatted(today, _("F j"))}
    group = groups_commands.create_passing_group(name=name, by=user)
    session = commands.plan_session(cycle=group.cycle, scheduled_at=now, protocol_key=NOW_PROTOCOL, **form.cleaned_data)
    # Not looked up by the browser: who has just made the group facilitates it.
    commands.run("open", visit=Visit(session, Actor(user=user), Part.FACILITATOR), key=uuid4())
    return redirect("sessions:session", session.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def keep(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Asks whether to keep this group, and keeps it under a name of its own. 404 for anybody but its facilitators."""
    group = get_object_or_404(Group.objects.driven_by(account(request)), pk=group_id, is_passing=True)
    form = NameForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            keep_group(group=group, by=account(request), **form.cleaned_data)
            return redirect(group)
        except Invalid as refusal:
            show_refusal(form, refusal)
            if refusal.code == "group_name_there":
                form.ask_if_sure()
    context = {"group": group, "form": form}
    return render(request, "sessions/home/keep.html", context, status=422 if form.errors else 200)


@require_POST
@account_required
def forget(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Forget the group, its people and all that was written. 404 for anybody but its facilitators."""
    group = get_object_or_404(Group.objects.driven_by(account(request)), pk=group_id, is_passing=True)
    try:
        commands.forget_group(group=group, by=account(request))
    except Refused as refusal:
        return render(request, "groups/refused.html", {"words": words(refusal.code)}, status=refusal.status)
    messages.success(request, _("The group, its people and all that was written are forgotten."))
    return redirect("sessions:home")
