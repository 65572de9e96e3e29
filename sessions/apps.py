"""Django's description of the app; the label differs because Django's own app owns "sessions"."""

from importlib import import_module

from django.apps import AppConfig


class SessionsConfig(AppConfig):
    name = "sessions"
    label = "codev_sessions"
    verbose_name = "Sessions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Only imported, which registers the system checks.
        import_module("sessions.checks")
