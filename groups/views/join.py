"""The door of a personal link. A GET only shows a button, since mail scanners open links; the POST takes a seat."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from .. import commands
from ..actors import as_wanted, drop_seat, drop_seats, hold_seat, seats_of
from ..devices import device_words
from ..errors import Refused
from ..models import PersonalLink
from .guards import calm, next_page


@require_http_methods(["GET", "HEAD", "POST"])
@calm
def join(request: HttpRequest, token: str) -> HttpResponseBase:
    link = PersonalLink.objects.live().with_token(token).select_related("participant").first()
    response = _enter(request, link) if link and request.method == "POST" else _door(request, link)
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


def _door(request: HttpRequest, link: PersonalLink | None) -> HttpResponse:
    if not link:
        return render(request, "groups/join_closed.html", status=404)
    return render(request, "groups/join.html", {"participant": link.participant, "next": next_page(request)})


def _enter(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    if not _sits_here(request, link):
        try:
            seat = commands.take_seat(link=link, label=device_words(request.headers.get("User-Agent", "")))
        except Refused:
            # Closed since it was read above: the same answer as if it had been closed before.
            return _door(request, None)
        hold_seat(request.session, seat)
    return redirect(next_page(request))


def _sits_here(request: HttpRequest, link: PersonalLink) -> bool:
    """Whether this browser holds a seat of this link already: opening it again takes no other."""
    return any(seat.link_id == link.pk for seat in seats_of(request.session))
