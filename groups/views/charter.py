"""A group's charter: participants read and accept it, facilitators see who has and revise it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from .. import commands
from ..actors import as_wanted, seat_in, seats_of
from ..errors import Invalid, Stale
from ..forms import CharterForm, show_refusal
from ..models import Charter, Group, Seat
from ..queries import hr_among, members
from ..sentences import sentence
from .guards import account, account_required, ask_to_sign_in, calm, next_page
from .members import my_group


@require_http_methods(["GET", "HEAD", "POST"])
@calm
def charter_page(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """The facilitator's view for who facilitates, unless `as` names a participant; else the participant's."""
    # A POST accepts, which only a seat can: an account alone has nothing to accept here.
    wanted = as_wanted(request)
    if not wanted and (group := _facilitated(request, group_id)) and request.method != "POST":
        return _facilitators_view(request, group)
    seats = seats_of(request.session)
    if seat := seat_in(seats, group_id, wanted):
        return _participants_page(request, seat)
    # Who is known here learns nothing of other groups; who is not is asked to sign in, whether there is a group or not.
    if seats or request.user.is_authenticated:
        raise Http404
    return ask_to_sign_in(request)


@require_POST
@account_required
def revise(request: HttpRequest, group_id: UUID) -> HttpResponse:
    group = my_group(request, group_id)
    form = CharterForm(request.POST)
    if form.is_valid():
        try:
            commands.revise_charter(group=group, by=account(request), **form.cleaned_data)
            return redirect("groups:charter", group.pk)
        except Invalid as refusal:
            show_refusal(form, refusal)
    return _facilitators_view(request, group, form)


def _facilitated(request: HttpRequest, group_id: UUID) -> Group | None:
    if not request.user.is_authenticated:
        return None
    mine = Group.objects.driven_by(account(request)).select_related("organisation")
    return mine.filter(pk=group_id).first()


def _facilitators_view(request: HttpRequest, group: Group, form: CharterForm | None = None) -> HttpResponse:
    charter = group.charter
    form = form or CharterForm(initial={"text": charter.text, "retention_days": charter.retention_days})
    context = {"group": group, "charter": charter, "members": members(group, charter), "form": form}
    return render(request, "groups/charter_facilitator.html", context, status=422 if form.errors else 200)


def _participants_page(request: HttpRequest, seat: Seat) -> HttpResponse:
    if request.method != "POST":
        return _participants_view(request, seat)
    number = request.POST.get("charter", "")
    # What is no number is answered as one that is not there; `int` itself fails at some thousand digits.
    charter = get_object_or_404(
        seat.participant.group.charters, number=int(number) if number.isdecimal() and len(number) < 6 else 0
    )
    try:
        _accept(seat, charter)
    except Stale as refusal:
        return _participants_view(request, seat, sentence(refusal.code))
    return redirect(next_page(request))


def _accept(seat: Seat, charter: Charter) -> None:
    """A guest who is not admitted yet accepts for that device alone: anybody may have taken the name."""
    if seat.is_admitted:
        commands.accept_charter(participant=seat.participant, charter=charter)
    else:
        commands.accept_at_the_door(seat=seat, charter=charter)


def _participants_view(request: HttpRequest, seat: Seat, notice: str = "") -> HttpResponse:
    participant = seat.participant
    charter = participant.group.charter
    context = {
        "seat": seat,
        "participant": participant,
        "group": participant.group,
        "charter": charter,
        "acceptance": charter.acceptances.filter(participant=participant).first(),
        "is_accepted": seat.has_accepted(charter),
        "hr_among": hr_among(participant.group),
        "next": next_page(request),
        "notice": notice,
    }
    return render(request, "groups/charter_participant.html", context, status=409 if notice else 200)
