"""The attendance of one session, for whoever facilitates it: who signed, what is put right, countersigning."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from codev.marked import isolated
from groups.models import Participant
from groups.views.guards import account, account_required

from .. import access, commands
from ..attendance import reading
from ..attendance.shapes import Attended, Sheet
from ..attendance.terms import is_open, signs_until
from ..forms.attendance import CorrectionForm, cell_of, half_of
from ..history.hours import joined
from ..models import Session
from .signing import half_in_words

WHY = {
    "too_early": gettext_lazy("People sign from the closing step on."),
    "too_late": gettext_lazy("The days to sign are over. What was signed on paper can still be noted."),
    "changed": gettext_lazy("Somebody’s attendance has changed meanwhile. Look again, and press again."),
}
NOBODY_CHOSEN = gettext_lazy("Tick at least one half-day.")
TOO_OFTEN = gettext_lazy("This person’s attendance of this session was put right 50 times, and cannot be once more.")


@require_safe
@account_required
def attendance(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """People and their half-days. 404 for who does not facilitate, and for a session that has not begun."""
    return _page(request, *facilitated(request, session_id))


@require_POST
@account_required
def countersign(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """All signatures that hold, at one press."""
    session, sheet = facilitated(request, session_id)
    try:
        count = commands.countersign(session=session, by=account(request))
    except commands.NotSigned as fault:
        return _page(request, session, sheet, WHY[fault.why], 409)
    if count:
        said = ngettext("%(count)s signature countersigned.", "%(count)s signatures countersigned.", count)
        messages.success(request, said % {"count": count})
    return redirect("sessions:attendance", session_id)


@require_POST
@account_required
def sign_on_paper(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Note what was signed on paper: the half-days that are ticked."""
    session, sheet = facilitated(request, session_id)
    cells = {cell_of(one) for one in request.POST.getlist("cell")}
    if not cells or None in cells:
        return _page(request, session, sheet, NOBODY_CHOSEN, 422)
    try:
        commands.sign_on_paper(session=session, cells=[one for one in cells if one], by=account(request))
    except commands.NotSigned as fault:
        return _page(request, session, sheet, WHY[fault.why], 409)
    return redirect("sessions:attendance", session_id)


@require_POST
@account_required
def unsign(request: HttpRequest, session_id: UUID, participant_id: UUID) -> HttpResponse:
    """Take back a mark on the screen or on paper that was a slip, until it is countersigned."""
    session, sheet = facilitated(request, session_id)
    half = half_of(request.POST.get("half", ""))
    if half is None:
        return _page(request, session, sheet, WHY["changed"], 422)
    commands.unsign(session=session, person=participant_id, half=half)
    return redirect("sessions:attendance", session_id)


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def sign_before(request: HttpRequest, session_id: UUID, participant_id: UUID) -> HttpResponse:
    """Somebody without a device signs on this screen, under the eyes of who facilitates."""
    session, sheet = facilitated(request, session_id)
    mine = sheet.of(participant_id)
    if mine is None:
        raise Http404
    error, status = "", 200
    if request.method == "POST":
        halves = {half_of(one) for one in request.POST.getlist("half")}
        if not halves or None in halves:
            error, status = str(NOBODY_CHOSEN), 422
        else:
            try:
                chosen = [one for one in halves if one]
                commands.sign_before(session=session, person=mine.person, halves=chosen, by=account(request))
                return redirect("sessions:attendance", session_id)
            except commands.NotSigned as fault:
                error, status = str(WHY[fault.why]), 409
    about = _person(session, mine, {*request.POST.getlist("half")})
    context = {**about, "session": session, "organisation": _organisation(session), "error": error}
    return render(request, "sessions/attendance/sign.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def correct(request: HttpRequest, session_id: UUID, participant_id: UUID) -> HttpResponse:
    """Put somebody's attendance right, with a reason. 404 until the session is over."""
    session, sheet = facilitated(request, session_id)
    people = Participant.objects.filter(group=session.cycle.group_id, is_knocking=False, erased_at=None)
    person = get_object_or_404(people, pk=participant_id)
    if session.status != Session.Status.CLOSED:
        raise Http404
    mine = sheet.of(person.pk)
    old = joined(stay for half in mine.halves for stay in half.stays) if mine else []
    given = request.POST if request.method == "POST" else None
    form = CorrectionForm(given, old=old, began=sheet.began_at, ended=sheet.ended_at, zone=session.zone)
    if form.is_valid():
        try:
            _put_right(request, session, person, form)
            return redirect("sessions:attendance", session_id)
        except commands.TooMany:
            form.add_error(None, TOO_OFTEN)
    context = {"session": session, "form": form, "person": person, "sheet": sheet, "mine": mine}
    return render(request, "sessions/attendance/correct.html", context, status=422 if form.errors else 200)


def _put_right(request: HttpRequest, session: Session, person: Participant, form: CorrectionForm) -> None:
    """Raises TooMany."""
    reason, by = form.cleaned_data["reason"], account(request)
    if commands.correct(session=session, participant=person, stays=form.stays, reason=reason, by=by):
        words = _("Noted, with your name and the reason: %(name)s reads it, and what stood before is kept.")
        messages.success(request, words % {"name": isolated(person.name)})
    else:
        messages.info(request, _("These are the hours that stood here already: nothing was changed."))


def facilitated(request: HttpRequest, session_id: UUID) -> tuple[Session, Sheet]:
    """Raises Http404 for whoever facilitates no such session, and before it begins."""
    visit = access.visit(session_id, user=request.user, browser=request.session)
    if visit is None or not visit.may_facilitate or visit.session.cycle.group.is_rehearsal:
        raise Http404
    sheet = reading.sheet_of(visit.session)
    if sheet is None:
        raise Http404
    return visit.session, sheet


def _organisation(session: Session) -> Any:
    return session.cycle.group.organisation


def _page(
    request: HttpRequest, session: Session, sheet: Sheet, refusal: object = "", status: int = 200
) -> HttpResponse:
    days, now = _organisation(session).signing_days, timezone.now()
    begins = commands.may_begin(session)
    # What was refused stays ticked.
    ticked = {*request.POST.getlist("cell")}
    people = [
        {**_person(session, one, ticked), "may_sign": begins and is_open(sheet, one, days, now)} for one in sheet.people
    ]
    halves = [half for one in people for half in one["halves"]]
    absent = session.cycle.group.participants.current().exclude(pk__in=[one.person for one in sheet.people])
    context = {
        "session": session,
        "sheet": sheet,
        "people": people,
        "absent": absent,
        "begins": begins,
        "is_over": session.status == Session.Status.CLOSED,
        "until": signs_until(sheet, None, days),
        "is_open": begins and is_open(sheet, None, days, now),
        "zone": ZoneInfo(sheet.zone),
        "waiting": sum(half["waits"] for half in halves),
        "to_countersign": sum(_is_to_countersign(half) for half in halves),
        "contested": any(one.is_contested for one in sheet.people),
        "refusal": refusal,
    }
    return render(request, "sessions/attendance/attendance.html", context, status=status)


def _is_to_countersign(half: dict[str, Any]) -> bool:
    return not half["waits"] and not half["signed"].is_countersigned


def _person(session: Session, one: Attended, ticked: Collection[str] = ()) -> dict[str, Any]:
    halves = [half_in_words(half, session) for half in one.halves]
    for half in halves:
        half["cell"] = f"{one.person}:{half['key']}"
        half["is_ticked"] = half["cell"] in ticked or half["key"] in ticked
    return {"person": one, "halves": halves, "waits": any(half["waits"] for half in halves)}
