"""What HR sees of its organisations' groups, each look written down first. Who asks for headers alone sees nothing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from codev import spreadsheets
from groups.access import works_for_hr
from groups.commands import record_look
from groups.factors import check_done
from groups.models import Group, Shown, User
from groups.views.guards import account, account_required

from ..history import exports, figures, stretches
from ..history.charts import chart
from ..history.stretches import Place
from . import papers

GROUPS_A_PAGE = 50


@require_safe
@account_required
def history(request: HttpRequest) -> HttpResponse:
    """The year of every group that this person reviews: an empty page where there is none yet."""
    groups = list(Group.objects.reviewed_by(_for_hr(request)))
    ids = [group.pk for group in groups]
    years = figures.years(ids)
    year = _wanted(request, years)
    # After the year is known to be one of ours: a 404 shows nothing, and is no look. Before any figure is read.
    if request.method == "HEAD":
        return HttpResponse()
    record_look(groups=groups, by=account(request), what=Shown.OVERVIEW, year=year)
    page = request.GET.get("page")
    shown = [
        {"figures": one, "chart": chart(one), "groups": Paginator(one.groups, GROUPS_A_PAGE).get_page(page)}
        for one in figures.of_the_year(ids, year)
    ]
    in_doubt = Group.objects.in_doubt_for(account(request)).count()
    context = {"organisations": shown, "years": years, "year": year, "in_doubt": in_doubt}
    return render(request, "sessions/history/year.html", context)


@require_safe
@account_required
def group_history(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """One group, cycle by cycle."""
    group = _reviewed(request, group_id)
    if request.method == "HEAD":
        return HttpResponse()
    # First: where the line cannot be written, this raises and nothing is shown.
    record_look(groups=[group], by=account(request), what=Shown.GROUP)
    context = {"group": group, "erased": _erased(group), **figures_of(request, group)}
    return render(request, "sessions/history/group.html", context)


@require_safe
@account_required
def attendance_file(request: HttpRequest, group_id: UUID, kind: str) -> HttpResponse:
    """Who came to which half-day and for how long, for a spreadsheet: all of the group's history."""
    group = _reviewed(request, group_id)
    if request.method == "HEAD":
        return HttpResponse(content_type=spreadsheets.TYPES[kind])
    record_look(groups=[group], by=account(request), what=Shown.CSV)
    content = exports.attendance(figures.of_the_group(group.pk), kind)
    return spreadsheets.answer(content, pgettext("name of a file", "attendance"), kind)


@require_safe
@account_required
def reviewed_sheet(request: HttpRequest, group_id: UUID, cycle_number: int) -> HttpResponse:
    """A cycle's attendance to print: half-days and hours to the quarter, nobody's coming and going."""
    group = _reviewed(request, group_id)
    of_cycle = papers.figures_of_cycle(group.pk, cycle_number)
    if request.method == "HEAD":
        return HttpResponse(content_type="application/pdf")
    record_look(groups=[group], by=account(request), what=Shown.SHEET)
    return papers.hours(*of_cycle)


@require_safe
@account_required
def reviewed_certificate(request: HttpRequest, group_id: UUID, cycle_number: int, participant_id: UUID) -> HttpResponse:
    """Somebody's certificate of completion. 404 for who was in none of the cycle's sessions, or was erased."""
    group = _reviewed(request, group_id)
    # A certificate in nobody's name proves nothing.
    if participant_id in _erased(group):
        raise Http404
    action, cycle = papers.figures_of_cycle(group.pk, cycle_number)
    certified = papers.certified(action, cycle, participant_id)
    if request.method == "HEAD":
        return HttpResponse(content_type="application/pdf")
    record_look(groups=[group], by=account(request), what=Shown.CERTIFICATE)
    return papers.certificate(action, certified)


def find_stretch(request: HttpRequest, group: Group) -> Place | None:
    """The stretch of a group's history that the address asks for; None where there is no session yet."""
    return stretches.find(figures.cycles(group.pk), request.GET.get("cycle", ""), request.GET.get("part", ""))


def _for_hr(request: HttpRequest) -> User:
    user = account(request)
    if not works_for_hr(user):
        raise Http404
    check_done(request)
    return user


def _reviewed(request: HttpRequest, group_id: UUID) -> Group:
    group = get_object_or_404(Group.objects.reviewed_by(account(request)), pk=group_id)
    check_done(request)
    return group


def figures_of(request: HttpRequest, group: Group) -> dict[str, Any]:
    """What HR's page of a group is made of, for HR and for the group; nothing while it is for one session only."""
    if group.is_passing:
        return {}
    place = find_stretch(request, group)
    return {"place": place, "cycles": figures.of_the_stretch(group.pk, place.stretch) if place else ()}


def _erased(group: Group) -> set[UUID]:
    """Who is told by no name any more."""
    return set(group.participants.exclude(erased_at=None).order_by().values_list("id", flat=True))


def _wanted(request: HttpRequest, years: list[int]) -> int:
    """The year that is asked for, else this one. 404 for any without sessions: there is no other period to ask for."""
    asked = request.GET.get("year")
    if asked is None:
        return timezone.localdate().year
    if asked not in map(str, years):
        raise Http404
    return int(asked)
