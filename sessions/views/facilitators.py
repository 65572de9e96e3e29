"""Another part for who facilitates a group, and taking somebody off: not while that one runs a session."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from codev.marked import isolated
from groups.errors import Refused
from groups.forms import FacilitatorForm
from groups.models import GroupFacilitator, Part
from groups.views.facilitators import known_group, show_facilitators
from groups.views.guards import account, account_required

from .. import commands


@require_POST
@account_required
def change_part(request: HttpRequest, group_id: UUID, facilitator_id: int) -> HttpResponse:
    """Make a deputy of a facilitator, or the other way round. 404 for who does not facilitate the group."""
    held = _held(request, group_id, facilitator_id)
    role = request.POST.get("role", "")
    if role not in Part.values:
        raise Http404
    try:
        commands.change_part(group=held.group, user_id=facilitator_id, role=role, by=account(request))
    except Refused as refusal:
        return show_facilitators(request, held.group, FacilitatorForm(), refusal)
    return redirect("groups:facilitators", group_id)


@require_POST
@account_required
def remove(request: HttpRequest, group_id: UUID, facilitator_id: int) -> HttpResponse:
    """Take somebody off, or leave oneself. 404 for who does not facilitate the group."""
    held = _held(request, group_id, facilitator_id)
    try:
        commands.remove_facilitator(group=held.group, user_id=facilitator_id, by=account(request))
    except Refused as refusal:
        return show_facilitators(request, held.group, FacilitatorForm(), refusal)
    if held.user == account(request):
        messages.success(request, _("You do not facilitate this group any more."))
        return redirect("sessions:home")
    messages.success(request, _("%(name)s does not facilitate this group any more.") % {"name": isolated(held.user)})
    return redirect("groups:facilitators", group_id)


def _held(request: HttpRequest, group_id: UUID, facilitator_id: int) -> GroupFacilitator:
    group = known_group(request, group_id)
    held = get_object_or_404(group.facilitators.select_related("user"), user=facilitator_id)
    held.group = group
    return held
