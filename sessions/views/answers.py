"""The one place where errors become answers: a code and a sentence, in JSON for programs, in HTML for pages."""

from __future__ import annotations

from functools import lru_cache

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import get_template

from groups.errors import CodevError, Invalid

from ..access import Visit
from .frames import whole_frame
from .refusals import words


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
