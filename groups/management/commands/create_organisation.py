"""Makes an organisation with its first administrator, from the server's shell."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from groups import commands
from groups.errors import CodevError
from groups.models import Role


class Command(BaseCommand):
    help = "Make an organisation and its first administrator, who invites everybody else."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="what the organisation is called")
        parser.add_argument("--admin-email", required=True)
        parser.add_argument("--admin-name", required=True)
        parser.add_argument(
            "--role", action="append", default=[], choices=Role.values, help="a role that the administrator holds too"
        )

    def handle(self, *args: Any, **options: Any) -> None:
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
