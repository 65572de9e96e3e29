"""Django's description of the app."""

from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "groups"
    label = "codev_groups"
    verbose_name = "Groups"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from prometheus_client import REGISTRY

        from codev import worker

        from . import accounts, sign_ins
        from .mails import Counted
        from .models import Mail

        REGISTRY.register(Counted())
        worker.hourly.append(Mail.objects.forget_old)
        accounts.connect()
        sign_ins.connect()
