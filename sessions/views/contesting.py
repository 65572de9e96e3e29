"""« Je ne suis pas d’accord »: whoever does not agree with a correction of the own hours says so."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from groups.models import Participant
from groups.views.guards import account_required

from .. import commands
from ..attendance import reading
from ..attendance.shapes import Attended, Sheet
from ..forms.attendance import ContestForm
from ..models import Session
from .attendance import facilitated
from .guards import known_required
from .signing import seat_of, sessions_of

Write = Callable[[int, str], None]


@require_http_methods(["GET", "HEAD", "POST"])
@known_required
def contest(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """On one's own device. 404 for a session that it does not come to, and where nothing was put right."""
    seat = seat_of(request)
    session = get_object_or_404(sessions_of(seat), pk=session_id)

    def write(correction: int, words: str) -> None:
        commands.contest(session=session, seat=seat, correction=correction, words=words)

    mine = _attended(reading.sheet_of(session), seat.participant_id)
    back = f"{reverse('sessions:my_attendance')}?as={seat.participant_id}#session-{session.pk}"
    return _answer(request, session, mine, write, back)


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
def contest_before(request: HttpRequest, session_id: UUID, participant_id: UUID) -> HttpResponse:
    """Somebody without a device, on this screen, under the eyes of who facilitates."""
    session, sheet = facilitated(request, session_id)
    person = get_object_or_404(Participant, pk=participant_id, group=session.cycle.group_id, erased_at=None)

    def write(correction: int, words: str) -> None:
        commands.contest_before(session=session, participant=person, correction=correction, words=words)

    back = reverse("sessions:attendance", args=[session.pk])
    return _answer(request, session, _attended(sheet, person.pk), write, back)


def _attended(sheet: Sheet | None, person: UUID) -> Attended:
    mine = sheet.of(person) if sheet else None
    if mine is None or mine.in_force is None:
        raise Http404
    return mine


def _answer(request: HttpRequest, session: Session, mine: Attended, write: Write, back: str) -> HttpResponse:
    """Said once, it is not said again: who comes back is led to where it stands."""
    if mine.is_contested:
        return redirect(back)
    assert mine.in_force is not None  # noqa: S101  `_attended` saw to it
    in_force = {"correction": mine.in_force.id}
    form = ContestForm(request.POST if request.method == "POST" else None, initial=in_force)
    refusal, status = "", 422 if form.errors else 200
    if form.is_valid():
        try:
            write(form.cleaned_data["correction"], form.cleaned_data["words"])
            messages.success(request, _("Noted: whoever facilitates reads it, and it stands on the attendance sheet."))
            return redirect(back)
        except commands.NotInForce:
            refusal, status = _("These hours were put right again meanwhile. Look at them anew, then say it."), 409
            # What was typed is kept, for what is in force now.
            form = ContestForm({"words": request.POST["words"], **in_force})
    context = {"session": session, "mine": mine, "form": form, "refusal": refusal, "back": back}
    return render(request, "sessions/attendance/contest.html", context, status=status)
