"""« Mes présences »: what somebody was there for, and signs, on a device of that one's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from groups.actors import as_wanted, former_seats_of, seat_meant, seats_of
from groups.models import Seat

from .. import commands
from ..attendance import reading
from ..attendance.said import half_said, hours_said, stays_said
from ..attendance.shapes import Attended, Half, Sheet
from ..attendance.terms import is_open, signs_until
from ..forms.attendance import half_key, half_of
from ..models import Session
from .guards import known_required

A_PAGE = 20
WHY = {
    "too_early": _("One signs from the closing step on."),
    "too_late": _("The days to sign are over. Whoever facilitates can still note a signature on paper."),
    "changed": _("This half-day is not one that you were there for, as it stands now."),
}


@require_safe
@known_required
def my_attendance(request: HttpRequest) -> HttpResponse:
    """From when to when somebody was there, what is signed and what may be. 404 without a seat that was let in."""
    return _page(request, seat_of(request))


@require_POST
@known_required
def sign(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """« J'émarge », for one half-day. 404 for a session that this device does not come to."""
    seat = seat_of(request)
    session = get_object_or_404(sessions_of(seat), pk=session_id)
    half = half_of(request.POST.get("half", ""))
    if half is None:
        return _page(request, seat, WHY["changed"], 422)
    try:
        commands.sign(session=session, seat=seat, half=half)
    except commands.NotSigned as fault:
        return _page(request, seat, WHY[fault.why], 409)
    return redirect(f"{reverse('sessions:my_attendance')}?as={seat.participant_id}#session-{session.pk}")


def seat_of(request: HttpRequest) -> Seat:
    """Whose attendance is meant, who left the group too: that one was there. Http404 without a seat that was let in."""
    held = [*seats_of(request.session), *former_seats_of(request.session)]
    seat = seat_meant(held, as_wanted(request))
    if seat is None or not seat.is_admitted:
        raise Http404
    return seat


def sessions_of(seat: Seat) -> Any:
    """Those that this seat's participant was in, the newest first; a guest's device comes to one alone."""
    person = seat.participant_id
    mine = Q(attendances__participant=person) | Q(corrections__participant=person)
    found = Session.objects.filter(mine, cycle__group__is_rehearsal=False, status__in=("running", "closed")).distinct()
    if not seat.is_member:
        found = found.filter(pk=seat.session_id or UUID(int=0))
    return found.select_related("cycle__group__organisation").order_by("-scheduled_at", "-number", "-id")


def _page(request: HttpRequest, seat: Seat, refusal: object = "", status: int = 200) -> HttpResponse:
    page = request.GET.get("page", "")
    number = max(1, int(page)) if page.isdecimal() and len(page) < 7 else 1
    some = list(sessions_of(seat)[(number - 1) * A_PAGE : number * A_PAGE + 1])
    context = {
        "seat": seat,
        "organisation": seat.participant.group.organisation,
        "sessions": of_person(some[:A_PAGE], seat.participant_id),
        "page": number,
        "has_older": len(some) > A_PAGE,
        "refusal": refusal,
    }
    return render(request, "sessions/attendance/mine.html", context, status=status)


def of_person(sessions: Sequence[Session], person: UUID) -> list[dict[str, Any]]:
    """One person's attendance of these sessions, of one group, in words; without those that this one was not in."""
    counts = sessions[0].cycle.group.organisation.counts_breaks if sessions else False
    sheets = {
        one.session: one for one in reading.sheets_of_sessions([one.pk for one in sessions], counts_breaks=counts)
    }
    found = []
    for session in sessions:
        sheet = sheets.get(session.pk)
        if sheet is None and commands.may_begin(session):
            sheet = reading.sheet_of(session)
        mine = sheet.of(person) if sheet else None
        if sheet and mine:
            found.append(_of(session, sheet, mine))
    return found


def _of(session: Session, sheet: Sheet, mine: Attended) -> dict[str, Any]:
    days = session.cycle.group.organisation.signing_days
    may_sign = is_open(sheet, mine, days, timezone.now())
    return {
        "session": session,
        "is_end_estimated": sheet.is_end_estimated,
        "until": signs_until(sheet, mine, days),
        "halves": [{**half_in_words(half, session), "may_sign": may_sign} for half in mine.halves],
        "mine": mine,
        "may_sign": may_sign,
    }


def half_in_words(half: Half, session: Session) -> dict[str, Any]:
    """A half-day of somebody's, as pages show it; `waits` where nothing that holds was signed for it yet."""
    return {
        "key": half_key(half.half),
        "said": half_said(half.half),
        "hours": hours_said(half.minutes),
        "stays": stays_said(half.stays, session.zone),
        "signed": half.signed,
        "waits": half.signed is None or half.signed.is_outdated,
    }
