"""An administrator has a colleague, who lost app and passkey, set the second step up anew."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from .. import commands
from ..access import may_reset_second_step
from ..mails import mail_second_step
from ..models import User
from .guards import account, account_required
from .organisations import administered


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def reset(request: HttpRequest, organisation_id: UUID, user_id: int) -> HttpResponse:
    """What it does, and that it is for somebody who stands there in person; then it is done, and told by mail."""
    organisation = administered(request, organisation_id)
    user = get_object_or_404(User.objects.filter(roles__organisation=organisation).distinct(), pk=user_id)
    if request.method == "POST":
        commands.reset_second_step(organisation=organisation, user=user, by=account(request))
        mail_second_step(user)
        messages.success(request, _("At the next signing in this person sets the second step up anew."))
        return redirect("groups:organisation", organisation.pk)
    is_possible = may_reset_second_step(account(request), organisation, user)
    context = {"organisation": organisation, "colleague": user, "is_possible": is_possible}
    return render(request, "groups/account/reset.html", context)
