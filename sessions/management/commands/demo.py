"""Make the demonstration if need be, and print its links."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ...demo import people


class Command(BaseCommand):
    """`manage.py demo [--fresh] [--json]`, with CODEV_DEMO=1 only."""

    help = "Make the demonstration's data if need be, and print the links that sign in as its people."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the links as JSON")
        parser.add_argument("--fresh", action="store_true", help="plan a new session")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.CODEV_DEMO:
            raise CommandError("Demonstrations are off: set CODEV_DEMO=1.")
        described = people.describe(people.ensure(fresh=options["fresh"]))
        self.stdout.write(json.dumps(described) if options["json"] else _sheet(described))


def _sheet(described: dict[str, Any]) -> str:
    """One line a person, for whoever opens the links by hand."""
    lines = [
        ("Séance d’essai", "sans le groupe", described["rehearsal"]["url"]),
        ("Animation", described["facilitator"]["name"], described["facilitator"]["url"]),
        ("Écran de salle", "", described["screen"]["url"]),
        ("RH", described["hr"]["name"], described["hr"]["url"]),
        *(("Participation", one["name"], one["url"]) for one in described["participants"]),
    ]
    return "\n".join(f"{role:<15} {name:<18} {url}" for role, name, url in lines)
