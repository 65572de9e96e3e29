"""What every page may need to know of the installation."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest

from .addresses import LOOPBACK


def installation(request: HttpRequest) -> dict[str, bool | str]:
    """Whether anyone may sign up (CODEV_OPEN_SIGNUP), whether the page travels a network in plain http, whether a
    browser keeps passkeys for this address; and the name of the provider that accounts may sign in at, "" for none.
    """
    return {
        "provider": settings.CODEV_OIDC.name if settings.CODEV_OIDC else "",
        "passkeys": request.is_secure() or _host(request) == "localhost",
        "open_signup": settings.CODEV_OPEN_SIGNUP,
        "unencrypted": settings.CODEV_PLAIN_HTTP and _host(request) not in LOOPBACK,
    }


def _host(request: HttpRequest) -> str:
    """What the browser asks for, without its port; "" for a host that is not ours, whose refusal is a page too."""
    try:
        return request.get_host().rsplit(":", 1)[0]
    except DisallowedHost:
        return ""
