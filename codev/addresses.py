"""The address under which other devices reach this server."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "::1")


def is_loopback(url: str) -> bool:
    """Whether an address leads back to the machine that opens it."""
    return urlsplit(url).hostname in LOOPBACK


def reachable(request: HttpRequest, path: str) -> str:
    """The address of a page for other devices: as this browser reached us, unless that is this machine alone."""
    # A QR code that says 127.0.0.1 would lead the phone that scans it to itself.
    url = request.build_absolute_uri(path)
    return settings.CODEV_BASE_URL + path if is_loopback(url) and not is_loopback(settings.CODEV_BASE_URL) else url
