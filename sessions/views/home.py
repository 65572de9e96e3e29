"""Where people arrive: their groups, or the sessions of the group they belong to; and a group's own page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from groups.access import may_archive_group, may_start, may_switch_airtime, works_for_hr
from groups.actors import former_seats_of, seats_of
from groups.models import Group, Organisation, Role
from groups.naming import proposed
from groups.queries import archived_groups
from groups.views.guards import account, account_required, calm
from groups.views.members import members_context

from .. import queries
from ..forms.door import NowForm
from ..history import figures
from ..home import coming, cycles, to_do, waiting
from ..home.viewer import Viewer
from ..mirror.reading import guided
from .history import find_stretch
from .plan import protocol_titles
from .rehearsal import rehearsal_card

GROUPS_A_PAGE = 20


@require_safe
@calm
def home(request: HttpRequest) -> HttpResponse:
    """What comes next, what waits, one's groups: one page for all the hats of an account and of a browser's seats."""
    held, former = seats_of(request.session), former_seats_of(request.session)
    if not (request.user.is_authenticated or held or former):
        return redirect("account_login")
    memberships = queries.memberships(held)
    context: dict[str, Any] = {"memberships": memberships, "former": former, "groups": [], "administered": []}
    if request.user.is_authenticated:
        context |= _of_an_account(request)
    seats = [one.seat for one in memberships]
    lines = cycles.lines(
        {
            *(one.group.pk for one in context["groups"]),
            *(seat.participant.group_id for seat in seats if seat.is_member),
        }
    )
    mine = [(one.group, None, one.coming.sessions) for one in context["groups"]]
    theirs = [(one.seat.participant.group, one.seat, one.coming.sessions) for one in memberships]
    viewer = Viewer(account(request) if request.user.is_authenticated else None, seats, held)
    next_one = coming.soonest([*mine, *theirs])
    context |= {
        "rows": [(one, lines.get(one.group.pk)) for one in context["groups"]],
        "taken_part": [(one, lines.get(one.seat.participant.group_id)) for one in memberships],
        "next": next_one,
        "answers": coming.answers_to(next_one),
        "is_several": len({one.group.organisation_id for one in context["groups"]}) > 1,
        "waiting": waiting.what_waits(viewer),
        "calls": _calls(request, memberships),
    }
    return render(request, "sessions/home/home.html", context)


def _of_an_account(request: HttpRequest) -> dict[str, Any]:
    user = account(request)
    page = Paginator(queries.groups_of(user), GROUPS_A_PAGE).get_page(request.GET.get("page"))
    return {
        "page": page,
        "groups": queries.facilitated(page.object_list),
        "archived": archived_groups(user),
        "administered": Organisation.objects.filter(roles__user=user, roles__role=Role.ADMIN),
        "for_hr": works_for_hr(user),
        "now": NowForm() if may_start(user) else None,
        **rehearsal_card(user, request.LANGUAGE_CODE),
    }


def _calls(request: HttpRequest, memberships: Sequence[queries.Membership]) -> str:
    """What to call whoever looks; "" where a device is several people's."""
    if request.user.is_authenticated:
        return proposed(account(request).name)
    return memberships[0].seat.participant.known_as if len(memberships) == 1 else ""


@require_safe
@account_required
def group_page(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """A group as its facilitators see it: a stretch of its sessions, members, charter. 404 for anybody else."""
    group = get_object_or_404(Group.objects.driven_by(account(request)), pk=group_id, is_rehearsal=False)
    place = find_stretch(request, group)
    ids = figures.ids_of(group.pk, place.stretch) if place else []
    of_members = members_context(group, account(request))
    context = {
        **of_members,
        "line": cycles.lines([group.pk]).get(group.pk),
        "waiting": to_do.of_group(group, account(request), of_members["members"]),
        "place": place,
        "sessions": queries.listed(ids),
        "mirrored": guided(account(request), ids),
        "titles": protocol_titles(request.LANGUAGE_CODE),
        "now": timezone.now(),
        "facilitators": group.facilitators.select_related("user"),
        "may_archive": may_archive_group(account(request), group),
        "may_switch_airtime": may_switch_airtime(account(request), group),
    }
    return render(request, "sessions/home/group.html", context)
