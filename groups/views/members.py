"""The members of a group, and one member's page: name, links, devices."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from codev.marked import isolated

from .. import commands
from ..composition import hint
from ..devices import kind_of
from ..errors import Invalid
from ..forms import MemberForm
from ..models import Group, Invitation, Participant, User
from ..paste_forms import PasteForm, Preview
from ..queries import declined, members
from ..sentences import sentence
from .guards import account, account_required


def members_context(group: Group, by: User, form: Form | None = None) -> dict[str, Any]:
    """What groups/_members.html needs, wherever it is shown; `declined` only where `by` is one of the facilitators."""
    charter = group.charter
    found = list(members(group, charter))
    return {
        "group": group,
        "members": found,
        "declined": declined(charter, by),
        "composition": hint(len(found)),
        "members_form": form or PasteForm(),
    }


def my_group(request: HttpRequest, group_id: UUID) -> Group:
    """A group that the person facilitates; for anybody else there is none."""
    # With its organisation, whose time zone it may have.
    mine = Group.objects.driven_by(account(request)).select_related("organisation")
    return get_object_or_404(mine, pk=group_id)


def my_member(request: HttpRequest, group_id: UUID, participant_id: UUID) -> Participant:
    """A current participant of such a group."""
    group = my_group(request, group_id)
    participant = get_object_or_404(group.participants.current(), pk=participant_id)
    participant.group = group  # saves a query
    return participant


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def members_page(request: HttpRequest, group_id: UUID) -> HttpResponse:
    group = my_group(request, group_id)
    if request.method != "POST":
        return render(request, "groups/members.html", members_context(group, account(request)))
    form = PasteForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "groups/members.html", members_context(group, account(request), form), status=422)
    return _preview(request, group, form, Preview(group, form.cleaned_data["reading"]))


@require_POST
@account_required
def add(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Add the people of a preview: what it says of them is checked anew, and what it does not hold is not asked."""
    group = my_group(request, group_id)
    form = PasteForm(request.POST)
    if not form.is_valid():
        return render(request, "groups/members.html", members_context(group, account(request), form), status=422)
    preview = Preview(group, form.cleaned_data["reading"], request.POST)
    if preview.is_valid():
        try:
            _tell(request, commands.add_pasted(group=group, people=preview.people, by=account(request)))
            return redirect(group)
        except Invalid as refusal:
            preview.error = sentence(refusal.code)
    return _preview(request, group, form, preview, status=422)


def _tell(request: HttpRequest, added: list[Participant]) -> None:
    several = ngettext("%(count)s person added.", "%(count)s people added.", len(added)) % {"count": len(added)}
    messages.success(request, several if added else _("These people were in the group already."))


def _preview(
    request: HttpRequest, group: Group, form: PasteForm, preview: Preview, *, status: int = 200
) -> HttpResponse:
    source = form.cleaned_data["source"]
    again = PasteForm(initial={"people": source.text}, auto_id="again_%s")
    context = {"group": group, "preview": preview, "source": source, "again": again}
    return render(request, "groups/preview.html", context, status=status)


@require_safe
@account_required
def member_page(request: HttpRequest, group_id: UUID, participant_id: UUID) -> HttpResponse:
    participant = my_member(request, group_id, participant_id)
    return _member_page(request, participant, MemberForm.about(participant))


@require_POST
@account_required
def rename(request: HttpRequest, group_id: UUID, participant_id: UUID) -> HttpResponse:
    participant = my_member(request, group_id, participant_id)
    # Who sends no such field leaves it as it is; an empty one is a mistake, told beside it.
    form = MemberForm({"called": participant.known_as, "language": participant.language, **request.POST.dict()})
    if form.is_valid():
        try:
            commands.rename_participant(participant=participant, by=account(request), **form.cleaned_data)
        except Invalid as refusal:
            # The command names the field of a pasted list, « people »: here there are two.
            about = refusal.field if refusal.field == "called" else "name"
            field = "email" if refusal.code.startswith("email") else about
            form.add_error(field, sentence(refusal.code, form.cleaned_data["name"]))
    if form.errors:
        return _member_page(request, participant, form)
    return redirect("groups:member", group_id, participant_id)


@require_POST
@account_required
def remove(request: HttpRequest, group_id: UUID, participant_id: UUID) -> HttpResponse:
    participant = my_member(request, group_id, participant_id)
    commands.remove_participant(participant=participant, by=account(request))
    messages.success(request, _("%(name)s is no longer in the group.") % {"name": isolated(participant.name)})
    return redirect(participant.group)


def _member_page(request: HttpRequest, participant: Participant, form: MemberForm) -> HttpResponse:
    invitation = Invitation.objects.filter(participant=participant).first()
    context = {
        "group": participant.group,
        "participant": participant,
        "form": form,
        "links": participant.links.live(),
        # What kind it is and since when: as « Mes appareils » says that others read it.
        "devices": [(seat, kind_of(seat.label)) for seat in participant.seats.let_in()],
        "has_declined": participant.pk in declined(participant.group.charter, account(request)),
        "invitation": invitation,
    }
    return render(request, "groups/member.html", context, status=422 if form.errors else 200)
