"""An organisation's page: its people and their roles, its groups."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from .. import commands
from ..access import may_administer
from ..errors import Invalid
from ..factors import check_done
from ..forms import InviteForm, RetentionForm, SupportForm, WhoForm, show_refusal
from ..mails import mail_invitation
from ..models import Answer, Ground, Organisation, Participant, Role, SamePerson, User
from ..place_forms import PlaceForm
from ..queries import colleagues, groups_listed, is_alike, who_is_who
from .guards import account, account_required


@require_safe
@account_required
def organisation_page(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    return _page(request, _organisation(request, organisation_id))


@require_POST
@account_required
def invite(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    organisation = _organisation(request, organisation_id)
    # Three forms share the page: each has its own prefix of ids, as two elements of one id confuse labels and readers.
    form = InviteForm(request.POST, auto_id="invite_%s")
    if form.is_valid():
        try:
            invited = commands.invite_person(organisation=organisation, by=account(request), **form.cleaned_data)
            mail_invitation(invited, organisation=organisation, by=account(request))
        except Invalid as refusal:
            show_refusal(form, refusal)
    if form.errors:
        return _page(request, organisation, invite_form=form)
    messages.success(request, _("The invitation is on its way."))
    return redirect("groups:organisation", organisation.pk)


@require_POST
@account_required
def write_support(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    organisation = _organisation(request, organisation_id)
    form = SupportForm(request.POST, auto_id="support_%s")
    if not form.is_valid():
        return _page(request, organisation, support_form=form)
    commands.write_support(organisation=organisation, by=account(request), **form.cleaned_data)
    messages.success(request, _("The support contacts are kept."))
    return redirect("groups:organisation", organisation.pk)


@require_POST
@account_required
def limit_retention(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    organisation = _organisation(request, organisation_id)
    form = RetentionForm(request.POST, auto_id="retention_%s")
    if not form.is_valid():
        return _page(request, organisation, retention_form=form)
    commands.limit_retention(organisation=organisation, by=account(request), **form.cleaned_data)
    messages.success(request, _("From now on what was written is kept no longer than that."))
    return redirect("groups:organisation", organisation.pk)


@require_POST
@account_required
def place(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """By whose clocks its groups meet, and whose public holidays are marked."""
    organisation = _organisation(request, organisation_id)
    form = PlaceForm(request.POST, auto_id="place_%s")
    if not form.is_valid():
        return _page(request, organisation, place_form=form)
    commands.place_organisation(organisation=organisation, by=account(request), **form.cleaned_data)
    messages.success(request, _("From now on dates are proposed by these clocks and holidays."))
    return redirect("groups:organisation", organisation.pk)


@require_POST
@account_required
def say_who(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Whether somebody of HR is a member."""
    organisation = _organisation(request, organisation_id)
    form = WhoForm(request.POST)
    if not form.is_valid():
        raise Http404
    is_same = form.cleaned_data["answer"] == Answer.SAME
    commands.say_who(doubt=_doubt(organisation, form.cleaned_data), is_same=is_same, by=account(request))
    messages.success(request, _("It is written down, and the group reads it."))
    return redirect("groups:organisation", organisation.pk)


def _doubt(organisation: Organisation, asked: dict[str, Any]) -> SamePerson:
    if asked["doubt"]:
        rows = SamePerson.objects.filter(group__organisation=organisation).select_related("group__organisation", "user")
        return get_object_or_404(rows.exclude(ground=Ground.ROLE), pk=asked["doubt"])
    members = Participant.objects.filter(group__organisation=organisation).select_related("group__organisation")
    member = get_object_or_404(members, pk=asked["participant"])
    user = get_object_or_404(User, pk=asked["user"], roles__organisation=organisation, roles__role=Role.HR)
    if not is_alike(member, user):
        raise Http404
    return SamePerson(group=member.group, participant=member, user=user, ground=Ground.NAME)


def _organisation(request: HttpRequest, organisation_id: UUID) -> Organisation:
    organisation = get_object_or_404(Organisation.objects.open_to(account(request)), pk=organisation_id)
    if may_administer(account(request), organisation):
        check_done(request)
    return organisation


def administered(request: HttpRequest, organisation_id: UUID) -> Organisation:
    """One that this person administers, in two steps; 404 for any other."""
    organisation = _organisation(request, organisation_id)
    if not may_administer(account(request), organisation):
        raise Http404
    return organisation


def _page(request: HttpRequest, organisation: Organisation, **forms: Form) -> HttpResponse:
    user = account(request)
    administers = may_administer(user, organisation)
    listed = list(groups_listed(organisation, user, all_of_them=administers))
    where = {"time_zone": organisation.time_zone, "holidays": organisation.holidays}
    context: dict[str, Any] = {
        "organisation": organisation,
        "administers": administers,
        # Who holds which role is administrators' business; facilitators see their own groups alone.
        "colleagues": colleagues(organisation) if administers else [],
        "doubts": who_is_who(organisation, user) if administers else [],
        "groups": [one for one in listed if not one.archived_at],
        "archived": [one for one in listed if one.archived_at],
        "invite_form": InviteForm(auto_id="invite_%s"),
        "place_form": PlaceForm(auto_id="place_%s", initial=where),
        "support_form": SupportForm(auto_id="support_%s", initial={"text": organisation.support}),
        "retention_form": RetentionForm(auto_id="retention_%s", initial={"days": organisation.retention_days}),
    }
    return render(request, "groups/organisation.html", context | forms, status=422 if forms else 200)
