"""The one place where errors become answers: a code and a sentence, in JSON for programs, in HTML for pages."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from functools import lru_cache

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.defaults import server_error

from codev import faults, pdf
from codev.csrf import SECRETS
from groups.errors import CodevError, Invalid

from ..access import Visit
from .frames import whole_frame
from .refusals import words

logger = logging.getLogger(__name__)


def refused_form(request: HttpRequest, form: BaseForm) -> HttpResponse:
    """422, with what is wrong field by field."""
    fields = {name: [str(error) for error in errors] for name, errors in form.errors.items()}
    if _wants_json(request):
        return JsonResponse({"code": "invalid", "fields": fields}, status=422)
    return HttpResponse(_html("invalid", fields=fields), status=422)


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
    return HttpResponse(stage + _one_sentence(refusal.code, sentence, field), status=refusal.status)


class FaultMiddleware:
    """What a view raises while a fault lasts that passes, and where no PDF file can be made.

    With DEBUG, Django would answer with a page of its own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, pdf.UnavailableError):
            return no_file(request, error)
        return unavailable(request, error) if faults.passes(error) else None


def no_file(request: HttpRequest, error: pdf.UnavailableError) -> HttpResponse:
    """A page that says why there is no PDF, and leads back to what can be printed."""
    came_from = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    context = {"back": came_from if is_ours else "/", "is_too_long": isinstance(error, pdf.TooLongError)}
    response = render(request, "no_pdf.html", context, status=error.status)
    response["Cache-Control"] = "no-store"
    return response


def failed(request: HttpRequest) -> HttpResponse:
    """Django's handler500, inside `except`: what other middleware raises, as it keeps a browser's session."""
    error = sys.exc_info()[1]
    return unavailable(request, error) if error and faults.passes(error) else server_error(request)


def unavailable(request: HttpRequest, error: BaseException) -> HttpResponse:
    """503, and when to try again. To a page that is navigated to, with a button that sends again what was typed.

    Asks nothing of what may be failing: no database, no cache.
    """
    # By its kind alone: a database's message may quote what somebody wrote.
    logger.warning("A fault lasts: %s.%s", type(error).__module__, type(error).__qualname__)
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
    """The fields of a form, its token among them. None where one of them is a secret: no page holds that; nor where
    another site sent them, which must not come back as ours, with a button.
    """
    if request.headers.get("Origin") != f"{request.scheme}://{request.get_host()}":
        return []
    fields = [(name, str(value)) for name, values in request.POST.lists() for value in values]
    return [] if request.FILES or any(SECRETS.search(name) for name, _ in fields) else fields


@lru_cache(maxsize=512)
def _one_sentence(code: str, sentence: str, field: str) -> str:
    return _html(code, sentence=sentence, field=field)


def _html(code: str, **context: object) -> str:
    template = get_template("sessions/live/refusal.jinja", using="live")
    return template.render({"code": code, "sentence": "", "field": "", "fields": {}, **context})


def _wants_json(request: HttpRequest) -> bool:
    """Whether `Accept` prefers JSON, as programs ask for it; HTML where it does not say."""
    # A page's requests do not name it: theirs need no closer look.
    if "application/" not in request.headers.get("Accept", "").lower():
        return False
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
