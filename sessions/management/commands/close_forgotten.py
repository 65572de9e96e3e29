"""Close sessions that nobody closed, some hours after their planned end; safe to run twice."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from sessions.commands import close_forgotten


class Command(BaseCommand):
    """`manage.py close_forgotten`"""

    help = "Close the sessions that nobody closed, CODEV_FORGOTTEN_HOURS after their planned end."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(close_forgotten()))
