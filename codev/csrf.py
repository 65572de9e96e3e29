"""A form whose token is no longer the browser's, as after signing in anew in another tab: nothing typed is lost."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

# By what fields are called: what is not written into a page, and has to be typed again.
SECRETS = re.compile(r"password|passphrase|secret|credential|otp|code$", re.IGNORECASE)
SENTENCE = re.compile(r"\S\s+\S")


@never_cache
def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403, with the form as it was filled in, to be sent again; `Codev-Refused: csrf` has pages get a new token."""
    typed = _typed(request) if _is_ours(request, reason) else []
    words = [value for _, value in typed if SENTENCE.search(value)]
    response = render(request, "403_csrf.html", {"typed": typed, "words": words}, status=403)
    response["Codev-Refused"] = "csrf"
    return response


def _is_ours(request: HttpRequest, reason: str) -> bool:
    """Whether a page of ours sent it: what another site made up must not come back as ours, with a button."""
    # Before it looks for a token Django compares the origin or, over HTTPS, the referrer; both are other reasons.
    return reason.startswith("CSRF ") and ("Origin" in request.headers or request.is_secure())


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Every value of every field, but for the token and secrets."""
    fields = [(name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"]
    return [(name, str(value)) for name, values in fields if not SECRETS.search(name) for value in values]
