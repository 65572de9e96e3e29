"""A group that is put away, and taken up again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groups import commands as groups_commands
from groups.errors import Refused
from groups.forms import GroupForm
from groups.views.groups import show_edited
from groups.views.guards import account, account_required
from groups.views.members import my_group

from .. import commands


@require_POST
@account_required
def archive(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """By a facilitator of the group; the page again, with what is in the way, while sessions are to come."""
    group = my_group(request, group_id)
    try:
        commands.archive_group(group=group, by=account(request))
    except Refused as refusal:
        return show_edited(request, group, GroupForm(group=group), refusal)
    # Its page says what that means.
    return redirect(group)


@require_POST
@account_required
def bring_back(request: HttpRequest, group_id: UUID) -> HttpResponse:
    group = my_group(request, group_id)
    groups_commands.bring_back_group(group=group, by=account(request))
    messages.success(request, _("The group is back, as it was."))
    return redirect(group)
