"""A group's memory: the learnings that their authors chose to keep for it. For who was there, and who facilitates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groups import commands as people
from groups.access import may_name_memory
from groups.actors import as_wanted, seat_in, seats_of
from groups.models import Group, Seat
from groups.views.devices import proving
from groups.views.guards import account, account_required, ask_to_sign_in, calm, next_page
from groups.views.members import my_group

from .. import access, commands
from ..access import Visit
from ..forms.memory import MemoryForm
from ..keeping import memory as memories
from ..keeping.memory import Choice
from .answers import refused_form
from .guards import known_required


@require_safe
@calm
def memory(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """All of it for who facilitates, unless `as` names a participant: for that one, of the sessions that one attended.

    404 for anybody else; a stranger is asked to sign in.
    """
    if not as_wanted(request) and (group := _facilitated(request, group_id)):
        return _for_facilitators(request, group)
    held = seats_of(request.session)
    seat = seat_in(held, group_id, as_wanted(request))
    # By a room code one takes any name: whoever was not let in reads nothing.
    if seat and seat.is_admitted:
        return _for_participant(request, seat, held)
    if held or request.user.is_authenticated:
        raise Http404
    return ask_to_sign_in(request)


@require_http_methods(["GET", "HEAD", "POST"])
@known_required
def choose(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """One's own learnings of a session, each to be kept for the group or taken back; for a live page, a fragment.

    404 for whoever neither took part nor facilitates, and of another's words.
    """
    visit = access.visit(session_id, user=request.user, browser=request.session, wanted=as_wanted(request))
    if visit is None or visit.session.cycle.group.is_rehearsal:
        raise Http404
    if request.method != "POST":
        return _fragment(request, visit)
    form = MemoryForm(request.POST)
    if not form.is_valid():
        return refused_form(request, form)
    learning = form.cleaned_data["id"]
    if learning not in {one.id for one in _own(request, visit)}:
        raise Http404
    commands.choose_memory(learning=learning, author=visit.actor.participant, memory=form.cleaned_data["memory"] or "")
    if "HX-Request" in request.headers:
        return _fragment(request, visit)
    return redirect(next_page(request, _address(visit.session.cycle.group, visit.actor.seat)))


@require_POST
@account_required
def name(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """With names or without, as the group said; 404 for who does not facilitate, 403 for a deputy."""
    group = my_group(request, group_id)
    people.name_memory(group=group, names="names" in request.POST, by=account(request))
    return redirect(_address(group))


def _facilitated(request: HttpRequest, group_id: UUID) -> Group | None:
    if not request.user.is_authenticated:
        return None
    mine = Group.objects.driven_by(account(request)).filter(pk=group_id, is_rehearsal=False)
    return mine.select_related("organisation").first()


def _for_facilitators(request: HttpRequest, group: Group) -> HttpResponse:
    context = {
        "group": group,
        "parts": memories.for_facilitators(group),
        "choices": memories.choices_of(account(request), group),
        "back": group.get_absolute_url(),
        "facilitates": True,
        "may_name": may_name_memory(account(request), group),
    }
    return render(request, "sessions/memory/memory.html", context)


def _for_participant(request: HttpRequest, seat: Seat, held: Sequence[Seat]) -> HttpResponse:
    context = {
        "group": seat.participant.group,
        "participant_id": seat.participant_id,
        "parts": memories.for_participant(seat, held),
        "choices": memories.choices(seat, held),
        "back": reverse("sessions:home"),
        **proving(seat, request.get_full_path()),
    }
    return render(request, "sessions/memory/memory.html", context)


def _own(request: HttpRequest, visit: Visit) -> list[Choice]:
    """What this one may choose of a session's: an account's own words, or what a participant's device opens."""
    group = visit.session.cycle.group
    if visit.actor.user:
        found = memories.choices_of(visit.actor.user, group)
    elif visit.actor.seat and visit.is_admitted:
        found = memories.choices(visit.actor.seat, seats_of(request.session))
    else:
        raise Http404
    return [one for one in found if one.session.pk == visit.session.pk]


def _fragment(request: HttpRequest, visit: Visit) -> HttpResponse:
    context: dict[str, Any] = {"choices": _own(request, visit), "group": visit.session.cycle.group}
    return render(request, "sessions/memory/_live.html", context)


def _address(group: Group, seat: Seat | None = None) -> str:
    whose = f"?as={seat.participant_id}" if seat else ""
    return reverse("sessions:memory", args=[group.pk]) + whose
