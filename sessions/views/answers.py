"""The one place where errors become answers: a code and a sentence, in JSON for programs, in HTML for pages."""

from __future__ import annotations

import sys

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import get_template
from django.views.defaults import server_error

from codev import faults
from groups.errors import CodevError, Invalid

from ..access import Visit
from .frames import whole_frame
from .refusals import words


def refused_form(request: HttpRequest, form: BaseForm) -> HttpResponse:
    """422, with what is wrong field by field."""
    fields = {name: [str(error) for error in errors] for name, errors in form.errors.items()}
    if _wants_json(request):
        return JsonResponse({"code": "invalid", "fields": fields}, status=422)
    return HttpResponse(_html(code="invalid", fields=fields), status=422)


def refused(request: HttpRequest, refusal: CodevError, visit: Visit | None = None) -> HttpResponse:
    """The refusal's status, its code and a sentence; after a stale belief, the visit's whole frame besides."""
    field = refusal.field if isinstance(refusal, Invalid) else ""
    sentence = words(refusal.code)
    # Who acted on an old page is shown the new one at once: the push that is missing may be late, or lost.
    stage = whole_frame(request, visit) if visit and refusal.code == "stale" else ""
    if _wants_json(request):
        fields = {field: [sentence]} if field else {}
        answer = {"code": refusal.code, "message": sentence, "fields": fields, "stage": stage}
        return JsonResponse(answer, status=refusal.status)
    return HttpResponse(_html(code=refusal.code, sentence=sentence, field=field, stage=stage), status=refusal.status)


def failed(request: HttpRequest) -> HttpResponse:
    """What no view answered, inside `except`: 503 while a fault lasts that passes, else Django's 500."""
    return unavailable(request) if faults.passes(sys.exc_info()[1]) else server_error(request)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503, and when to try again. To a page that is navigated to, with a button that sends again what was typed.

    Asks nothing of what may be failing: no database, no cache.
    """
    response = _unavailable(request)
    response["Retry-After"], response["Cache-Control"] = str(faults.RETRY_SECONDS), "no-store"
    return response


def _unavailable(request: HttpRequest) -> HttpResponse:
    sentence = words("unavailable")
    if _wants_json(request):
        answer = {"code": "unavailable", "message": sentence, "fields": {}, "stage": ""}
        return JsonResponse(answer, status=503)
    is_command = request.resolver_match is not None and request.resolver_match.view_name == "sessions:do"
    if is_command or "HX-Request" in request.headers:
        return HttpResponse(_html(code="unavailable", sentence=sentence), status=503)
    page = {"path": request.get_full_path(), "is_sent": request.method == "POST", "typed": _typed(request)}
    return HttpResponse(get_template("503.html").render(page), status=503)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of a form, its token among them. None where one of them is a password: no page holds that."""
    fields = [(name, str(value)) for name, values in request.POST.lists() for value in values]
    return [] if request.FILES or any("password" in name for name, _ in fields) else fields


def _html(*, code: str, sentence: str = "", field: str = "", stage: str = "", **more: object) -> str:
    context = {"code": code, "sentence": sentence, "field": field, "stage": stage, "fields": {}, **more}
    return get_template("sessions/live/refusal.jinja", using="live").render(context)


def _wants_json(request: HttpRequest) -> bool:
    """Whether `Accept` prefers JSON, as programs ask for it; HTML where it does not say."""
    # A page's requests do not name it: theirs need no closer look.
    if "application/" not in request.headers.get("Accept", "").lower():
        return False
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
