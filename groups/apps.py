"""Django's description of the app."""

from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "groups"
    label = "codev_groups"
    verbose_name = "Groups"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import sign_ins

        sign_ins.connect()
