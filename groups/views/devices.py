"""A participant's own devices: proving one by a code, the list of them, ending one (decision 046)."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import commands
from ..actors import as_wanted, ever_held, seat_meant
from ..devices import kind_of
from ..models import Participant, Seat
from ..queries import devices_of
from .guards import View, ask_to_sign_in, calm, next_page


class CodeForm(forms.Form):
    code = forms.CharField(
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True, "class": "code"}
        ),
    )


def on_a_seat(view: View) -> View:
    """For a browser that holds a seat: `seat` is the participant's that `?as=` names, a member's before a guest's."""

    @calm
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        held = ever_held(request.session)
        seat = seat_meant(held, as_wanted(request))
        if seat is None:
            if held or request.user.is_authenticated:
                raise Http404
            return ask_to_sign_in(request)
        return view(request, *args, seat=seat, **kwargs)  # type: ignore[return-value]

    return answer


def proving(seat: Seat, back: str) -> dict[str, object]:
    """What groups/_prove.html needs: `back` is the page that opens once this device is proven."""
    return {"seat": seat, "participant": seat.participant, "masked": masked(seat.participant), "back": back}


def masked(participant: Participant) -> str:
    """An address as its owner recognises it, and nobody learns it: « l…@example.org »; "" without one."""
    name, at, host = participant.email.rpartition("@")
    return f"{name[:1]}…{at}{host}" if at else ""


@require_safe
@on_a_seat
def devices(request: HttpRequest, seat: Seat) -> HttpResponse:
    """« Mes appareils », on a proven one; elsewhere 403, and what proves this one."""
    if not seat.is_proven:
        back = next_page(request, request.get_full_path())
        return render(request, "groups/prove.html", proving(seat, back), status=403)
    return _devices(request, seat)


@require_http_methods(["GET", "HEAD", "POST"])
@on_a_seat
def prove(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The code is typed here. Whatever was wrong with one, the answer is the same."""
    back = next_page(request, reverse("groups:devices") + f"?as={seat.participant_id}")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if commands.prove_seat(seat=seat, code=form.cleaned_data["code"]):
            return redirect(back)
        form.add_error("code", _("This code does not work here. Look at the newest mail, or ask for another one."))
    context = {**proving(seat, back), "form": form, "is_asked": True, "is_sent": "sent" in request.GET}
    return render(request, "groups/prove.html", context, status=422 if form.errors else 200)


@require_POST
@on_a_seat
def mail_code(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Has a code mailed, where one may be: the answer does not tell."""
    commands.mail_code(seat=seat)
    asked = {"as": seat.participant_id, "sent": "1", "next": next_page(request)}
    return redirect(f"{reverse('groups:prove_device')}?{urlencode(asked)}")


@require_POST
@on_a_seat
def show_code(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Shows a code this once, for another device: so no redirect, whose page could not show it."""
    code = commands.show_code(by=seat)
    return _devices(request, seat, code=f"{code[:3]}\u00a0{code[3:]}")


@require_POST
@on_a_seat
def end_device(request: HttpRequest, seat: Seat, seat_id: UUID) -> HttpResponse:
    commands.end_device(seat_id=seat_id, by=seat)
    # One's own device, ended from itself, holds nothing any more.
    return redirect("/" if seat_id == seat.pk else f"{reverse('groups:devices')}?as={seat.participant_id}")


@require_POST
@on_a_seat
def confirm_address(request: HttpRequest, seat: Seat) -> HttpResponse:
    commands.confirm_address(address=request.POST.get("address", ""), by=seat)
    return redirect(f"{reverse('groups:devices')}?as={seat.participant_id}")


def _devices(request: HttpRequest, seat: Seat, code: str = "") -> HttpResponse:
    context = {
        "seat": seat,
        "participant": seat.participant,
        "devices": [
            {"seat": one, "words": kind_of(one.label), "may_end": not one.reaches_further_than(seat)}
            for one in devices_of(seat)
        ],
        "address": seat.participant.email,
        "is_address_new": seat.is_address_new,
        "code": code,
    }
    return render(request, "groups/devices.html", context)
