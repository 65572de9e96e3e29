"""What an administrator does about somebody of the organisation: take a role away, send the invitation again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from codev.marked import isolated

from .. import commands
from ..models import Organisation, Role, User
from .guards import account, account_required
from .organisations import administered


@require_POST
@account_required
def take(request: HttpRequest, organisation_id: UUID, user_id: int) -> HttpResponse:
    organisation = administered(request, organisation_id)
    role = request.POST.get("role", "")
    if role not in Role.values:
        raise Http404
    # Pressed a second time the last role is gone, and nothing is left to take.
    if user := _colleagues(organisation).filter(pk=user_id).first():
        commands.take_role(organisation=organisation, user=user, role=role, by=account(request))
        told = {"name": isolated(str(user)), "role": Role(role).label}
        messages.success(request, _("%(name)s: no longer %(role)s.") % told)
    is_still_open = Organisation.objects.open_to(account(request)).filter(pk=organisation.pk).exists()
    return redirect("groups:organisation", organisation.pk) if is_still_open else redirect("/")


@require_POST
@account_required
def invite_again(request: HttpRequest, organisation_id: UUID, user_id: int) -> HttpResponse:
    organisation = administered(request, organisation_id)
    user = get_object_or_404(_colleagues(organisation), pk=user_id)
    commands.invite_again(organisation=organisation, user=user, by=account(request))
    messages.success(request, _("The invitation is on its way."))
    return redirect("groups:organisation", organisation.pk)


def _colleagues(organisation: Organisation) -> QuerySet[User]:
    """Whoever holds a role there, once each."""
    return User.objects.filter(roles__organisation=organisation).distinct()
