"""Where people arrive: their groups, or the sessions of the group they belong to; and a group's own page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from groups.access import may_archive_group, may_start, may_switch_airtime, works_for_hr
from groups.actors import as_wanted, former_seats_of, seats_of
from groups.models import Group, Organisation, Role
from groups.queries import archived_groups
from groups.views.guards import account, account_required, ask_to_sign_in, calm
from groups.views.members import members_context

from .. import access, keepsakes, queries
from ..forms.door import NowForm
from ..history import figures
from .history import find_stretch
from .plan import protocol_titles
from .rehearsal import rehearsal_card


@require_safe
@calm
def home(request: HttpRequest) -> HttpResponse:
    """My groups, for an account; my sessions, for a participant's seat."""
    held = queries.memberships(seats_of(request.session))
    former = former_seats_of(request.session)
    if not (request.user.is_authenticated or held or former):
        return redirect("account_login")
    context: dict[str, Any] = {"memberships": held, "former": former, "groups": [], "administered": []}
    if request.user.is_authenticated:
        user = account(request)
        administered = Organisation.objects.filter(roles__user=user, roles__role=Role.ADMIN)
        context |= {
            "groups": queries.groups_of(user),
            "archived": archived_groups(user),
            "administered": administered,
            "for_hr": works_for_hr(user),
            "now": NowForm() if may_start(user) else None,
            **rehearsal_card(user, request.LANGUAGE_CODE),
        }
    return render(request, "sessions/home/home.html", context)


@require_safe
@calm
def past(request: HttpRequest) -> HttpResponse:
    """All the past sessions of one participant of this browser (`?as=`), twenty a page. 404 without such a seat."""
    if not access.is_known(request.user, request.session):
        return ask_to_sign_in(request)
    held, wanted = seats_of(request.session), as_wanted(request)
    seats = [seat for seat in queries.chosen(held) if not wanted or str(seat.participant_id) == wanted]
    if not seats:
        raise Http404
    page = _page(request.GET.get("page", ""))
    context = {"seat": seats[-1], "past": keepsakes.stretch(seats[-1], held, page), "page": page}
    return render(request, "sessions/home/past.html", context)


def _page(text: str) -> int:
    # Of more digits no list is so long, and the database knows no such number.
    return max(1, int(text)) if text.isdecimal() and len(text) < 7 else 1


@require_safe
@account_required
def group_page(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """A group as its facilitators see it: a stretch of its sessions, members, charter. 404 for anybody else."""
    group = get_object_or_404(Group.objects.driven_by(account(request)), pk=group_id, is_rehearsal=False)
    place = find_stretch(request, group)
    context = {
        **members_context(group, account(request)),
        "place": place,
        "sessions": queries.listed(figures.ids_of(group.pk, place.stretch)) if place else (),
        "titles": protocol_titles(request.LANGUAGE_CODE),
        "now": timezone.now(),
        "facilitators": group.facilitators.select_related("user"),
        "may_archive": may_archive_group(account(request), group),
        "may_switch_airtime": may_switch_airtime(account(request), group),
    }
    return render(request, "sessions/home/group.html", context)
