"""What stands before pages of sessions: who is nobody here signs in, a device is proven, the charter accepted."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from groups.models import Seat
from groups.views.devices import proving
from groups.views.guards import View, ask_to_sign_in, calm

from ..access import Visit, is_known


class Elsewhere(Exception):  # noqa: N818
    """What is asked for does not open on this device, `seat` (decision 046): answered 403, with what proves it."""

    def __init__(self, seat: Seat) -> None:
        super().__init__()
        self.seat = seat


def known_required(view: View) -> View:
    """For accounts and for browsers that hold a seat or a screen: reading leads to sign-in, writing is refused.

    A view may raise Elsewhere.
    """

    @calm
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Before anything is looked for: a stranger's answer is the same whether or not it is there.
        if not is_known(request.user, request.session):
            return ask_to_sign_in(request)
        try:
            return view(request, *args, **kwargs)
        except Elsewhere as elsewhere:
            # Once proven one comes back by a GET.
            back = request.get_full_path() if request.method in ("GET", "HEAD") else request.path
            return render(request, "groups/prove.html", proving(elsewhere.seat, back), status=403)

    return answer


def charter_first(request: HttpRequest, visit: Visit) -> HttpResponse | None:
    """Leads who has not accepted the charter to it: until then nothing is shown, and nobody has come in."""
    seat, group = visit.actor.seat, visit.session.cycle.group
    if seat is None or seat.has_accepted(group.charter):
        return None
    asked = urlencode({"next": request.get_full_path(), "as": str(seat.participant_id)})
    return redirect(f"{reverse('groups:charter', args=[group.pk])}?{asked}")
