"""A sheet that is kept as it is typed, for pages and their scripts: read, kept in place of the version that was read,
or shown beside what was typed, where another device or tab was quicker.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from codev.pace import Paces
from groups.errors import CodevError, Refused, Stale

from ..forms.sheets import SheetForm
from ..models.sheets import Sheet, Words
from .answers import refused, refused_form

SAVES_A_MINUTE = 60
_paces = Paces()


@dataclass(frozen=True)
class Desk:
    """Somebody's sheet before a request, once it is known that it is theirs.

    `find` reads it; `keep` writes words in place of a version and raises what sessions/commands/sheets.py does; `page`
    renders a context with a status. `who` is whose saves are counted.
    """

    form: type[SheetForm]
    address: str
    who: Hashable
    find: Callable[[], Sheet | None]
    keep: Callable[[Words, int], Sheet | None]
    page: Callable[[dict[str, Any], int], HttpResponse]

    def as_kept(self, sheet: Sheet | None) -> dict[str, Any]:
        """The version and the words as they are kept; blank ones where there are none, or none that can be read."""
        words = (sheet.words if sheet else None) or self.form.SHEET.blank()
        return {"version": sheet.version if sheet else 0, "words": words}


def serve(request: HttpRequest, desk: Desk) -> HttpResponse:
    """GET the page, or for a script version and words in JSON; POST keeps. 409 `stale` with what stands there now."""
    if request.method == "POST":
        return _keep(request, desk)
    if is_script(request):
        return JsonResponse(desk.as_kept(desk.find()))
    return _page(request, desk)


def is_script(request: HttpRequest) -> bool:
    """Whether a page's script asks, not somebody who goes there."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def _keep(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = desk.form(request.POST)
    if not form.is_valid():
        return refused_form(request, form) if is_script(request) else _page(request, desk, form, 422)
    try:
        if _paces.exceeds(desk.who, SAVES_A_MINUTE):
            raise Refused("too_many_commands")
        sheet = desk.keep(form.words, form.cleaned_data["version"])
    except Stale:
        return _changed(request, desk, form)
    except CodevError as refusal:
        if is_script(request):
            return refused(request, refusal)
        raise
    if is_script(request):
        return JsonResponse(desk.as_kept(sheet))
    return redirect(f"{desk.address}{'&' if '?' in desk.address else '?'}saved=1")


def _changed(request: HttpRequest, desk: Desk, form: SheetForm) -> HttpResponse:
    """Another device was quicker: what it wrote, beside what was typed here, which is kept by another press."""
    kept = desk.as_kept(desk.find())
    if is_script(request):
        return JsonResponse({"code": "stale", **kept}, status=409)
    typed = desk.form(initial=form.words | {"version": kept["version"]})
    return _page(request, desk, typed, 409, other=desk.form.lines(kept["words"]))


def _page(
    request: HttpRequest,
    desk: Desk,
    form: SheetForm | None = None,
    status: int = 200,
    other: list[dict[str, Any]] | None = None,
) -> HttpResponse:
    sheet = desk.find()
    kept, words = desk.as_kept(sheet), sheet.words if sheet else desk.form.SHEET.blank()
    context = {
        "sheet": sheet,
        "address": desk.address,
        "form": form or desk.form(initial={**kept["words"], "version": kept["version"]}),
        "values": json.dumps(kept["words"]),
        "lines": desk.form.lines(words),
        "is_readable": words is not None,
        "other": other,
        "is_saved": "saved" in request.GET,
    }
    return desk.page(context, status)
