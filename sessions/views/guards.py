"""What stands before pages of sessions: whoever is nobody here signs in, and a device that opens nothing is proven."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from groups.models import Seat
from groups.views.devices import proving
from groups.views.guards import View, ask_to_sign_in, calm

from ..access import is_known


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
