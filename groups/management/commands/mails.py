"""Says which mails wait and which were given up: to the operator, who is told neither addresses nor words."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from groups.mails import count
from groups.models import Mail


class Command(BaseCommand):
    """`manage.py mails`"""

    help = "Say how many mails wait, left and were given up within a day, and which fail. Ends with 1 where any does."

    def handle(self, *args: Any, **options: Any) -> None:
        counts = count()
        since = f", the oldest since {counts['oldest']:%Y-%m-%d %H:%M} UTC" if counts["oldest"] else ""
        self.stdout.write(f"waiting: {counts['waiting']}{since}")
        self.stdout.write(f"sent within a day: {counts['sent']}")
        self.stdout.write(f"given up within a day: {counts['failed']}")
        faulty = list(Mail.objects.filter(sent_at=None).exclude(fault=""))
        for mail in faulty:
            state = "given up" if mail.failed_at else "is tried again"
            self.stdout.write(f"{mail.pk} {mail.kind}: {mail.fault} after {mail.attempts} attempts, {state}")
        if faulty:
            sys.exit(1)
