"""What to call somebody, said from a page of a session: no command of it, as it is of the group and of no moment."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from codev.pace import Paces
from groups.commands import call_participant
from groups.errors import CodevError, NotFound, Refused
from groups.models import Participant

from ..access import Visit
from ..forms.calling import CallForm
from .answers import refused, refused_form
from .visits import visit_of

CALLS_A_MINUTE = 12  # each is told to all pages of the group
_paces = Paces()


@require_POST
def call(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """204 done · 403 · 404 · 409 · 422, as for commands; who facilitates says of whom."""
    visit: Visit | None = None
    try:
        visit = visit_of(request, session_id)
        if _paces.exceeds((visit.session.pk, visit.actor.key), CALLS_A_MINUTE):
            raise Refused("too_many_commands")
        form = CallForm(request.POST)
        if not form.is_valid():
            return refused_form(request, form)
        person = _person(visit, form.cleaned_data["participant"])
        call_participant(participant=person, called=form.cleaned_data["called"], by=visit.actor)
    except CodevError as refusal:
        return refused(request, refusal, visit)
    return HttpResponse(status=204)


def _person(visit: Visit, participant: UUID | None) -> Participant:
    if visit.actor.participant and participant in (None, visit.actor.participant.pk):
        return visit.actor.participant
    group = visit.session.cycle.group
    person = Participant.objects.current().filter(group=group, pk=participant).first() if participant else None
    if person is None:
        raise NotFound("no_participant")
    return person
