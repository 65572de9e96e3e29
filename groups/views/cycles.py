"""A group's cycles."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from .. import commands
from .guards import account, account_required
from .members import my_group


@require_POST
@account_required
def start(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Begin the next series of sessions."""
    group = my_group(request, group_id)
    commands.start_cycle(group=group, by=account(request))
    return redirect(group)
