"""Facilitating and taking part: somebody's own place in the circle, beside the dashboard, in one browser."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from groups import commands
from groups.access import may_manage_group
from groups.actors import hold_seat, seat_in, seats_of
from groups.devices import device_words
from groups.models import Group, Seat
from groups.views.guards import account, account_required

from .. import access
from ..models import Session


@require_POST
@account_required
def take_part(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Who facilitates takes a place in the circle too, under the account's own e-mail; 404 for anybody else.

    Raises what the group's command raises: NotAllowed, Invalid, Refused.
    """
    visit = access.visit(session_id, user=request.user, browser=request.session)
    if visit is None or not visit.may_drive:
        raise Http404
    group, label = visit.session.cycle.group, device_words(request.headers.get("User-Agent", ""))
    # Pressed again, it leads to the place that this browser has: a second seat would be a second device.
    seat = _own_seat(request, group) or commands.take_part(group=group, by=account(request), label=label)
    hold_seat(request.session, seat)
    return redirect(page_of(visit.session, seat))


def own_place(request: HttpRequest, session: Session) -> dict[str, Any]:
    """For somebody who facilitates and takes part: the way from one page to the other, "" for others."""
    seat = _own_seat(request, session.cycle.group) if request.user.is_authenticated else None
    is_both = seat is not None and may_manage_group(account(request), session.cycle.group)
    return {"own_place": page_of(session, seat) if seat and is_both else "", "may_facilitate": is_both}


def page_of(session: Session, seat: Seat) -> str:
    """The address of a session's page as that seat: a browser may hold several, and an account."""
    page = reverse("sessions:session", args=[session.pk])
    return f"{page}?{urlencode({'as': str(seat.participant_id)})}"


def _own_seat(request: HttpRequest, group: Group) -> Seat | None:
    """A personal seat that this browser holds in the group."""
    return seat_in(filter(lambda held: held.is_member, seats_of(request.session)), group.pk)
