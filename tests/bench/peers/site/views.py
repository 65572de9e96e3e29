"""The views of both forms, and the bare one against which a refused command is measured."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from .. import form
from .commands import carry_out


@require_POST
def do(request: HttpRequest, room_id: int, command: str) -> HttpResponse:
    """The naive form's: an ordinary sync view, as Django's handler runs it."""
    return HttpResponse(status=carry_out(request, room_id, command, form.ring))


@require_POST
async def do_well(request: HttpRequest, room_id: int, command: str) -> HttpResponse:
    """The good form's: on its own few threads, whose connections are kept."""
    return HttpResponse(status=await form.on_thread(carry_out, request, room_id, command, form.ring))


@require_POST
def refuse(request: HttpRequest) -> HttpResponse:
    """Who is it? Then no."""
    return HttpResponse(status=409 if request.user.is_authenticated else 403)


def health(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "ok"})
