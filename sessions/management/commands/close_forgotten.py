"""Close sessions that nobody closed, and delete rehearsals that nobody left, hours later; safe to run twice."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from sessions.commands import close_forgotten, sweep_rehearsals


class Command(BaseCommand):
    """`manage.py close_forgotten`"""

    help = (
        "Close the sessions that nobody closed, CODEV_FORGOTTEN_HOURS after their planned end, "
        "and delete the rehearsals left behind for twelve hours."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(close_forgotten()))
        if swept := sweep_rehearsals():
            self.stdout.write(f"{swept} rehearsals deleted")
