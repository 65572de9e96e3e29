"""The door of a personal link. A GET only shows a button, since mail scanners open links; the POST takes a seat."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from .. import commands
from ..actors import Actor, as_wanted, drop_seat, drop_seats, hold_seat, seats_of
from ..devices import device_words
from ..errors import Invalid, Refused
from ..forms import CalledForm, show_refusal
from ..models import PersonalLink, Seat
from .guards import account, calm, next_page


@require_http_methods(["GET", "HEAD", "POST"])
@calm
def join(request: HttpRequest, token: str) -> HttpResponseBase:
    link = PersonalLink.objects.live().with_token(token).select_related("participant").first()
    response = _come(request, link) if link and request.method == "POST" else _door(request, link)
    # A link that was put on a public page must not be found by searching.
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@require_POST
@calm
def leave(request: HttpRequest) -> HttpResponseBase:
    """A participant's sign-out: this browser gives up its seats, or those of one person, and their pages close."""
    wanted = as_wanted(request)
    for seat in seats_of(request.session):
        if not wanted or str(seat.participant_id) == wanted:
            commands.leave_seat(seat=seat)
            drop_seat(request.session, seat)
    if not wanted:
        drop_seats(request.session)
    return redirect(next_page(request))


def _door(request: HttpRequest, link: PersonalLink | None, form: CalledForm | None = None) -> HttpResponse:
    if not link:
        return render(request, "groups/join_closed.html", status=404)
    form = form or CalledForm(initial={"called": link.participant.known_as})
    context = {"participant": link.participant, "form": form, "next": next_page(request)}
    return render(request, "groups/join.html", context, status=422 if form.errors else 200)


def _come(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """Come in, called as was typed: what is wrong with that is said beside it. A post without it changes nothing."""
    form = CalledForm(request.POST if "called" in request.POST else {"called": link.participant.known_as})
    if form.is_valid():
        try:
            return _enter(request, link, form.cleaned_data["called"])
        except Invalid as refusal:
            show_refusal(form, refusal)
        except Refused:
            # Closed since it was read above: the same answer as if it had been closed before.
            return _door(request, None)
    return _door(request, link, form)


def _enter(request: HttpRequest, link: PersonalLink, called: str) -> HttpResponse:
    seat = _sits_here(request, link)
    if seat:
        commands.call_participant(participant=seat.participant, called=called, by=Actor(seat=seat))
    else:
        label = device_words(request.headers.get("User-Agent", ""))
        seat = commands.take_seat(link=link, label=label, called=called)
        hold_seat(request.session, seat)
    if request.user.is_authenticated:
        commands.recognise(seats=[seat], user=account(request), is_sure=True)
    return redirect(next_page(request))


def _sits_here(request: HttpRequest, link: PersonalLink) -> Seat | None:
    """The seat of this link that this browser holds already: opening it again takes no other."""
    return next((seat for seat in seats_of(request.session) if seat.link_id == link.pk), None)
