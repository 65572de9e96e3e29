"""Django's description of the app."""

from importlib import import_module

from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "groups"
    label = "codev_groups"
    verbose_name = "Groups"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from prometheus_client import REGISTRY

        from codev import worker

        from . import sign_ins
        from .mails import Counted
        from .models import Mail

        REGISTRY.register(Counted())
        worker.hourly.append(Mail.objects.forget_old)
        # Only imported, which has it hear of addresses that are proved, and of who signs in.
        import_module("groups.accounts")
        sign_ins.connect()
