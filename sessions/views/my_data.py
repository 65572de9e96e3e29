"""My data: what is kept of me, to read, to take along, to erase. For an account, or for a participant (`?as=`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from groups.actors import as_wanted, drop_seat, ever_held, seat_meant
from groups.errors import Refused
from groups.models import Participant, Seat, User
from groups.sentences import SENTENCES
from groups.views.devices import masked, proving
from groups.views.guards import account

from .. import commands, keepsakes
from ..evaluation.sentences import SENTENCES as SENTENCES_ASKED
from ..forms.debrief import DebriefForm
from ..forms.preparation import PreparationForm
from ..forms.reflection import ReflectionForm
from ..live.labels import COMMITMENT_STATES, KINDS, MARKS
from ..my_data import Values, of_account, of_participant, sessions_of
from .guards import Elsewhere, known_required

FATES = {
    "kept": _("kept for yourself"),
    "withdrawn": _("withdrawn"),
    "hidden": _("hidden by whoever facilitates"),
    "shared": _("shared"),
}
REFUSALS = {"already_running": _("A session that you are in is not over: erase your data after it.")}


class UnderstoodForm(forms.Form):
    understood = forms.BooleanField(label=_("I have understood: this is for good."))


@dataclass(frozen=True)
class Me:
    """An account, or a participant by a personal link's device; that of somebody who left counts too.

    `opened`: the sessions of which all that is the participant's opens in this browser (decision 046).
    """

    user: User | None = None
    seat: Seat | None = None
    opened: frozenset[UUID] = frozenset()

    @property
    def participant(self) -> Participant | None:
        return self.seat.participant if self.seat else None

    @property
    def data(self) -> Values:
        if self.participant:
            return of_participant(self.participant, self.opened, self.seat)
        return of_account(self.user)  # type: ignore[arg-type]

    @property
    def opens(self) -> bool:
        """Whether this is a device on which the own words open; an account's are its own anywhere."""
        return self.seat is None or self.seat.is_proven or bool(self.opened)

    @property
    def may_erase(self) -> bool:
        """An account; a participant where all that would go opens."""
        person = self.participant
        return person is None or (self.opens and {one.pk for one in sessions_of(person)} <= self.opened)


def _me(request: HttpRequest) -> Me:
    wanted = as_wanted(request)
    if request.user.is_authenticated and not wanted:
        return Me(user=account(request))
    held = ever_held(request.session)
    seat = seat_meant(held, wanted)
    if seat is None:
        raise Http404
    if not seat.is_member:
        raise Elsewhere(seat)  # a guest's, which proves nobody
    return Me(seat=seat, opened=frozenset(keepsakes.opened_by(held, seat.participant)))


@require_safe
@known_required
def my_data(request: HttpRequest) -> HttpResponse:
    """All that is kept of this person, to read and to print."""
    me = _me(request)
    return render(request, "sessions/my_data/my_data.html", _context(me, me.data))


@require_safe
@known_required
def my_data_json(request: HttpRequest) -> HttpResponse:
    """The same, for a machine; for a participant, on a device on which it opens alone."""
    me = _me(request)
    if me.seat and not me.opens:
        raise Elsewhere(me.seat)
    headers = {"Content-Disposition": 'attachment; filename="my-data.json"'}
    return JsonResponse(me.data, headers=headers, json_dumps_params={"indent": 1, "ensure_ascii": False})


@require_http_methods(["GET", "HEAD", "POST"])
@known_required
def erase(request: HttpRequest) -> HttpResponse:
    """Says what goes and what stays, asks whether that is understood, and erases: 409 while a session lasts."""
    me = _me(request)
    if me.seat and not me.may_erase:
        raise Elsewhere(me.seat)
    form = UnderstoodForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _ask(request, me, form, status=422 if form.is_bound else 200)
    try:
        if me.seat:
            commands.erase_participant(participant=me.seat.participant)
            drop_seat(request.session, me.seat)
        else:
            commands.erase_account(user=account(request))
            logout(request)
    except Refused as refusal:
        return _ask(request, me, form, status=409, refusal=str((REFUSALS | SENTENCES)[refusal.code]))
    return render(request, "sessions/my_data/erased.html", {"was_participant": me.seat is not None})


def _ask(request: HttpRequest, me: Me, form: UnderstoodForm, status: int, refusal: str = "") -> HttpResponse:
    counted = {}
    if me.participant:
        counted = {
            "stays": commands.left_to_others(me.participant).count(),
            "for_me": commands.written_for(me.participant).count(),
        }
    context = {"me": me, "form": form, "refusal": refusal, **counted}
    return render(request, "sessions/my_data/erase.html", context, status=status)


def _context(me: Me, data: Values) -> Values:
    words = {"kinds": KINDS, "marks": MARKS, "fates": FATES, "states": COMMITMENT_STATES}
    for session in data.get("sessions", ()):
        for sheet in session.get("preparations", ()):
            sheet["lines"] = PreparationForm.lines(sheet["words"])
        for page in session.get("journal", ()):
            page["lines"] = ReflectionForm.lines(page["words"])
        for form in session.get("evaluations", ()):
            form["lines"] = _answered(form["answers"])
        _say(session.get("written", ()), words)
        for marked in session.get("served", ()):
            marked["mark"] = words["marks"].get(marked["mark"], "")
        for round_ in session.get("rounds", ()):
            _say(round_["notes"], words)
            for action in round_["actions"]:
                action["said"] = words["states"][action["state"]]
    for sheet in data.get("debriefs", ()):
        sheet["lines"] = DebriefForm.lines(sheet["words"])
    _say(data.get("written", ()), words)
    seen = {"me": me, "data": data}
    if me.seat and not me.opens:
        data["email"] = masked(me.seat.participant)
        seen |= proving(me.seat, f"{reverse('sessions:my_data')}?as={me.seat.participant_id}")
    return seen


def _answered(answers: dict[str, int] | None) -> list[dict[str, Any]] | None:
    """Each sentence with its points; None where they cannot be read any more."""
    return (
        None if answers is None else [{"sentence": SENTENCES_ASKED[name], "points": answers[name]} for name in answers]
    )


def _say(rows: Any, words: Values) -> None:
    """In words what the file says by its key."""
    for row in rows:
        row["kind"] = words["kinds"].get(row["kind"], row["kind"])
        row["fate"] = words["fates"].get(row.get("fate"), "")
        row["mark"] = words["marks"].get(row.get("mark"), "")
