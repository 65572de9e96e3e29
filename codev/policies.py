"""What each page tells the browser that it may load and use: the same for all pages, so made once."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class PoliciesMiddleware:
    """Says both policies with every answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers["Content-Security-Policy"] = settings.CODEV_CONTENT_POLICY
        response.headers["Permissions-Policy"] = settings.CODEV_FEATURES_POLICY
        return response
