"""Who facilitates a group."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from .. import commands
from ..access import may_manage_group, may_name_facilitators
from ..errors import Invalid, Refused
from ..factors import check_done
from ..forms import FacilitatorForm, show_refusal
from ..models import Group
from ..sentences import sentence
from .guards import account, account_required


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def facilitators_page(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Who facilitates, and naming somebody. Parts are changed and taken away in sessions/views/facilitators.py."""
    group = known_group(request, group_id)
    form = FacilitatorForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            commands.name_facilitator(group=group, by=account(request), **form.cleaned_data)
            return redirect("groups:facilitators", group.pk)
        except Invalid as refusal:
            show_refusal(form, refusal)
    return show_facilitators(request, group, form)


def known_group(request: HttpRequest, group_id: UUID) -> Group:
    """A group that one facilitates, or, in two steps, administers; 404 for any other."""
    group = get_object_or_404(Group.objects.known_to(account(request)), pk=group_id)
    # Who looks after it needs no role besides; everybody else is here as an administrator.
    if not may_manage_group(account(request), group):
        check_done(request)
    return group


def show_facilitators(
    request: HttpRequest, group: Group, form: FacilitatorForm, refusal: Refused | None = None
) -> HttpResponse:
    """The page; with what was just refused, if anything was."""
    facilitators = list(group.facilitators.select_related("user"))
    context = {
        "group": group,
        "facilitators": facilitators,
        "is_mine": any(one.user_id == account(request).pk for one in facilitators),
        "may_name": may_name_facilitators(account(request), group),
        "form": form,
        "refusal": sentence(refusal.code) if refusal else "",
    }
    status = refusal.status if refusal else 422 if form.errors else 200
    return render(request, "groups/facilitators.html", context, status=status)
