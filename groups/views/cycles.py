"""A group's cycles: the next one, and what each is as an action of training."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from .. import commands
from ..errors import Invalid
from ..forms import show_refusal
from ..training_forms import CycleForm
from .guards import account, account_required
from .members import my_group


@require_POST
@account_required
def start(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Begin the next series of sessions."""
    group = my_group(request, group_id)
    commands.start_cycle(group=group, by=account(request))
    return redirect(group)


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def edit(request: HttpRequest, group_id: UUID, cycle_number: int) -> HttpResponse:
    """Title, nature and objectives, as attendance sheets and certificates say them. 404 for who does not facilitate."""
    group = my_group(request, group_id)
    cycle = get_object_or_404(group.cycles, number=cycle_number)
    cycle.group = group  # saves a query
    kept = {name: getattr(cycle, name) for name in CycleForm.base_fields}
    form = CycleForm(request.POST if request.method == "POST" else None, initial=kept)
    if form.is_valid():
        try:
            commands.describe_cycle(cycle=cycle, by=account(request), **form.cleaned_data)
            messages.success(request, _("What attendance sheets and certificates say of the cycle is kept."))
            # By path: attendance, sessions know.
            return redirect(f"{group.get_absolute_url()}cycles/{cycle.number}/attendance/")
        except Invalid as refusal:
            show_refusal(form, refusal)
    context = {"group": group, "cycle": cycle, "form": form}
    return render(request, "groups/cycle.html", context, status=422 if form.errors else 200)
