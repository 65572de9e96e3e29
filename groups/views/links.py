"""A member's personal links and devices, as the facilitator handles them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from codev.marked import isolated

from .. import commands
from .guards import account, account_required, next_page
from .members import my_member


@require_POST
@account_required
def make(request: HttpRequest, group_id: UUID, participant_id: UUID) -> HttpResponse:
    """Shows the link this once: afterwards nobody can read it again. So no redirect, whose page could not show it."""
    participant = my_member(request, group_id, participant_id)
    token = commands.make_link(participant=participant, by=account(request))
    context = {"participant": participant, "group": participant.group, "url": _url(request, token)}
    return render(request, "groups/link.html", context)


@require_POST
@account_required
def mail(request: HttpRequest, group_id: UUID, participant_id: UUID) -> HttpResponse:
    """Has another link mailed: nobody but the participant reads that one."""
    participant = my_member(request, group_id, participant_id)
    if commands.mail_link(participant=participant, by=account(request)):
        messages.success(request, _("The link is on its way to %(name)s.") % {"name": isolated(participant.name)})
    else:
        said = _("%(name)s was sent a link a moment ago: nothing is sent twice within ten minutes.")
        messages.info(request, said % {"name": isolated(participant.name)})
    return redirect(next_page(request, reverse("groups:member", args=[group_id, participant_id])))


@require_POST
@account_required
def revoke(request: HttpRequest, group_id: UUID, participant_id: UUID, link_id: UUID) -> HttpResponse:
    participant = my_member(request, group_id, participant_id)
    link = get_object_or_404(participant.links, pk=link_id)
    commands.revoke_link(link=link, by=account(request))
    return redirect("groups:member", group_id, participant_id)


@require_POST
@account_required
def revoke_all(request: HttpRequest, group_id: UUID, participant_id: UUID) -> HttpResponse:
    """Close all links of somebody, and all devices."""
    participant = my_member(request, group_id, participant_id)
    commands.revoke_links(participant=participant, by=account(request))
    messages.success(request, _("The links and devices of %(name)s are closed.") % {"name": isolated(participant.name)})
    return redirect(next_page(request, reverse("groups:member", args=[group_id, participant_id])))


@require_POST
@account_required
def revoke_device(request: HttpRequest, group_id: UUID, participant_id: UUID, seat_id: UUID) -> HttpResponse:
    participant = my_member(request, group_id, participant_id)
    seat = get_object_or_404(participant.seats, pk=seat_id)
    commands.revoke_seat(seat=seat, by=account(request))
    return redirect("groups:member", group_id, participant_id)


def _url(request: HttpRequest, token: str) -> str:
    return request.build_absolute_uri(reverse("groups:join", args=[token]))
