"""Publishes evaluations whose time has come; safe to run twice, and on two machines at once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from sessions.commands import publish_evaluations


class Command(BaseCommand):
    """`manage.py publish_evaluations`"""

    help = (
        "Publish evaluations of sessions after 72 hours, and of benefits after 14 days, once: as means, where enough "
        "people answered, and delete all answers. Safe to run twice, and on two machines at once; let a scheduler run "
        "it hourly. A serving process does it by itself."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{publish_evaluations()} evaluations closed")
