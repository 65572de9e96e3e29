"""Planning a session: the page and the session that it makes."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from groups.models import Group
from groups.views.guards import account, account_required

from .. import commands
from ..forms.plan import PlanForm
from ..models import Session
from ..models.session import offer, offered


def protocol_titles(language: str) -> dict[str, str]:
    """The titles of the protocols that can be chosen, by key, from `CODEV_PROTOCOLS_DIR`."""
    return {key: offer(key).title.given(language) for key in offered()}


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def plan(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """The form, and the session it makes. 404 for anybody but the group's facilitators, and for a rehearsal."""
    group = get_object_or_404(Group.objects.driven_by(account(request)), pk=group_id, is_rehearsal=False)
    form = PlanForm(request.POST if request.method == "POST" else None, initial=_usual(group.zone), zone=group.zone)
    if form.is_valid():
        session = commands.plan_session(cycle=group.cycle, **form.planned())
        return redirect("sessions:session", session.pk)
    return render(
        request, "sessions/plan/plan.html", {"group": group, "form": form}, status=422 if form.errors else 200
    )


def _usual(zone: ZoneInfo) -> dict[str, object]:
    """The first protocol, in a room, at the next full hour there."""
    soon = timezone.localtime(timezone=zone).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return {"scheduled_at": soon, "protocol_key": next(iter(offered())), "modality": Session.Modality.IN_ROOM}
