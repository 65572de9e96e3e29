"""Destroys what was written in cycles that ended long enough ago, and warns people 30 and 7 days before."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from sessions.commands import apply_retention
from sessions.models import ContentKey


class Command(BaseCommand):
    help = """Warn of, and carry out, the destruction of what was written in cycles that are over.

    Each session's key is destroyed as many days after its cycle's end as organisation and charter say, and never sooner
    than a week after the last warning. Safe to run twice, and on two machines at once; let a scheduler run it daily.
    """

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        is_dry = options["dry_run"]
        count = apply_retention(timezone.localdate(), self.stdout.write, is_dry=is_dry)
        self.stdout.write(f"{count} sessions’ content {'would be destroyed' if is_dry else 'cannot be read any more'}")
        if left := 0 if is_dry else ContentKey.objects.finish_destroying():
            self.stderr.write(f"{left} keys are not gone from the database's files yet; run this again")
