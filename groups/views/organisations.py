"""An organisation's page: its people and their roles, its groups."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
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
from ..training_forms import TrainingForm
from .guards import account, account_required


@dataclass(frozen=True)
class Setting:
    """What an administrator says of the organisation in a form of its own, and the command that keeps it.

    `fields` are the form's, each with the organisation's column that it shows.
    """

    form: type[Form]
    command: Callable[..., None]
    fields: Mapping[str, str]
    said: Promise

    def filled(self, name: str, organisation: Organisation) -> Form:
        initial = {field: getattr(organisation, column) for field, column in self.fields.items()}
        # Each has its own prefix of ids: two elements of one id confuse labels and readers.
        return self.form(auto_id=f"{name}_%s", initial=initial)


SETTINGS = {
    "place": Setting(
        PlaceForm,
        commands.place_organisation,
        {"time_zone": "time_zone", "holidays": "holidays"},
        gettext_lazy("From now on dates are proposed by these clocks and holidays."),
    ),
    "support": Setting(
        SupportForm, commands.write_support, {"text": "support"}, gettext_lazy("The support contacts are kept.")
    ),
    "retention": Setting(
        RetentionForm,
        commands.limit_retention,
        {"days": "retention_days"},
        gettext_lazy("From now on what was written is kept no longer than that."),
    ),
    "training": Setting(
        TrainingForm,
        commands.write_training,
        {name: name for name in TrainingForm.base_fields},
        gettext_lazy("From now on sheets and certificates say so."),
    ),
}


@require_safe
@account_required
def organisation_page(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    return _page(request, _organisation(request, organisation_id))


@require_POST
@account_required
def invite(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    organisation = _organisation(request, organisation_id)
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
def keep(request: HttpRequest, organisation_id: UUID, setting: str) -> HttpResponse:
    """One of the organisation's settings, sent by its own form; bad input is told at the field, on the same page."""
    organisation, about = _organisation(request, organisation_id), SETTINGS[setting]
    form = about.form(request.POST, auto_id=f"{setting}_%s")
    if form.is_valid():
        try:
            about.command(organisation=organisation, by=account(request), **form.cleaned_data)
            messages.success(request, str(about.said))
            return redirect("groups:organisation", organisation.pk)
        except Invalid as refusal:
            show_refusal(form, refusal)
    return _page(request, organisation, **{f"{setting}_form": form})


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
    context: dict[str, Any] = {
        "organisation": organisation,
        "administers": administers,
        # Who holds which role is administrators' business; facilitators see their own groups alone.
        "colleagues": colleagues(organisation) if administers else [],
        "doubts": who_is_who(organisation, user) if administers else [],
        "groups": [one for one in listed if not one.archived_at],
        "archived": [one for one in listed if one.archived_at],
        "invite_form": InviteForm(auto_id="invite_%s"),
        **{f"{name}_form": one.filled(name, organisation) for name, one in SETTINGS.items()},
    }
    return render(request, "groups/organisation.html", context | forms, status=422 if forms else 200)
