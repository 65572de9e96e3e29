"""Makes an organisation with its first administrator, from the server's shell."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from groups import commands
from groups.errors import CodevError
from groups.models import Organisation, Role
from groups.pasting import tidy


class Command(BaseCommand):
    help = "Make an organisation and its first administrator, who invites everybody else."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="what the organisation is called")
        parser.add_argument("--admin-email", required=True)
        parser.add_argument("--admin-name", required=True)
        parser.add_argument(
            "--role", action="append", default=[], choices=Role.values, help="a role that the administrator holds too"
        )

        parser.add_argument("--another", action="store_true", help="make it though one of this name is there")

    def handle(self, *args: Any, **options: Any) -> None:
        there = Organisation.objects.filter(name__iexact=tidy(options["name"])).order_by("created_at")
        if there and not options["another"]:
            self._ask(list(there))
        try:
            organisation = commands.create_organisation(
                name=options["name"],
                admin_email=options["admin_email"],
                admin_name=options["admin_name"],
                roles=options["role"],
            )
        except CodevError as refusal:
            raise CommandError(f"Nothing was made: {refusal.code}.") from None
        self.stdout.write(f"{organisation.name} is ready: {reverse('groups:organisation', args=[organisation.pk])}")
        self.stdout.write(
            f"{options['admin_email']} signs in at {reverse('account_login')}, choosing a code by e-mail."
        )

    def _ask(self, there: list[Organisation]) -> None:
        """Whoever sits at a terminal is asked; a script has to have said it."""
        for one in there:
            self.stdout.write(f"{one.name} is there already: {one.pk}, made on {one.created_at:%Y-%m-%d}.")
        if not sys.stdin.isatty():
            raise CommandError("Nothing was made. Say --another to make one more of this name.")
        if input("Make another one of this name? [y/N] ").strip().lower() not in ("y", "yes", "o", "oui"):
            raise CommandError("Nothing was made.")
