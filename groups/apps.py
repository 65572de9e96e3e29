"""Django's description of the app."""

from django.apps import AppConfig
from django.conf import settings


class GroupsConfig(AppConfig):
    name = "groups"
    label = "codev_groups"
    verbose_name = "Groups"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from allauth.account.signals import user_logged_in as let_in
        from allauth.mfa import signals
        from django.contrib.auth.signals import user_logged_in
        from prometheus_client import REGISTRY

        from codev import browsers, worker

        from . import accounts, bounces, factors, provider, sign_ins
        from .commands.sign_ins import follow_browser, note_sign_in
        from .mails import Counted
        from .models import Digest, Mail

        REGISTRY.register(Counted())
        if settings.CODEV_ANYMAIL:
            from anymail.signals import tracking

            tracking.connect(bounces.hear)
        worker.hourly += [Mail.objects.forget_old, Digest.objects.forget_old]
        accounts.connect()
        sign_ins.connect()
        user_logged_in.connect(note_sign_in)
        browsers.moved.connect(follow_browser)
        let_in.connect(provider.note_vouched)
        signals.authenticator_used.connect(factors.note_used)
        signals.authenticator_added.connect(factors.note_added)
