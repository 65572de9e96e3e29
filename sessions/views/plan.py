"""Planning: one session, or a cycle whose dates are proposed first."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from groups.commands import check_is_active
from groups.models import Group
from groups.views.guards import account, account_required

from .. import commands
from ..commands.planning import Plan
from ..commands.slots import AtOnce, Past
from ..dates import days_off
from ..dates.clocks import instant, shown
from ..forms.cycle import CycleForm, DatesForm, Row
from ..forms.plan import PlanForm
from ..forms.slots import in_words, refusal
from ..models import Session
from ..models.protocols import offer, offered
from ..rulebook.state.agenda import usual_minutes

AGAIN = timedelta(weeks=3)
FIRST_HOUR = time(14)


def protocol_titles(language: str) -> dict[str, str]:
    """The titles of the protocols that can be chosen, by key, from `CODEV_PROTOCOLS_DIR`."""
    return {key: offer(key).title.given(language) for key in offered()}


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def plan(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """The form, and the session it makes. 404 for anybody but the group's facilitators, and for a rehearsal.

    `look` in what is sent: the same page with its consequence in words, and nothing is planned.
    """
    group = _my_group(request, group_id)
    data = request.POST if request.method == "POST" else None
    form = PlanForm(data, zone=group.zone, **usual(group, at=_next_hour(group)))
    is_look = "look" in request.POST
    if form.is_valid() and not is_look:
        try:
            (session,) = commands.plan_dates(
                cycle=group.cycle, dates=[form.cleaned_data["scheduled_at"]], plan=form.plan(), tells=_tells(request)
            )
        except (AtOnce, Past) as fault:
            form.add_error("scheduled_at", refusal(fault, group.zone))
        else:
            return redirect(session.page)
    assumed = form.assumed()
    context = {"group": group, "form": form, "words": _words(assumed, group), "rest": assumed.rest()}
    context["tells"] = _tells(request)
    status = 422 if form.errors and not is_look else 200
    return render(request, "sessions/plan/plan.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def plan_cycle(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """How many sessions in which rhythm; then (`step`) their dates, each to be moved or left out; then all are kept.

    404 as above. Nothing is kept before `step` is « keep », and then all or nothing.
    """
    group = _my_group(request, group_id)
    data, step = (request.POST, request.POST.get("step", "")) if request.method == "POST" else (None, "")
    form = CycleForm(data, zone=group.zone, **usual(group, at=_first_day(group)))
    if not (step in ("propose", "check", "keep") and form.is_valid()):
        return _ask(request, group, form, is_wrong=step in ("propose", "check", "keep"))
    dates = DatesForm(None if step == "propose" else data, group=group, proposed=form.dates())
    if step == "keep" and dates.is_valid() and _keep(request, group, form.plan(), dates):
        return redirect(group)
    return _show(request, group, form, dates, is_wrong=step == "keep")


def _ask(request: HttpRequest, group: Group, form: CycleForm, *, is_wrong: bool) -> HttpResponse:
    assumed = form.assumed()
    context = {"group": group, "form": form, "dates": _proposed(assumed, group), "rest": assumed.rest()}
    return render(request, "sessions/plan/cycle.html", context, status=422 if is_wrong else 200)


def _show(request: HttpRequest, group: Group, form: CycleForm, dates: DatesForm, *, is_wrong: bool) -> HttpResponse:
    own = ("csrfmiddlewaretoken", "step", "at_", "keep_", "tell")
    carried = [(name, value) for name, value in request.POST.items() if not name.startswith(own)]
    rows = dates.rows(form.plan())
    context = {
        "group": group,
        "zone": group.zone,
        "form": dates,
        "rows": rows,
        "carried": carried,
        # What is said of each date is looked at anew as one types.
        "changing": ",".join(f"#words-{place}" for place in range(1, len(rows) + 1)),
        "tells": _tells(request),
    }
    return render(request, "sessions/plan/dates.html", context, status=422 if is_wrong else 200)


def _keep(request: HttpRequest, group: Group, plan: Plan, dates: DatesForm) -> bool:
    """Plan what is kept; False where that cannot be, and the form then says why."""
    kept = list(dates.kept().values())
    if not kept:
        dates.add_error(None, _("Keep one date at least."))
        return False
    try:
        commands.plan_dates(cycle=group.cycle, dates=kept, plan=plan, tells=_tells(request))
    except (AtOnce, Past) as fault:
        dates.refuse(fault)
        return False
    said = ngettext("One session is planned.", "%(count)d sessions are planned.", len(kept))
    messages.success(request, said % {"count": len(kept)})
    return True


def _tells(request: HttpRequest) -> bool:
    """Whether calendars are to be told: yes, unless somebody who was asked took the tick away."""
    return "tell" in request.POST or "tell_asked" not in request.POST


def _my_group(request: HttpRequest, group_id: UUID) -> Group:
    mine = Group.objects.driven_by(account(request)).select_related("organisation")
    group: Group = get_object_or_404(mine, pk=group_id, is_rehearsal=False)
    check_is_active(group)
    return group


def usual(group: Group, *, at: datetime) -> dict[str, Any]:
    """What a form begins with: how the group met last, three weeks later at its hour; the first time, `at`."""
    last = Session.objects.filter(cycle__group=group).exclude(status=Session.Status.CANCELLED).first()
    first_time = {"scheduled_at": at, "protocol_key": next(iter(offered())), "modality": Session.Modality.IN_ROOM}
    if last is None or last.protocol_key not in offered():
        return {"initial": first_time}
    of = offer(last.protocol_key)
    initial = {
        "scheduled_at": _again(last, group),
        "protocol_key": last.protocol_key,
        "modality": last.modality,
        "is_everyone_client": last.is_everyone_client,
        # What is the method's own stays so, whatever else is chosen.
        "rounds": last.planned_rounds if last.planned_rounds != of.rounds else None,
        "minutes": last.minutes
        if last.minutes != usual_minutes(of, rounds=last.planned_rounds, modality=last.modality)
        else None,
    }
    initial |= {"place": last.place, "call_url": last.call_url}
    return {"initial": initial, "school": last.settings}


def _again(last: Session, group: Group) -> datetime:
    """Three weeks after the last one, or as many times three as it takes; on the quarter of an hour."""
    clock, now = shown(last.scheduled_at, group.zone), timezone.now()
    # Begun without a plan, a session began at any minute.
    clock += AGAIN - timedelta(minutes=clock.minute % 15, seconds=clock.second, microseconds=clock.microsecond)
    while instant(clock, group.zone) <= now:
        clock += AGAIN
    return instant(clock, group.zone)


def _next_hour(group: Group) -> datetime:
    return timezone.localtime(timezone=group.zone).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def _first_day(group: Group) -> datetime:
    """The first day in a week or later on which people work, in the afternoon."""
    region = days_off.region_of(group.organisation.holidays, group.zone.key)
    day: date = timezone.localdate(timezone=group.zone) + timedelta(weeks=1)
    while days_off.is_weekend(day) or days_off.name_of(day, region, ""):
        day += timedelta(days=1)
    return instant(datetime.combine(day, FIRST_HOUR), group.zone)


def _words(form: PlanForm, group: Group) -> str:
    """What would be planned, as far as it is known."""
    if not form.is_valid():
        return ""
    return in_words(form.plan().slot(form.cleaned_data["scheduled_at"]), group.zone)


def _proposed(form: CycleForm, group: Group) -> list[Row]:
    """The dates that would be proposed, as far as they are known."""
    if not form.is_valid():
        return []
    return DatesForm(None, group=group, proposed=form.dates()).rows(form.plan())
