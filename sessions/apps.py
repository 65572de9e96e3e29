"""Django's description of the app; the label differs because Django's own app owns "sessions"."""

from importlib import import_module

from django.apps import AppConfig


class SessionsConfig(AppConfig):
    name = "sessions"
    label = "codev_sessions"
    verbose_name = "Sessions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Only imported, which registers the system checks, and who writes mails.
        for name in ("checks", "mails.calendar", "mails.invitation", "mails.reminders"):
            import_module(f"sessions.{name}")

        from codev import worker

        from .commands import publish_evaluations
        from .mails.reminders import send_reminders

        worker.hourly += [send_reminders, publish_evaluations]
