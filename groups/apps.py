"""Django's description of the app."""

from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "groups"
    label = "codev_groups"
    verbose_name = "Groups"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from allauth.mfa import signals

        from . import factors

        signals.authenticator_used.connect(factors.note_used)
        signals.authenticator_added.connect(factors.note_added)
