"""Forget who spoke how long in sessions closed for a day; safe to run twice."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from sessions.commands import forget_airtime


class Command(BaseCommand):
    """`manage.py forget_airtime`"""

    help = "Forget who spoke how long, and who asked to, in the sessions that were closed a day ago or more."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(forget_airtime()))
