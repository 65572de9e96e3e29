"""A member's personal links and devices, as the facilitator handles them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from codev.marked import isolated

from .. import commands
from ..errors import Refused
from ..mails import mail_personal_link
from .guards import account, account_required
from .members import my_member


@require_POST
@account_required
def make(request: HttpRequest, group_id: UUID, participant_id: UUID) -> HttpResponse:
    """Shows the link this once: afterwards nobody can read it again. So no redirect, whose page could not show it."""
    participant = my_member(request, group_id, participant_id)
    token = commands.make_link(participant=participant, by=account(request))
    context = {"participant": participant, "group": participant.group, "token": token, "url": _url(request, token)}
    return render(request, "groups/link.html", context)


@require_POST
@account_required
def mail(request: HttpRequest, group_id: UUID, participant_id: UUID) -> HttpResponse:
    """Mails the link that is on the page, which alone still knows its token."""
    participant = my_member(request, group_id, participant_id)
    token = request.POST.get("token", "")
    # Only a link of this very participant: another's way in must not be mailed to this one.
    if not participant.links.live().with_token(token).exists():
        raise Http404
    if not participant.email:
        raise Refused("email_missing")
    if mail_personal_link(email=participant.email, url=_url(request, token)):
        messages.success(request, _("The link is on its way to %(name)s.") % {"name": isolated(participant.name)})
    else:
        messages.error(request, _("The mail could not be sent. The link works: hand it over in another way."))
    return redirect("groups:member", group_id, participant_id)


@require_POST
@account_required
def revoke(request: HttpRequest, group_id: UUID, participant_id: UUID, link_id: UUID) -> HttpResponse:
    participant = my_member(request, group_id, participant_id)
    link = get_object_or_404(participant.links, pk=link_id)
    commands.revoke_link(link=link, by=account(request))
    return redirect("groups:member", group_id, participant_id)


@require_POST
@account_required
def revoke_device(request: HttpRequest, group_id: UUID, participant_id: UUID, seat_id: UUID) -> HttpResponse:
    participant = my_member(request, group_id, participant_id)
    seat = get_object_or_404(participant.seats, pk=seat_id)
    commands.revoke_seat(seat=seat, by=account(request))
    return redirect("groups:member", group_id, participant_id)


def _url(request: HttpRequest, token: str) -> str:
    return request.build_absolute_uri(reverse("groups:join", args=[token]))
