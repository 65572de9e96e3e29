"""A participant's own page on which to say what to call them."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from .. import commands
from ..actors import Actor, as_wanted, seat_in, seats_of
from ..errors import Invalid, NotAllowed
from ..forms import CalledForm, show_refusal
from ..models import Seat
from .guards import ask_to_sign_in, calm, next_page


@require_http_methods(["GET", "HEAD", "POST"])
@calm
def call_me(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """404 for whoever has no seat in the group; 403 for a guest who took a listed name and was not let in."""
    seats = seats_of(request.session)
    seat = seat_in(seats, group_id, as_wanted(request))
    if seat:
        return _ask(request, seat)
    if seats or request.user.is_authenticated:
        raise Http404
    return ask_to_sign_in(request)


def _ask(request: HttpRequest, seat: Seat) -> HttpResponse:
    # Reading as well: what a member is called is no more that guest's than changing it.
    if not seat.owns_its_name:
        raise NotAllowed("not_yours_to_do")
    participant = seat.participant
    form = CalledForm(request.POST if request.method == "POST" else None, initial={"called": participant.known_as})
    if form.is_valid():
        try:
            commands.call_participant(participant=participant, by=Actor(seat=seat), **form.cleaned_data)
            return redirect(next_page(request))
        except Invalid as refusal:
            show_refusal(form, refusal)
    context = {"participant": participant, "form": form, "next": next_page(request)}
    return render(request, "groups/called.html", context, status=422 if form.errors else 200)
