"""Who facilitates a group."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from .. import commands
from ..access import may_manage_group, may_name_facilitators
from ..errors import Invalid
from ..factors import check_done
from ..forms import FacilitatorForm, show_refusal
from ..models import Group
from .guards import account, account_required


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def facilitators_page(request: HttpRequest, group_id: UUID) -> HttpResponse:
    group = get_object_or_404(Group.objects.known_to(account(request)), pk=group_id)
    is_mine = may_manage_group(account(request), group)
    # Who looks after it needs no role besides; everybody else is here as an administrator.
    if not is_mine:
        check_done(request)
    form = FacilitatorForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            commands.name_facilitator(group=group, by=account(request), **form.cleaned_data)
            return redirect("groups:facilitators", group.pk)
        except Invalid as refusal:
            show_refusal(form, refusal)
    return _page(request, group, form, is_mine)


def _page(request: HttpRequest, group: Group, form: FacilitatorForm, is_mine: bool) -> HttpResponse:
    context = {
        "group": group,
        "facilitators": group.facilitators.select_related("user"),
        "is_mine": is_mine,
        "may_name": may_name_facilitators(account(request), group),
        "form": form,
    }
    return render(request, "groups/facilitators.html", context, status=422 if form.errors else 200)
