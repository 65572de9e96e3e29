"""Asks for the reminders whose hour has come; safe to run twice, and on two machines at once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from sessions.mails.reminders import send_reminders


class Command(BaseCommand):
    """`manage.py send_reminders`"""

    help = (
        "Ask for the reminders of today: of sessions tomorrow, of what is not answered a week before, of days that "
        "people wrote down. One mail a person and day, from eight o'clock on by the clocks of each group. Safe to run "
        "twice, and on two machines at once; let a scheduler run it hourly. A serving process does it by itself."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{send_reminders()} reminders asked for")
