"""A new group, and what is said of one. Its own page shows sessions too: sessions/views/home.py."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from .. import commands
from ..access import may_archive_group, may_manage_group
from ..errors import Invalid, Refused
from ..factors import check_done
from ..forms import GroupForm, show_refusal
from ..models import Group, Organisation, Role
from ..sentences import sentence
from .guards import account, account_required
from .members import my_group


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def new(request: HttpRequest) -> HttpResponse:
    """The questions, and the group that they make; `?organisation=` proposes one. 404 for who makes none."""
    organisations = _to_make_in(request)
    form = GroupForm(request.POST if request.method == "POST" else None, organisations=organisations)
    if form.is_valid():
        try:
            group = commands.create_group(by=account(request), **form.cleaned_data)
            # Who only administers does not come into a group: there is somebody to name.
            is_mine = may_manage_group(account(request), group)
            return redirect(group) if is_mine else redirect("groups:facilitators", group.pk)
        except Invalid as refusal:
            _show(form, refusal)
    context: dict[str, Any] = {"form": form, "organisation": organisations[0] if len(organisations) == 1 else None}
    return render(request, "groups/new.html", context, status=422 if form.errors else 200)


def _to_make_in(request: HttpRequest) -> list[Organisation]:
    user = account(request)
    roles = user.roles.filter(role__in=(Role.ADMIN, Role.FACILITATOR)).select_related("organisation")
    held = list(roles.order_by("organisation__name", "organisation"))
    # An administrator's pages open in two steps, this one too.
    if any(one.role == Role.ADMIN for one in held):
        check_done(request)
    found = list({one.organisation_id: one.organisation for one in held}.values())
    if not found:
        raise Http404
    wanted = request.GET.get("organisation")
    # The first of the list is what the page proposes.
    return sorted(found, key=lambda one: str(one.pk) != wanted)


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def edit(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Name, calendar name and time zone. 404 for who does not facilitate the group."""
    group = my_group(request, group_id)
    form = GroupForm(request.POST if request.method == "POST" else None, group=group)
    if form.is_valid():
        about = {name: value for name, value in form.cleaned_data.items() if name != "organisation"}
        try:
            commands.edit_group(group=group, by=account(request), **about)
            messages.success(request, _("What is said of the group is kept."))
            return redirect(group)
        except Invalid as refusal:
            _show(form, refusal)
    return show_edited(request, group, form)


def show_edited(request: HttpRequest, group: Group, form: GroupForm, refusal: Refused | None = None) -> HttpResponse:
    """The page of what is said of a group; with what was just refused, if anything was."""
    context = {
        "group": group,
        "form": form,
        "may_archive": may_archive_group(account(request), group),
        "refusal": sentence(refusal.code) if refusal else "",
    }
    status = refusal.status if refusal else 422 if form.errors else 200
    return render(request, "groups/edit.html", context, status=status)


def _show(form: GroupForm, refusal: Invalid) -> None:
    show_refusal(form, refusal)
    if refusal.code == "group_name_there":
        form.ask_if_sure()
