"""The one door of every command: parse, find the session through what the actor may see, carry out, answer."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from codev import metrics
from codev.pace import Paces
from groups.errors import CodevError, NotFound, Refused

from .. import commands
from ..access import Visit
from ..forms.commands import COMMANDS
from ..forms.shapes import CommandForm
from .answers import refused, refused_form
from .visits import visit_of

FACILITATING = 5  # who runs a session sends most of its commands
_paces = Paces()


@require_POST
def do(request: HttpRequest, session_id: UUID, command: str) -> HttpResponse:
    """204 done · 403 · 404 · 409 · 422, with the code and a sentence; a stale belief brings the present stage."""
    with metrics.COMMAND_SECONDS.time():
        response = _answer(request, session_id, command)
    # The name is from the address: a label of its own for each would let anybody fill the metrics.
    known = command if command in COMMANDS else "unknown"
    metrics.COMMANDS.labels(command=known, outcome=str(response.status_code)).inc()
    # A refusal is counted; as a line in the log it would tell operators nothing, and cost a twentieth of it.
    response._has_been_logged = True  # type: ignore[attr-defined]  # as Django marks what it has logged
    return response


def _answer(request: HttpRequest, session_id: UUID, command: str) -> HttpResponse:
    visit: Visit | None = None
    try:
        # Before the form: an outsider is not told by it which commands and fields there are.
        visit = visit_of(request, session_id)
        _check_pace(visit)
        form = _form(request, command)
        if not form.is_valid():
            return refused_form(request, form)
        commands.run(command, visit=visit, key=form.cleaned_data["key"], **form.given())
    except CodevError as refusal:
        return refused(request, refusal, visit)
    return HttpResponse(status=204)


def _check_pace(visit: Visit) -> None:
    """A flood from one seat is slowed for that seat alone, before it costs anybody else anything."""
    a_minute = settings.CODEV_COMMANDS_PER_MINUTE * (FACILITATING if visit.may_facilitate else 1)
    if _paces.exceeds((visit.session.pk, visit.actor.key), a_minute):
        raise Refused("too_many_commands")


def _form(request: HttpRequest, command: str) -> CommandForm:
    if command not in COMMANDS:
        raise NotFound("unknown_command")
    return COMMANDS[command](request.POST)
