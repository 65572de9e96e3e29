"""Links that sign a visitor in as somebody of the demonstration: for demo data only, and where it is switched on."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from groups.access import works_for_hr
from groups.actors import hold_seat, seats_of
from groups.commands import take_seat, trust_seat
from groups.devices import device_words
from groups.factors import count_as_done
from groups.models import Participant, User

from ..demo import people


@never_cache
@require_safe
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in and go to the demonstration's session; who has no part in it goes to HR's pages, or home.

    404 without `CODEV_DEMO`, for a token that is not ours, and for people who are not a demonstration's.
    """
    pass_ = people.read(token)
    if pass_ is None:
        raise Http404
    # A page that sends commands needs its token from the first visit on.
    get_token(request)
    if pass_.user:
        return _enter_as_user(request, pass_)
    return _enter_as_participant(request, pass_)


def _enter_as_user(request: HttpRequest, pass_: people.Pass) -> HttpResponse:
    # Whatever a rightly signed token says, nobody of a real organisation is signed in by a mere GET.
    user = get_object_or_404(User.objects.filter(roles__organisation__is_demo=True).distinct(), pk=pass_.user)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    # A demonstration's HR has no phone: its pages open as long as demonstrations are switched on.
    count_as_done(request.session, user, "demo")
    if pass_.rehearses:
        return redirect("sessions:rehearse")
    if user.facilitations.filter(group__cycles__sessions=UUID(pass_.session)).exists():
        return redirect("sessions:session", pass_.session)
    return redirect("sessions:history" if works_for_hr(user) else "sessions:home")


def _enter_as_participant(request: HttpRequest, pass_: people.Pass) -> HttpResponse:
    known = Participant.objects.current().filter(group__organisation__is_demo=True)
    participant = get_object_or_404(known, pk=pass_.participant)
    held = seats_of(request.session)
    # Opening the link again in this browser takes no other seat.
    seat = next((one for one in held if one.participant_id == participant.pk and one.is_member), None)
    if seat is None:
        label = device_words(request.headers.get("User-Agent", ""))
        seat = take_seat(link=people.link_of(participant), label=label)
        hold_seat(request.session, seat)
    # In every browser: a demonstration has nobody whose own it would be.
    if not seat.is_proven:
        trust_seat(seat=seat)
    page = reverse("sessions:session", args=[pass_.session])
    # With an account or other seats in this browser, the address has to say as whom the page opens.
    is_alone = not held and not request.user.is_authenticated
    return redirect(page if is_alone else f"{page}?as={participant.pk}")
