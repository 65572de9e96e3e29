"""System checks for configurations that would start but not work, or not safely."""

from __future__ import annotations

import ipaddress
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from codev import pdf, serving

ALONE = (
    "Another process serves this database, and without REDIS_URL (in every one of them) their screens would not agree."
)


# `manage.py` commands run it too, and pass beside a server: only a process that serves claims the database.
@register("serving")
def one_process_without_redis(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if not serving.is_refused():
        return []
    return [Error(ALONE, hint="Stop the other process, or give REDIS_URL to all of them.", id="codev.E001")]


@register(Tags.security)
def keys_live_apart(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    # Content and its keys in one database would share its backups, and a destroyed key would live on in them.
    places = [(database.get("HOST"), database.get("PORT"), str(database["NAME"])) for database in _databases()]
    if len(set(places)) == len(places):
        return []
    return [Error("KEYS_DATABASE_URL and DATABASE_URL name the same database.", id="codev.E002")]


@register(Tags.security)
def both_databases_scale_alike(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if len({database["ENGINE"] for database in _databases()}) == 1:
        return []
    return [Warning("One database is SQLite and the other is not: is a URL missing?", id="codev.W001")]


# Said at every start, on a laptop too: nobody else would notice before somebody asks for a file.
@register("pdf")
def files_can_be_made(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if pdf.is_possible():
        return []
    hint = "Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core"
    return [Warning("No PDF files can be made: a library of the system is missing.", hint=hint, id="codev.W007")]


@register(Tags.security, deploy=True)
def demo_is_closed(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if not settings.CODEV_DEMO:
        return []
    return [Warning("CODEV_DEMO is on: whoever has a demo link signs in with it.", id="codev.W002")]


@register(Tags.security, deploy=True)
def mail_leaves_the_house(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if not settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        return []
    return [Warning("EMAIL_URL is not set: sign-in codes are printed, not sent.", id="codev.W003")]


@register(Tags.security, deploy=True)
def links_are_https(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.CODEV_BASE_URL.startswith("https://"):
        return []
    return [Warning("CODEV_BASE_URL is missing or not https.", id="codev.W004")]


@register(Tags.security, deploy=True)
def the_operator_is_named(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.CODEV_OPERATOR:
        return []
    return [Warning("CODEV_OPERATOR is missing: groups are not told who holds the key.", id="codev.W005")]


@register(Tags.security, deploy=True)
def bells_are_not_open_to_a_network(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    url = urlsplit(settings.REDIS_URL)
    if not url.hostname or _is_here(url.hostname) or (url.scheme == "rediss" and url.password):
        return []
    told = "REDIS_URL crosses a network without a password and TLS (rediss://): others could ring, and listen."
    return [Warning(told, id="codev.W006")]


def _is_here(host: str) -> bool:
    """Whether what goes there stays on this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _databases() -> list[dict[str, Any]]:
    return list(settings.DATABASES.values())
