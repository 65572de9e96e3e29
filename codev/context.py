"""What every page may need to know of the installation."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from .addresses import LOOPBACK


def installation(request: HttpRequest) -> dict[str, bool]:
    """Whether anyone may sign up (CODEV_OPEN_SIGNUP), and whether the page travels a network in plain http."""
    host = request.get_host().rsplit(":", 1)[0]
    return {
        "open_signup": settings.CODEV_OPEN_SIGNUP,
        "unencrypted": settings.CODEV_PLAIN_HTTP and host not in LOOPBACK,
    }
