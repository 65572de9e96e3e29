"""« Ce que vous donnez, ce que vous recevez »: for one person alone, and the own ideas that served."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from groups.actors import as_wanted, seat_meant, seats_of
from groups.views.devices import proving

from .. import commands, keepsakes
from ..following.circle import circle_of
from ..following.own import MOST
from ..following.served import told_to
from ..live.labels import KINDS
from ..models.unsealed import unsealed
from .guards import known_required


@require_safe
@known_required
def given(request: HttpRequest) -> HttpResponse:
    """On a proven device alone the figure; ideas that served also where they were written. Nothing of anybody else."""
    held = seats_of(request.session)
    seat = seat_meant(held, as_wanted(request))
    if seat is None:
        raise Http404
    person = seat.participant
    ideas = list(told_to(person, held)[:MOST])
    context = {
        "ideas": [{"text": unsealed(one), "kind": KINDS[one.kind], "session": one.session} for one in ideas],
        "circle": circle_of(person, keepsakes.opened_by(held, person)) if seat.is_proven else None,
        **proving(seat, f"{reverse('sessions:given')}?as={person.pk}"),
    }
    answer = render(request, "sessions/following/given.html", context)
    # Who asks for headers alone has read nothing.
    if request.method == "GET" and (unread := [one.pk for one in ideas if not one.served.is_read]):
        commands.note_read(ideas=unread)
    return answer
