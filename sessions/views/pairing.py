"""A facilitator's phone joins the dashboard: a code shown there, scanned, and confirmed by a button on the phone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from codev.addresses import reachable
from codev.qr import drawing
from groups.actors import hold_pairing
from groups.devices import device_words
from groups.views.guards import calm

from .. import commands
from ..access import Visit
from ..models import Pairing
from . import attempts
from .visits import facilitator_visit


def paired_devices(visit: Visit) -> dict[str, Any]:
    """What a dashboard says of the devices that its reader paired with it."""
    devices = Pairing.objects.live().filter(session=visit.session, user=visit.actor.user)
    here = {"session_id": visit.session.pk, "zone": visit.session.zone}
    return {**here, "paired": list(devices), "this_pairing": visit.pairing}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def pair(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """POST shows a new code. GET is asked while one is shown: 204 until it is used or too old, then the devices.

    404 for anybody but a facilitator or deputy.
    """
    visit = facilitator_visit(request, session_id)
    if request.method != "POST":
        is_open = Pairing.objects.open().filter(pk__in=_code(request), session=visit.session, user=visit.actor.user)
        return HttpResponse(status=204) if is_open.exists() else _devices(request, visit)
    if visit.pairing or not visit.session.is_enterable or visit.actor.user is None:
        # A paired device brings no other: else closing it would leave those that it had brought.
        raise Http404
    pairing, token = commands.offer_pairing(session=visit.session, by=visit.actor.user)
    url = reachable(request, reverse("sessions:come_paired", args=[token]))
    return _devices(request, visit, qr=drawing(url), code=pairing.pk)


@require_POST
@never_cache
def unpair(request: HttpRequest, session_id: UUID, pairing_id: UUID) -> HttpResponse:
    """Close one of one's own devices, whose open pages close at once; 404 for anybody else's."""
    visit = facilitator_visit(request, session_id)
    devices = Pairing.objects.filter(session=visit.session, user=visit.actor.user)
    commands.end_pairing(pairing=get_object_or_404(devices, pk=pairing_id))
    return _devices(request, visit)


@require_http_methods(["GET", "HEAD", "POST"])
@calm
def come_paired(request: HttpRequest, token: str) -> HttpResponseBase:
    """The code's own page: a GET shows a button, as cameras and previews open links; the POST uses the code up."""
    response = _door(request, token)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _door(request: HttpRequest, token: str) -> HttpResponse:
    pairing = Pairing.objects.open().with_token(token).select_related("session__cycle__group", "user").first()
    # One answer to all: it must not tell a good code from a bad one to an address that is guessing.
    if pairing is None or attempts.are_used_up(request, "pairing"):
        attempts.note(request, "pairing")
        return render(request, "sessions/door/pair_closed.html", status=404)
    if request.method != "POST":
        return render(request, "sessions/door/pair.html", {"pairing": pairing, "group": pairing.session.cycle.group})
    label = device_words(request.headers.get("User-Agent", ""))
    used = commands.use_pairing(token=token, label=label)
    # Between the look above and this, somebody else has used it.
    if used is None:
        return render(request, "sessions/door/pair_closed.html", status=404)
    hold_pairing(request.session, used.pk, used.user)
    return redirect("sessions:session", used.session_id)


def _code(request: HttpRequest) -> list[UUID]:
    """The code that the page still shows, if it names one."""
    try:
        return [UUID(request.GET.get("code", ""))]
    except ValueError:
        return []


def _devices(request: HttpRequest, visit: Visit, **more: Any) -> HttpResponse:
    return render(request, "sessions/live/controls/_paired.html", {**paired_devices(visit), **more})
