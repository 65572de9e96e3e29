"""The mail service that sends by its own interface and tells of bounces, where the operator names one (CODEV_ANYMAIL).

django-anymail speaks to it, and is installed only where it is used: `pip install codev[anymail]`.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, path

from .env import Environment

EVENTS = "mails/events/"


def read(env: Environment) -> tuple[str, dict[str, str]]:
    """Its name in django-anymail, "" for none, and what django-anymail is told of it.

    ImproperlyConfigured where that is not installed, does not know it, or cannot be understood.
    """
    name = env.text("CODEV_ANYMAIL")
    if not name:
        return "", {}
    if not name.isidentifier() or not find_spec("anymail") or not find_spec(f"anymail.webhooks.{name}"):
        raise ImproperlyConfigured(f"CODEV_ANYMAIL: “{name}” is no service of an installed django-anymail.")
    options = [word.partition("=") for word in env.words("CODEV_ANYMAIL_SETTINGS")]
    if not options or not all(key and value for key, _is, value in options):
        raise ImproperlyConfigured("CODEV_ANYMAIL_SETTINGS: what django-anymail is told, as KEY=value,KEY=value.")
    return name, {key: value for key, _is, value in options}


def routes(name: str) -> list[URLPattern]:
    """Where the service tells what became of mails, signed as it signs; nothing without one."""
    if not name:
        return []
    known = {one.name: one.callback for one in import_module("anymail.urls").urlpatterns}
    return [path(EVENTS, known[f"{name}_tracking_webhook"], name="mail_events")]
