"""A group's switch for airtime: whether its facilitators are told who has been little heard."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from groups.views.guards import account, account_required
from groups.views.members import my_group

from .. import commands


@require_POST
@account_required
def switch(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """On or off, by a facilitator of the group; 404 for anybody else."""
    group = my_group(request, group_id)
    commands.switch_airtime(group=group, is_shown="shown" in request.POST, by=account(request))
    return redirect(group)
