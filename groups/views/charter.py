"""A group's charter: participants read it and accept or decline, facilitators see who has and revise it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from .. import commands
from ..actors import as_wanted, seat_in, seats_of
from ..errors import Invalid, Stale
from ..forms import CharterForm, show_refusal
from ..models import Charter, Group, Seat
from ..queries import LISTED_MAX, declined, hr_among, leading, members, own_decline
from ..sentences import sentence
from .guards import account, account_required, ask_to_sign_in, calm, next_page
from .members import my_group


@require_http_methods(["GET", "HEAD", "POST"])
@calm
def charter_page(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """The facilitator's view for who facilitates, unless `as` names a participant; else the participant's."""
    # A POST accepts, which only a seat can: an account alone has nothing to accept here.
    if not as_wanted(request) and (group := _facilitated(request, group_id)) and request.method != "POST":
        return _facilitators_view(request, group)
    seat = _my_seat(request, group_id)
    if seat is None:
        return ask_to_sign_in(request)
    if request.method != "POST":
        return _participants_view(request, seat)
    return _answer(request, seat, _accept) or redirect(next_page(request))


@require_POST
@calm
def decline(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Say no, for one's facilitators alone; the page then says what follows."""
    seat = _my_seat(request, group_id)
    if seat is None:
        return ask_to_sign_in(request)
    asked = urlencode({"as": str(seat.participant_id), "next": next_page(request)})
    page = f"{reverse('groups:charter', args=[group_id])}?{asked}"
    return _answer(request, seat, _decline) or redirect(page)


@require_POST
@account_required
def revise(request: HttpRequest, group_id: UUID) -> HttpResponse:
    group = my_group(request, group_id)
    form, notice = CharterForm(request.POST), ""
    if form.is_valid():
        before = group.charter
        try:
            charter = commands.revise_charter(group=group, by=account(request), **form.cleaned_data)
            _tell(request, charter, is_new=charter != before)
            return redirect("groups:charter", group.pk)
        except Invalid as refusal:
            show_refusal(form, refusal)
        except Stale:
            # What was typed is kept, and sent again it counts as a revision of what is in force now.
            form = CharterForm(form.cleaned_data | {"of": group.charter.number})
            notice = _("Somebody else has revised the charter meanwhile: that version stands above, your text below.")
    return _facilitators_view(request, group, form, notice)


def _tell(request: HttpRequest, charter: Charter, *, is_new: bool) -> None:
    number = {"number": charter.number}
    if is_new:
        messages.success(request, _("Version %(number)s is in force: everybody is asked anew.") % number)
    else:
        messages.info(request, _("Nothing has changed: version %(number)s stays in force.") % number)


def _my_seat(request: HttpRequest, group_id: UUID) -> Seat | None:
    """This browser's seat in the group; None for a stranger, who is asked to sign in whether there is a group or not.

    Who is known here learns nothing of other groups.
    """
    seats = seats_of(request.session)
    if seat := seat_in(seats, group_id, as_wanted(request)):
        return seat
    if seats or request.user.is_authenticated:
        raise Http404
    return None


def _facilitated(request: HttpRequest, group_id: UUID) -> Group | None:
    if not request.user.is_authenticated:
        return None
    mine = Group.objects.driven_by(account(request)).select_related("organisation")
    return mine.filter(pk=group_id).first()


def _facilitators_view(
    request: HttpRequest, group: Group, form: CharterForm | None = None, notice: str = ""
) -> HttpResponse:
    # Each beside the number of those who accepted it, the newest first: the first is in force.
    versions = list(group.charters.annotate(accepted=Count("acceptances")).order_by("-number")[:LISTED_MAX])
    charter = versions[0]
    charter.group = group  # saves a query
    context = {
        "group": group,
        "charter": charter,
        "former": versions[1:],
        "members": members(group, charter),
        "declined": declined(charter, account(request)),
        "form": form or CharterForm.of_charter(charter),
        "notice": notice,
    }
    status = 409 if notice else 422 if form and form.errors else 200
    return render(request, "groups/charter_facilitator.html", context, status=status)


def _answer(request: HttpRequest, seat: Seat, say: Callable[[Seat, Charter], object]) -> HttpResponse | None:
    """Accept or decline the version that was read; the page anew where another is in force by now, else None."""
    number = request.POST.get("charter", "")
    # What is no number is answered as one that is not there; `int` itself fails at some thousand digits.
    charter = get_object_or_404(
        seat.participant.group.charters, number=int(number) if number.isdecimal() and len(number) < 6 else 0
    )
    try:
        say(seat, charter)
    except Stale as refusal:
        return _participants_view(request, seat, sentence(refusal.code))
    return None


def _accept(seat: Seat, charter: Charter) -> None:
    """A guest who is not admitted yet accepts for that device alone: anybody may have taken the name."""
    if seat.is_admitted:
        commands.accept_charter(participant=seat.participant, charter=charter)
    else:
        commands.accept_at_the_door(seat=seat, charter=charter)


def _decline(seat: Seat, charter: Charter) -> None:
    commands.decline_charter(seat=seat, charter=charter)


def _participants_view(request: HttpRequest, seat: Seat, notice: str = "") -> HttpResponse:
    participant = seat.participant
    charter = participant.group.charter
    is_accepted = seat.has_accepted(charter)
    context = {
        "seat": seat,
        "participant": participant,
        "group": participant.group,
        "charter": charter,
        "acceptance": charter.acceptances.filter(participant=participant).first(),
        "is_accepted": is_accepted,
        "earlier": None if is_accepted else _accepted_before(seat, charter),
        "decline": None if is_accepted else own_decline(charter, seat),
        "facilitators": () if is_accepted else leading(participant.group),
        "hr_among": hr_among(participant.group),
        "next": next_page(request),
        "notice": notice,
    }
    return render(request, "groups/charter_participant.html", context, status=409 if notice else 200)


def _accepted_before(seat: Seat, charter: Charter) -> Charter | None:
    """The newest version that was accepted before this one."""
    former = charter.group.charters.filter(acceptances__participant=seat.participant, number__lt=charter.number)
    return former.order_by("-number").first()
