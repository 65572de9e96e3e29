"""Planning a session: date, method, total minutes, number of clients."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from groups.models import Group
from groups.views.guards import account, account_required

from .. import commands, protocol
from ..forms import PlanForm
from ..models.session import shipped


def protocol_titles(language: str) -> dict[str, str]:
    """The shipped protocols' titles by key."""
    return {key: shipped(key).title.given(language) for key in protocol.catalogue()}


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def plan(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """The form, and the session it makes."""
    group = get_object_or_404(Group.objects.driven_by(account(request)), pk=group_id)
    form = PlanForm(request.POST if request.method == "POST" else None, initial=_usual())
    if form.is_valid():
        session = commands.plan_session(cycle=group.cycle, **form.cleaned_data)
        return redirect("sessions:session", session.pk)
    return render(request, "sessions/plan.html", {"group": group, "form": form}, status=422 if form.errors else 200)


def _usual() -> dict[str, object]:
    """The first protocol with its own minutes and rounds, at the next full hour."""
    key = next(iter(protocol.catalogue()))
    usual = shipped(key)
    soon = timezone.localtime().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return {"scheduled_at": soon, "protocol_key": key, "minutes": usual.minutes, "rounds": usual.rounds}
