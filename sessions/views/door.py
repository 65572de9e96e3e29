"""The door of a session: its room code, then a name; the charter and the facilitator's welcome come after."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from groups import commands
from groups.actors import find_door, hold_seat, knocks_of, knows_door, note_knock, seats_of
from groups.devices import device_words
from groups.errors import CodevError, Refused
from groups.forms import show_refusal
from groups.models import Participant, Seat
from groups.sentences import sentence
from groups.views.guards import account, calm

from ..forms.door import CodeForm, NameForm
from ..models import Rehearsal, Session
from . import attempts
from .own_place import page_of


def door_path(session: Session) -> str:
    """The join page with the code filled in: what the QR code says."""
    return f"{reverse('sessions:door')}?{urlencode({'code': session.room_code})}"


@require_http_methods(["GET", "HEAD", "POST"])
@calm
def door(request: HttpRequest) -> HttpResponse:
    """Asks for the code: 404 wrong, 410 after the end, 429 too many wrong ones.

    A GET enters nothing: a program that previews links must not use attempts up.
    """
    if request.method != "POST":
        return _ask_code(request, CodeForm(initial={"code": request.GET.get("code", "")[:20]}))
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _ask_code(request, form, 422)
    return _try_code(request, form)


def _try_code(request: HttpRequest, form: CodeForm) -> HttpResponse:
    if attempts.are_used_up(request, "room"):
        form.refuse("too_many_codes")
        return _ask_code(request, form, 429)
    session = Session.objects.with_code(form.cleaned_data["code"])
    # A code of a session that is not open yet is as good as wrong: else one could find it out beforehand.
    if session is None or session.status == Session.Status.PLANNED:
        attempts.note(request, "room")
        form.refuse("unknown_code")
        return _ask_code(request, form, 404)
    if not session.is_enterable:
        form.refuse("code_over")
        return _ask_code(request, form, 410)
    find_door(request.session, session.pk, session.room_code_hash)
    return redirect("sessions:name", session.pk)


def _ask_code(request: HttpRequest, form: CodeForm, status: int = 200) -> HttpResponse:
    return render(request, "sessions/door/door.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@calm
def name(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Asks for a name, of a browser that gave the code, while that is good: 404 without it, 410 once it is no more.

    403 where this browser was turned away, 429 where too many knock.
    """
    session = Session.objects.select_related("cycle__group").filter(pk=session_id).first()
    if session is None or not knows_door(request.session, session_id):
        raise Http404
    if not session.is_enterable or not knows_door(request.session, session_id, session.room_code_hash):
        old = CodeForm()
        old.refuse("code_changed" if session.is_enterable else "code_over")
        return _ask_code(request, old, 410)
    if _is_turned_away(request, session):
        return render(request, "sessions/door/turned_away.html", {"session": session}, status=403)
    return _ask_name(request, session)


def _ask_name(request: HttpRequest, session: Session) -> HttpResponse:
    people = list(_names(session))
    form = NameForm(request.POST if request.method == "POST" else None, people=people)
    status = 422
    if form.is_valid() and len(knocks_of(request.session, session.pk)) >= settings.CODEV_KNOCKS_PER_BROWSER:
        # Each is a revision, and a line in the facilitator's list.
        form.add_error(None, sentence("too_many_knocks"))
        status = 429
    elif form.is_valid():
        try:
            return _sit_down(request, session, form.cleaned_data)
        except Refused as refusal:
            show_refusal(form, refusal)
            status = 429
        except CodevError as refusal:
            show_refusal(form, refusal)
    context = {"session": session, "form": form, "people": people}
    return render(request, "sessions/door/name.html", context, status=status if form.errors else 200)


def _may_knock(request: HttpRequest, session: Session) -> bool:
    is_good = session.is_enterable and knows_door(request.session, session.pk, session.room_code_hash)
    return is_good and not _is_turned_away(request, session)


def _is_turned_away(request: HttpRequest, session: Session) -> bool:
    """Whether a seat was closed at this door that this very browser had, in whatever name."""
    return not set(session.state.get("turned_away", ())).isdisjoint(knocks_of(request.session, session.pk))


def _names(session: Session) -> QuerySet[Participant]:
    """Whose name may be taken: a member's, but for somebody simulated, whom a rehearsal plays."""
    return session.cycle.group.participants.current().exclude(seats__in=Rehearsal.seats_in(session))


def _sit_down(request: HttpRequest, session: Session, given: dict[str, str]) -> HttpResponse:
    held = seats_of(request.session)
    seat = _held(held, session, given["participant"]) or _take(request, session, given)
    session.refresh_from_db(fields=("status", "state", "room_code_hash"))
    if not _may_knock(request, session):
        # Closed, renewed or turned away since it was read: what took the seat too late says which.
        commands.leave_seat(seat=seat)
        return redirect("sessions:name", session.pk)
    for other in held:
        # One browser knocks under one name at a time. After the new seat is taken: a refused name leaves the old one.
        if other.session_id == session.pk and not other.is_admitted and other.pk != seat.pk:
            commands.leave_seat(seat=other)
    return redirect(page_of(session, seat))


def _held(seats: Sequence[Seat], session: Session, participant: str) -> Seat | None:
    """A seat of that person that this browser has already: a second one would look like a second device."""
    return next((one for one in seats if str(one.participant_id) == participant and one.is_for(session.pk)), None)


def _take(request: HttpRequest, session: Session, given: dict[str, str]) -> Seat:
    group, label = session.cycle.group, device_words(request.headers.get("User-Agent", ""))
    if given["participant"]:
        person = UUID(given["participant"])
        seat = commands.take_guest_seat(group=group, session_id=session.pk, participant=person, label=label)
    else:
        typed = {"name": given["name"], "called": given["called"]}
        seat = commands.come_as_newcomer(group=group, session_id=session.pk, label=label, **typed)
    hold_seat(request.session, seat)
    if request.user.is_authenticated:
        commands.recognise(seats=[seat], user=account(request), is_sure=False)
    note_knock(request.session, seat)
    return seat
